using System.Text;
using LogMetrics.Regex;

namespace LogMetrics.Tests.Regex;

public sealed class GroupSelectionTests
{
    static readonly string[] Patterns =
    [
        "(a)(b)?(c|d)", "((a)|(b))*", "(a*)*(b)", "(?:(a)|b)(?:(c)|d)?", "^(\\w+) (?P<x>\\d*)(-|$)", "(a|(b))+?(.*)",
        "(x*)(x*?)(x)", "(|a)*(b)", "((((a))))(b)", "(a{2,3})(b{0,2})((c)|(d){2})",
    ];

    [Fact]
    public void A_pattern_that_keeps_some_groups_finds_the_same_as_one_that_keeps_all()
    {
        var random = new Random(41);
        foreach (string pattern in Patterns)
        {
            Regexp all = Regexp.Compile(pattern);
            for (int selection = 0; selection < 1 << all.GroupCount; selection++)
            {
                int[] kept = [.. Enumerable.Range(0, all.GroupCount).Where(group => (selection & (1 << group)) != 0)];
                Regexp some = Regexp.Compile(pattern, null, new HashSet<int>(kept));
                Assert.Equal(kept.Count(group => group > 0) + 1, some.GroupCount);
                for (int i = 0; i < 50; i++)
                {
                    string text = new([.. Enumerable.Range(0, random.Next(8)).Select(_ => "abcdx -1"[random.Next(8)])]);
                    Compare(all, some, kept, Encoding.UTF8.GetBytes(text));
                }
            }
        }
    }

    [Fact]
    public void Groups_that_stay_keep_their_names()
    {
        Regexp some = Regexp.Compile("(?P<a>x)(y)(?P<c>z)", null, new HashSet<int> { 3, 2 });
        Assert.Equal([null, null, "c"], some.GroupNames);
    }

    static void Compare(Regexp all, Regexp some, int[] kept, byte[] text)
    {
        int[] allSlots = new int[2 * all.GroupCount];
        int[] someSlots = new int[2 * some.GroupCount];
        bool matches = all.TryMatch(text, allSlots);
        Assert.Equal(matches, some.TryMatch(text, someSlots));
        Assert.Equal(matches, some.IsMatch(text));
        int[] groups = [0, .. kept.Where(group => group > 0)];
        for (int i = 0; matches && i < groups.Length; i++)
        {
            Assert.True(
                allSlots.AsSpan(2 * groups[i], 2).SequenceEqual(someSlots.AsSpan(2 * i, 2)),
                $"{all.Pattern} over {Encoding.UTF8.GetString(text)}, group {groups[i]}");
        }
    }
}
