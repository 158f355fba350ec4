using System.Text;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>Globs of a metric → one pattern for the names of files.</summary>
static class PathPattern
{
    /// <summary>Writes a pattern that matches what one of the globs does.</summary>
    public static string Of(IEnumerable<string> globs) => string.Join('|', globs.Select(Of));

    // Relative paths were relative to wherever the exporter was started.
    static string Of(string glob)
    {
        bool isAbsolute = glob.StartsWith('/');
        string rest = glob;
        while (rest.StartsWith("./", StringComparison.Ordinal) || rest.StartsWith("../", StringComparison.Ordinal))
        {
            rest = rest[(rest.IndexOf('/', StringComparison.Ordinal) + 1)..];
        }

        var pattern = new StringBuilder(isAbsolute ? "^" : "(?:^|/)");
        for (int at = 0; at < rest.Length; at++)
        {
            char c = rest[at];
            int close = c == '[' ? rest.IndexOf(']', Math.Min(at + 2, rest.Length)) : -1;
            if (close > 0)
            {
                pattern.Append(rest.AsSpan(at, close + 1 - at));
                at = close;
            }
            else if (c == '\\' && at + 1 < rest.Length)
            {
                Append(pattern, rest[++at]);
            }
            else if (c is '*' or '?')
            {
                pattern.Append(c == '*' ? "[^/]*" : "[^/]");
            }
            else
            {
                Append(pattern, c);
            }
        }

        return pattern.Append('$').ToString();
    }

    static void Append(StringBuilder pattern, char c) =>
        pattern.Append(char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c is not ('/' or '-' or '_') ? $"\\{c}" : c.ToString());
}
