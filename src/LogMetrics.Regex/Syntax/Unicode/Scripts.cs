using System.Globalization;

namespace LogMetrics.Regex.Syntax.Unicode;

/// <summary>Looks scripts up by name: <c>Greek</c>, <c>Old_Italic</c>.</summary>
static class Scripts
{
    /// <summary>The ranges of a script, first and last in turn; null when there is none of that name.</summary>
    /// <param name="name">Its name, in any case, with or without the blanks, underscores and hyphens.</param>
    public static int[]? Find(string name)
    {
        var wanted = UnicodeClasses.Loose(name);
        var found = false;
        var ranges = new List<int>();
        foreach (var line in ScriptRanges.Text.Split('\n'))
        {
            var goesOn = line.StartsWith(' ');
            if (found && !goesOn)
            {
                break;
            }

            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            found = goesOn ? found : UnicodeClasses.Loose(words[0]) == wanted;
            if (found)
            {
                AddRanges(ranges, words.AsSpan(goesOn ? 0 : 1));
            }
        }

        return ranges.Count == 0 ? null : [.. ranges];
    }

    static void AddRanges(List<int> ranges, ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            var dash = word.IndexOf('-', StringComparison.Ordinal);
            ranges.Add(int.Parse(dash < 0 ? word : word[..dash], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            ranges.Add(int.Parse(word[(dash + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
    }
}
