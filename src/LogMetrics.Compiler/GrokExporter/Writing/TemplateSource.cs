using System.Text;
using LogMetrics.Compiler.GrokExporter.Templates;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>Templates in a form that fits between the quotes of a program: the same template, on one line.</summary>
static class TemplateSource
{
    /// <summary>Writes a template for <c>template("…")</c>.</summary>
    public static string Quote(string template)
    {
        var text = new StringBuilder();
        foreach (TemplateToken token in TemplateLexer.Scan(template))
        {
            switch (token.Kind)
            {
                case TokenKind.Text:
                    text.Append(token.Text.AsSpan().ContainsAny('\n', '\\') ? $"{{{{{GoText(token.Text)}}}}}" : token.Text);
                    break;
                case TokenKind.Open:
                    text.Append("{{");
                    break;
                case TokenKind.Close:
                    text.Append("}}");
                    break;
                case TokenKind.End:
                    break;
                default:
                    text.Append(token.SpaceBefore ? " " : "");
                    text.Append(token.Kind == TokenKind.String ? GoText(token.Text) : template.AsSpan(token.Start, token.Length));
                    break;
            }
        }

        return ProgramText.QuoteSentence(text.ToString());
    }

    // Without `\"`, which would need a backslash that a program cannot write before a quote.
    static string GoText(string value) =>
        '"' + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\x22", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) + '"';
}
