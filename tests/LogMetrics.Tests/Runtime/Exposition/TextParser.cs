using System.Globalization;
using System.Text;

namespace LogMetrics.Tests.Runtime.Exposition;

/// <summary>A small reader of both text formats, written from their descriptions alone: what a strict scraper accepts.</summary>
static class TextParser
{
    /// <summary>A line with a value.</summary>
    internal sealed record Sample(string Name, IReadOnlyList<(string Name, string Value)> Labels, string Value)
    {
        internal string Identity => Name + "{" + string.Join(",", Labels.Select(l => $"{l.Name}={l.Value.Length}:{l.Value}")) + "}";
    }

    /// <summary>Reads a page; throws where it is not valid, or holds a series or the header of a family twice.</summary>
    internal static List<Sample> Parse(ReadOnlySpan<byte> page, bool openMetrics)
    {
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(page);
        var samples = new List<Sample>();
        var seen = new HashSet<string>();
        string[] lines = text.Split('\n');
        Require(lines[^1].Length == 0, "the last line does not end");
        Require(!openMetrics || lines[^2] == "# EOF", "no # EOF");
        foreach (string line in lines[..^1])
        {
            if (line.StartsWith('#'))
            {
                string[] words = line.Split(' ', 4);
                Require(words[1] is "HELP" or "TYPE" or "UNIT" or "EOF", line);
                Require(words.Length < 3 || seen.Add(words[1] + words[2]), "twice: " + line);
                continue;
            }

            Sample sample = ParseSample(line);
            Require(seen.Add(sample.Identity), "twice: " + line);
            samples.Add(sample);
        }

        return samples;
    }

    static Sample ParseSample(string line)
    {
        int at = 0;
        string name = Identifier(line, ref at, ":");
        var labels = new List<(string, string)>();
        if (line[at] == '{')
        {
            do
            {
                at++;
                string label = Identifier(line, ref at, "");
                Require(labels.TrueForAll(other => other.Item1 != label), "label twice: " + line);
                Require(line[at] == '=' && line[at + 1] == '"', line);
                at += 2;
                labels.Add((label, QuotedValue(line, ref at)));
            }
            while (line[at] == ',');

            Require(line[at++] == '}', line);
        }

        string[] rest = line[at..].Split(' ');
        Require(rest.Length is 2 or 3 && rest[0].Length == 0, line);
        Require(
            rest[1] is "+Inf" or "-Inf" or "NaN"
            || double.TryParse(rest[1], NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            line);
        return new Sample(name, labels, rest[1]);
    }

    static string Identifier(string line, ref int at, string more)
    {
        int start = at;
        while (char.IsAsciiLetterOrDigit(line[at]) || line[at] == '_' || more.Contains(line[at]))
        {
            at++;
        }

        Require(at > start && !char.IsAsciiDigit(line[start]), line);
        return line[start..at];
    }

    static string QuotedValue(string line, ref int at)
    {
        var value = new StringBuilder();
        for (; line[at] != '"'; at++)
        {
            if (line[at] != '\\')
            {
                value.Append(line[at]);
                continue;
            }

            at++;
            Require(line[at] is '\\' or '"' or 'n', line);
            value.Append(line[at] == 'n' ? '\n' : line[at]);
        }

        at++;
        return value.ToString();
    }

    static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new FormatException(what);
        }
    }
}
