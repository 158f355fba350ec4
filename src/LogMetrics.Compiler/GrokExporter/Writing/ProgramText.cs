using System.Text;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>Texts, names and patterns as a program spells them.</summary>
static class ProgramText
{
    // Words of the language, its functions, and the words that mean something in certain places only.
    static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "after", "as", "begin", "bool", "buckets", "by", "const", "counter", "def", "defined", "del", "else", "float", "gauge",
        "getfilename", "getlabel", "grok", "gsub", "help", "hidden", "histogram", "int", "len", "limit", "log_filter", "max_age",
        "next", "otherwise", "quantiles", "raw", "settime", "stop", "string", "strptime", "strtol", "subst", "summary", "template",
        "text", "timer", "timestamp", "tolower", "try", "unit", "unsafe_regex",
    };

    /// <summary>Whether a name can stand as it is.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !Words.Contains(name);

    /// <summary>A text between quotes; null when it has a newline, or a backslash that would take a quote along.</summary>
    public static string? Quote(string text)
    {
        int backslashes = 0;
        foreach (char c in text + '"')
        {
            if (c == '\n' || (c == '"' && backslashes % 2 == 1))
            {
                return null;
            }

            backslashes = c == '\\' ? backslashes + 1 : 0;
        }

        return '"' + text.Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
    }

    /// <summary>A sentence between quotes, without what a program cannot say.</summary>
    public static string QuoteSentence(string text) =>
        Quote(text) ?? Quote(text.Replace('\n', ' '))
        ?? '"' + text.Replace('\n', ' ').Replace("\\", "", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    /// <summary>A pattern between slashes.</summary>
    public static string Slashed(string text)
    {
        var slashed = new StringBuilder("/");
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] != '\n')
            {
                slashed.Append(text[at++]);
            }
            else if (text[at] == '/')
            {
                slashed.Append('\\');
            }

            slashed.Append(text[at] == '\n' ? "\\n" : text[at].ToString());
        }

        return slashed.Append('/').ToString();
    }
}
