using System.Text;
using LogMetrics.Regex;

namespace LogMetrics.Tests.Regex;

/// <summary>What Go's regexp is known to answer: <c>matches.cases</c>, one case a line.</summary>
public sealed class RegexpCasesTests
{
    [Fact]
    public void Every_case_is_answered_as_Go_answers_it()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var line in CaseFile.Lines("Regex/matches.cases"))
        {
            var parts = line.Split('⇶', StringSplitOptions.TrimEntries);
            var actual = Slots(parts[0], CaseFile.Bytes(parts[1]));
            count++;
            if (actual != parts[2])
            {
                wrong.Add($"{parts[0]} ⇶ {parts[1]} ⇶ {parts[2]}, but it is {actual}");
            }
        }

        Assert.True(count > 100, "the case file is not found or not read");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_case_in_the_syntax_of_Oniguruma_is_answered_as_Oniguruma_answers_it()
    {
        var wrong = new List<string>();
        foreach (var line in CaseFile.Lines("Regex/oniguruma.cases"))
        {
            var parts = line.Split('⇶', StringSplitOptions.TrimEntries);
            string actual;
            try
            {
                actual = Slots(parts[0], parts.Length < 3 ? [] : CaseFile.Bytes(parts[1]), PatternSyntax.Oniguruma);
            }
            catch (RegexpParseException error)
            {
                actual = $"{error.Error} {error.Offset}+{error.Length}";
            }

            if (actual != parts[^1])
            {
                wrong.Add($"{line}, but it is {actual}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>The slots as text, <c>0-3 1-2</c>, with <c>-</c> for a group that took no part; or <c>no</c>.</summary>
    static string Slots(string pattern, byte[] text, PatternSyntax syntax = PatternSyntax.Go)
    {
        var regexp = Regexp.Compile(pattern == "ε" ? "" : pattern, syntax: syntax);
        Span<int> slots = stackalloc int[2 * regexp.GroupCount];
        var matched = regexp.TryMatch(text, slots);
        Assert.Equal(matched, regexp.IsMatch(text));
        if (!matched)
        {
            return "no";
        }

        var answer = new StringBuilder();
        for (var i = 0; i < slots.Length; i += 2)
        {
            answer.Append(i > 0 ? " " : "").Append(slots[i] < 0 ? "-" : $"{slots[i]}-{slots[i + 1]}");
        }

        return answer.ToString();
    }
}
