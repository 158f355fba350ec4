using System.Buffers;
using LogMetrics.Compiler.GrokExporter.Templates;

namespace LogMetrics.Compiler.GrokExporter.Lowering;

/// <summary>Something in a template that is allowed, and probably not meant.</summary>
/// <param name="Start">Where it begins in the template.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Message">The fact.</param>
/// <param name="Hint">What was probably meant.</param>
readonly record struct TemplateSuspicion(int Start, int Length, string Message, string Hint)
{
    static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>Looks for the first one.</summary>
    /// <param name="template">A template that can be read.</param>
    /// <param name="fields">The fields that it can name.</param>
    /// <param name="isValue">Whether it is one of a value, which a name alone cannot be.</param>
    public static TemplateSuspicion? Find(string template, IEnumerable<string> fields, bool isValue)
    {
        HashSet<string> known = [.. fields];
        if (template.Length == 0)
        {
            return new(0, 0, "this template is empty, so the label is empty on every line", "write a text or a field: `'{{.field}}'`");
        }

        if (Bare(template, known, isValue) is { } bare)
        {
            return bare;
        }

        IReadOnlyList<TemplateToken> tokens = TemplateLexer.Scan(template);
        for (int i = 0; i < tokens.Count; i++)
        {
            TemplateSuspicion? found = tokens[i].Kind switch
            {
                TokenKind.Text => InText(template, tokens[i], known),
                TokenKind.Word when tokens[i].Text == "timestamp" && tokens[i + 1].Kind == TokenKind.String => InLayout(tokens[i + 1]),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    // `.user`, or typographic quotes around everything.
    static TemplateSuspicion? Bare(string template, HashSet<string> known, bool isValue)
    {
        string name = template.Trim();
        if ((name.StartsWith('.') && known.Contains(name[1..])) || (isValue && known.Contains(name)))
        {
            return Plain(0, template.Length, template, $"{{{{.{name.TrimStart('.')}}}}}");
        }

        return "“”„‟‘’‚«»".Contains(template[0]) && "“”‘’«»".Contains(template[^1])
            ? new(0, 1, $"`{template[0]}` is part of the label, and no quote for YAML", "write the quotes as they are on a keyboard: ' or \"")
            : null;
    }

    // `{.user}`, `%{user}`, `${user}` and `$user`.
    static TemplateSuspicion? InText(string template, TemplateToken text, HashSet<string> known)
    {
        int end = text.Start + text.Length;
        for (int at = text.Start; at < end; at++)
        {
            int close = template[at] == '{' ? template.IndexOf('}', at, end - at) : -1;
            string inside = close < 0 ? "" : template[(at + 1)..close].Trim();
            bool isField = inside.Length > 1 && inside[0] == '.' && inside.AsSpan(1).IndexOfAnyExcept(NameCharacters) < 0;
            if (isField || known.Contains(inside))
            {
                int start = at > text.Start && template[at - 1] is '%' or '$' ? at - 1 : at;
                return Plain(start, close + 1 - start, template, $"{{{{.{inside.TrimStart('.')}}}}}");
            }

            if (TemplateFunctions.IsKnown(inside.Split(' ')[0]) && inside.Contains(' ', StringComparison.Ordinal))
            {
                return Plain(at, close + 1 - at, template, $"{{{{{inside}}}}}");
            }

            int length = template[at] == '$' ? template.AsSpan(at + 1, end - at - 1).IndexOfAnyExcept(NameCharacters) : 0;
            length = length < 0 ? end - at - 1 : length;
            if (length > 0 && known.Contains(template.Substring(at + 1, length)))
            {
                return Plain(at, length + 1, template, $"{{{{.{template.Substring(at + 1, length)}}}}}");
            }
        }

        return null;
    }

    static TemplateSuspicion? InLayout(TemplateToken layout)
    {
        int percent = layout.Text.IndexOf('%', StringComparison.Ordinal);
        return percent >= 0 && percent + 1 < layout.Text.Length && char.IsAsciiLetter(layout.Text[percent + 1])
            ? new(layout.Start, layout.Length, "`%` means nothing in this layout, so hardly any time fits it", "write how Mon Jan 2 15:04:05 2006 -0700 would be written: `2006-01-02`")
            : null;
    }

    static TemplateSuspicion Plain(int start, int length, string template, string meant) =>
        new(start, length, $"`{template.Substring(start, length)}` is a plain text here", $"did you mean `{meant}`?");
}
