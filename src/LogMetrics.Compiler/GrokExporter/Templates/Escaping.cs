using System.Globalization;
using System.Text;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary><c>html</c>, <c>js</c>, <c>urlquery</c>: texts as Go escapes them.</summary>
static class Escaping
{
    public static string Html(string text) => Replace(text, c => c switch
    {
        '"' => "&#34;",
        '\'' => "&#39;",
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '\0' => "\uFFFD",
        _ => null,
    });

    public static string JavaScript(string text) => Replace(text, c => c switch
    {
        '\\' => "\\\\",
        '\'' => "\\'",
        '"' => "\\\"",
        '<' => "\\u003C",
        '>' => "\\u003E",
        '&' => "\\u0026",
        '=' => "\\u003D",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
        _ => null,
    });

    public static string UrlQuery(string text)
    {
        var escaped = new StringBuilder();
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            _ = b switch
            {
                (byte)' ' => escaped.Append('+'),
                (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~' => escaped.Append((char)b),
                _ when char.IsAsciiLetterOrDigit((char)b) => escaped.Append((char)b),
                _ => escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}"),
            };
        }

        return escaped.ToString();
    }

    static string Replace(string text, Func<char, string?> replacement)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            _ = replacement(c) is { } other ? escaped.Append(other) : escaped.Append(c);
        }

        return escaped.ToString();
    }
}
