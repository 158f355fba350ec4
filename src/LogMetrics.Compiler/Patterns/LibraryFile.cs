using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Patterns;

/// <summary>Reads the files of the built-in library.</summary>
/// <remarks>
/// <c>NAME regex</c> on a line; a line that begins with white space goes on with the definition above it, without that
/// white space; a line that begins with <c>#</c> is a comment, and the comment right above a definition describes it.
/// A name that begins with <c>_</c> is a part of other definitions, and is not listed.
/// White space at the end of a line counts for nothing: a blank of the pattern is written <c>[ ]</c>.
/// </remarks>
static class LibraryFile
{
    public static ImmutableArray<GrokDefinition> Read(SourceText source, DiagnosticBag diagnostics)
    {
        var definitions = ImmutableArray.CreateBuilder<GrokDefinition>();
        var comment = new List<string>();
        foreach (SourceSpan line in Lines(source))
        {
            SourceSpan text = Trimmed(line);
            bool indented = text.Start > line.Start;
            if (text.Length == 0)
            {
                comment.Clear();
            }
            else if (!indented && text.Text[0] == '#')
            {
                comment.Add(text.Text[1..].Trim().ToString());
            }
            else if (indented && definitions.Count > 0)
            {
                GrokDefinition above = definitions[^1];
                definitions[^1] = above with { Text = new PlacedText(above.Text.Pieces.Add(text)) };
            }
            else if (!indented && text.Text.IndexOfAny(' ', '\t') is var blank and > 0 && GrokReference.IsName(text.Text[..blank]))
            {
                SourceSpan name = text with { Length = blank };
                SourceSpan pattern = Trimmed(new SourceSpan(source, name.End, text.End - name.End));
                definitions.Add(new GrokDefinition(name.Text.ToString(), new PlacedText([pattern]), GrokDialect.Native, name)
                {
                    IsPart = name.Text[0] == '_',
                    Description = comment.Count == 0 ? null : string.Join(' ', comment),
                });
                comment.Clear();
            }
            else
            {
                diagnostics.Error(
                    DiagnosticCode.InvalidGrokDefinition,
                    text,
                    $"`{text.Text}` is not a definition",
                    "write `NAME regex`, or indent the line to go on with the definition above it");
            }
        }

        return definitions.DrainToImmutable();
    }

    static IEnumerable<SourceSpan> Lines(SourceText source)
    {
        for (int start = 0; start < source.Text.Length;)
        {
            int end = source.Text.IndexOf('\n', start);
            end = end < 0 ? source.Text.Length : end;
            yield return new SourceSpan(source, start, end - start);
            start = end + 1;
        }
    }

    static SourceSpan Trimmed(SourceSpan span)
    {
        int leading = span.Length - span.Text.TrimStart().Length;
        return new SourceSpan(span.Source, span.Start + leading, span.Text.Trim().Length);
    }
}
