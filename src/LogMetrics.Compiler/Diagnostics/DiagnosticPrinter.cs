using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogMetrics.Compiler.Diagnostics;

/// <summary>Writes diagnostics for people and for tools: in one line, with an excerpt of the text, or as JSON.</summary>
public static class DiagnosticPrinter
{
    /// <summary>The most errors that <see cref="Print"/> writes for one file; it says how many more there are.</summary>
    public const int MaxPrinted = 20;

    // A minified line must not fill the terminal; what is shown lies around the place.
    const int MaxExcerptChars = 160;

    /// <summary>Place, severity, code and message, as editors and build servers read them.</summary>
    public static string Line(Diagnostic diagnostic) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{diagnostic.Span}: {NameOf(diagnostic.Severity)} LM{(int)diagnostic.Code:0000}: {Printable(diagnostic.Message)}");

    /// <summary>The same, then the piece of the text with the place marked, the hint and the notes; lines end with LF.</summary>
    public static string Excerpt(Diagnostic diagnostic)
    {
        var text = new StringBuilder();
        text.Append(Line(diagnostic)).Append('\n');
        AppendMarked(text, diagnostic.Span);
        if (diagnostic.Hint is string hint)
        {
            text.Append("  hint: ").Append(Printable(hint)).Append('\n');
        }

        foreach (DiagnosticNote note in diagnostic.Notes)
        {
            text.Append("  note: ").Append(note.Span.ToString()).Append(": ").Append(Printable(note.Message)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>All diagnostics of one file with excerpts, at most <see cref="MaxPrinted"/>.</summary>
    public static string Print(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        string text = string.Concat(diagnostics.Take(MaxPrinted).Select(Excerpt));
        int rest = diagnostics.Count - MaxPrinted;
        return rest <= 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}... and {rest} more\n");
    }

    /// <summary>An array with one object for each diagnostic. Lines and columns count from 1; the end is the place behind the
    /// last character.</summary>
    public static void WriteJson(IEnumerable<Diagnostic> diagnostics, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(
            output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
        foreach (Diagnostic diagnostic in diagnostics)
        {
            json.WriteStartObject();
            WritePlace(json, diagnostic.Span);
            json.WriteString("severity", NameOf(diagnostic.Severity));
            json.WriteString("code", string.Create(CultureInfo.InvariantCulture, $"LM{(int)diagnostic.Code:0000}"));
            json.WriteString("message", diagnostic.Message);
            if (diagnostic.Hint is string hint)
            {
                json.WriteString("hint", hint);
            }

            WriteNotes(json, diagnostic);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteNotes(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        if (diagnostic.Notes.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("notes");
        foreach (DiagnosticNote note in diagnostic.Notes)
        {
            json.WriteStartObject();
            WritePlace(json, note.Span);
            json.WriteString("message", note.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WritePlace(Utf8JsonWriter json, SourceSpan span)
    {
        json.WriteString("file", span.Source.Path);
        json.WriteNumber("line", span.Line);
        json.WriteNumber("column", span.Column);
        json.WriteNumber("endLine", span.Source.LineOf(span.End));
        json.WriteNumber("endColumn", span.Source.ColumnOf(span.End));
    }

    static void AppendMarked(StringBuilder text, SourceSpan span)
    {
        string line = span.Source.Line(span.Line);
        int column = Math.Min(span.Column - 1, line.Length);
        int from = Math.Max(0, Math.Min(column - (MaxExcerptChars / 2), line.Length - MaxExcerptChars));
        string shown = line.Substring(from, Math.Min(MaxExcerptChars, line.Length - from));
        int marks = Math.Clamp(span.Length, 1, Math.Max(1, shown.Length - (column - from)));
        string margin = span.Line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
        text.Append(margin).Append(" | ").Append(Printable(shown)).Append('\n');
        text.Append(' ', margin.Length).Append(" | ");

        // A tab is as wide below as above.
        foreach (char c in shown.AsSpan(0, column - from))
        {
            text.Append(c == '\t' ? '\t' : ' ');
        }

        text.Append('^', marks).Append('\n');
    }

    static string NameOf(DiagnosticSeverity severity) => severity == DiagnosticSeverity.Error ? "error" : "warning";

    // A text may hold anything; what steers a terminal is not for it to see.
    static string Printable(string text) =>
        string.Create(text.Length, text, static (chars, source) =>
        {
            for (int i = 0; i < chars.Length; i++)
            {
                chars[i] = char.IsControl(source[i]) && source[i] != '\t' ? '\uFFFD' : source[i];
            }
        });
}
