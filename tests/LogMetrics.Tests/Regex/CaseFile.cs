using System.Globalization;

namespace LogMetrics.Tests.Regex;

/// <summary>Reads case files: one case a line, <c>#</c> starts a comment line.</summary>
static class CaseFile
{
    public static IEnumerable<string> Lines(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, name))
            .Where(line => line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal));

    /// <summary>The bytes of a text; <c>ε</c> is the empty one, <c>⟨FF⟩</c> a byte, and <c>␣</c> a blank at an end.</summary>
    public static byte[] Bytes(string text)
    {
        if (text == "ε")
        {
            return [];
        }

        var bytes = new List<byte>();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '⟨')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
                continue;
            }

            var length = char.IsSurrogate(text[i]) ? 2 : 1;
            bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(text.Substring(i, length).Replace('␣', ' ')));
            i += length;
        }

        return [.. bytes];
    }
}
