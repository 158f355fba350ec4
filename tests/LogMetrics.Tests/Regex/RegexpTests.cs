using System.Text;
using LogMetrics.Regex;
using LogMetrics.Regex.Automata;

namespace LogMetrics.Tests.Regex;

public sealed class RegexpTests
{
    [Fact]
    public void Groups_are_numbered_and_named_from_left_to_right()
    {
        var regexp = Regexp.Compile("(?P<a>x)(y)|(?<a>z)");
        Assert.Equal(4, regexp.GroupCount);
        Assert.Equal([null, "a", null, "a"], regexp.GroupNames);
        Assert.Equal("(?P<a>x)(y)|(?<a>z)", regexp.Pattern);
    }

    // Going through a text match by match, as a substitution does.
    [Theory]
    [InlineData("$", true)]
    [InlineData("", true)]
    [InlineData("(a|^)", true)]
    [InlineData("x*$", true)]
    [InlineData("(?m)^", true)]
    [InlineData("^$", false)]
    [InlineData("(a|b$)", false)]
    [InlineData(@"\b", false)]
    public void A_pattern_that_matches_nothing_at_an_end_of_the_text_matches_every_text(string pattern, bool every)
    {
        var regexp = Regexp.Compile(pattern);
        Assert.Equal(every, TreeFacts.MatchesEveryText(regexp.Tree));
        foreach (var text in new[] { "", "a", "\n", "\u00e9\n\n", "  " })
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Assert.Equal(regexp.TryMatch(bytes, new int[2 * regexp.GroupCount]), regexp.IsMatch(bytes));
            Assert.True(!every || regexp.IsMatch(bytes));
        }
    }

    [Theory]
    [InlineData("b", "abcb", 2, 3, 4)]
    [InlineData("^a", "aa", 1, -1, -1)]
    [InlineData(@"\bb", "ab b", 1, 3, 4)]
    [InlineData("(?m)^b", "a\nb", 1, 2, 3)]
    [InlineData("a*", "baa", 1, 1, 3)]
    [InlineData("é", "éaé", 1, 3, 5)]
    [InlineData("$", "abc", 1, 3, 3)]
    public void A_search_may_start_later_and_still_sees_what_is_before(
        string pattern, string text, int from, int start, int end)
    {
        var regexp = Regexp.Compile(pattern);
        Span<int> slots = stackalloc int[2];
        var matched = regexp.TryMatch(System.Text.Encoding.UTF8.GetBytes(text), from, slots);
        Assert.Equal((start >= 0, start, end), matched ? (true, slots[0], slots[1]) : (false, -1, -1));
    }

    [Fact]
    public void Offsets_are_those_of_the_text_as_it_came_even_when_it_is_not_UTF8()
    {
        var regexp = Regexp.Compile("(b)");
        Span<int> slots = stackalloc int[4];
        ReadOnlySpan<byte> text = [0xFF, (byte)'b', 0xFE, 0xFD, (byte)'b', 0xC3];
        Assert.True(regexp.TryMatch(text, 2, slots));
        Assert.Equal([4, 5, 4, 5], slots.ToArray());
    }

    [Fact]
    public void The_plan_names_engine_literals_and_reason()
    {
        var anchored = Regexp.Compile(@"^(\S+) GET (\d+)$").Plan;
        Assert.Equal(("straight", true, false), (anchored.Engine, anchored.IsAnchored, anchored.HasPrefilter));
        Assert.Equal("sweep", Regexp.Compile(@"^(\w+)(\d+)$").Plan.Engine);
        var searching = Regexp.Compile("(?:Accepted|Rejected) (\\S+)").Plan;
        Assert.Equal(["Accepted ", "Rejected "], searching.Literals);
        Assert.True(searching.HasPrefilter);
        var many = Regexp.Compile(string.Concat(Enumerable.Repeat("([ab])+", 40))).Plan;
        Assert.Equal(("passes", "more than 31 groups"), (many.Engine, many.Reason));
        Assert.Contains("engine: passes: more than 31 groups", many.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_keeps_many_ways_open_changes_its_engine_and_not_its_answers()
    {
        var regexp = Regexp.Compile("(.*?,){20}x(.*)$");
        var text = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("ab,", 40)) + "xyz");
        Span<int> slots = stackalloc int[6];
        for (var i = 0; i < 40; i++)
        {
            Assert.True(regexp.TryMatch(text, slots));
            Assert.Equal([0, 123, 57, 120, 121, 123], slots.ToArray());
        }

        Assert.Equal("passes", regexp.Plan.Engine);
        Assert.Equal(0, regexp.Plan.FallbackCount);
    }

    [Fact]
    public void Many_groups_over_many_states_are_filled()
    {
        var regexp = Regexp.Compile(string.Concat(Enumerable.Repeat("(a)", 300)) + "(?:abcdefghijklmnopqrst){400}");
        var text = System.Text.Encoding.UTF8.GetBytes(
            new string('a', 300) + string.Concat(Enumerable.Repeat("abcdefghijklmnopqrst", 400)));
        var slots = new int[2 * regexp.GroupCount];
        Assert.True(regexp.TryMatch(text, slots));
        Assert.Equal([299, 300], slots[^2..]);
    }

    // The automaton over bytes knows after the first byte of the letter that no `a` follows; rows read whole characters.
    [Fact]
    public void A_match_is_known_inside_a_character_where_the_pattern_looks_behind_it()
    {
        var regexp = Regexp.Compile(@"[[:^alpha:]](?!\w)|(?!a+$)|");
        byte[] text = [.. "ékBK"u8];
        var slots = new int[2];
        Assert.True(regexp.TryMatch(text, slots));
        Assert.True(regexp.Matcher.TryMatchInPasses(text, 0, slots));
        Assert.Equal([0, 0], slots);
    }
}
