using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Patterns;

/// <summary>Reads files of definitions in the format of Logstash and grok_exporter: <c>NAME regex</c> on each line.</summary>
/// <remarks>
/// The name is found as grok_exporter finds it: the first letters, digits and <c>[\]^_`</c> in the line that white space
/// follows, wherever they stand; so <c>FOO-BAR x</c> defines <c>BAR</c>. The rest of the line is the pattern, blanks at its
/// end included.
/// </remarks>
public static class LogstashFile
{
    /// <summary>The most UTF-16 units a line may have.</summary>
    public const int MaxLineLength = 64 * 1024;

    /// <summary>Reads all definitions of a file. Lines that are none are errors, and are left out.</summary>
    /// <param name="source">The file; a byte order mark at its start is skipped.</param>
    /// <param name="findings">Receives what is wrong with it.</param>
    public static ImmutableArray<GrokDefinition> Read(SourceText source, ICollection<Diagnostic> findings)
    {
        var definitions = ImmutableArray.CreateBuilder<GrokDefinition>();
        var diagnostics = new DiagnosticBag();
        string? description = null;
        int start = source.Text.StartsWith('\uFEFF') ? 1 : 0;
        while (start < source.Text.Length)
        {
            int end = source.Text.IndexOf('\n', start);
            end = end < 0 ? source.Text.Length : end;
            var line = new SourceSpan(source, start, source.Text.AsSpan(start, end - start).TrimEnd('\r').Length);
            start = end + 1;
            ReadOnlySpan<char> trimmed = line.Text.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                description = trimmed.Length == 0 ? null : trimmed[1..].Trim().ToString();
            }
            else if (Definition(new PlacedText([line]), diagnostics) is { } definition)
            {
                definitions.Add(definition with { Description = description });
                description = null;
            }
        }

        foreach (Diagnostic diagnostic in diagnostics.ToSorted())
        {
            findings.Add(diagnostic);
        }

        return definitions.DrainToImmutable();
    }

    /// <summary>Reads one definition.</summary>
    /// <param name="placed">The line.</param>
    /// <param name="diagnostics">Receives what is wrong with it.</param>
    /// <returns>Null when it is none, which is then reported.</returns>
    internal static GrokDefinition? Definition(PlacedText placed, DiagnosticBag diagnostics)
    {
        SourceSpan line = placed.Locate(0, placed.Text.Length);
        ReadOnlySpan<char> text = placed.Text;
        if (text.Length > MaxLineLength)
        {
            diagnostics.Error(
                DiagnosticCode.InvalidGrokDefinition,
                line with { Length = 0 },
                $"the line has {text.Length} characters; at most {MaxLineLength} are allowed");
            return null;
        }

        int name = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (IsNameChar(text[at]))
            {
                continue;
            }

            // At least one character must be left for the pattern, and if need be that is the last blank.
            if (at > name && char.IsWhiteSpace(text[at]) && at + 1 < text.Length)
            {
                int pattern = Math.Min(text.Length - text[at..].TrimStart().Length, text.Length - 1);
                return new GrokDefinition(
                    text[name..at].ToString(),
                    placed.From(pattern),
                    GrokDialect.Oniguruma,
                    placed.Locate(name, at - name));
            }

            name = at + 1;
        }

        diagnostics.Error(
            DiagnosticCode.InvalidGrokDefinition,
            line,
            $"'{text}' is not a valid pattern definition",
            "write the name, a blank and the regular expression on one line");
        return null;
    }

    static bool IsNameChar(char c) => char.IsAsciiLetterOrDigit(c) || c is '[' or '\\' or ']' or '^' or '_' or '`';
}
