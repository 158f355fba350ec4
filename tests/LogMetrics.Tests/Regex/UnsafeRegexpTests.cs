using System.Text;
using LogMetrics.Regex;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Tests.Regex;

/// <summary>Patterns that may backtrack: what they find, where, and how they are kept from hanging.</summary>
public sealed class UnsafeRegexpTests
{
    [Theory]
    [InlineData(@"(\w)\1", "abccd", "2-4 2-3")]
    [InlineData(@"(?P<q>['""])(.*?)(?P<end>\k<q>)", "é 'a' b", "3-6 3-4 4-5 5-6")]
    [InlineData(@"(?i)(x)(?-i)\1|(€)(y)", "a€y", "1-5 - 1-4 4-5")]
    [InlineData(@"(?<=ab|c)(\d+)", "ab12", "2-4 2-4")]
    [InlineData(@"(a)?b(?(1)c|d)", "bd abc", "0-2 -")]
    [InlineData(@"\Qa.b\E(.)\1", "a.bxx", "0-5 3-4")]
    [InlineData(@"([[:upper:]]{1,2})\d{,2}-\1", "A{,2}", null)]
    [InlineData(@"(\d+)++x\1?", "12x", "0-3 0-2")]
    [InlineData(@"^(.)\1$", "aa\n", null)]
    [InlineData(@"\b(\w+) \1\b", "the the", "0-7 0-3")]
    public void An_unsafe_pattern_reports_bytes(string pattern, string text, string? expected) =>
        Assert.Equal(expected, Match(Regexp.Compile(Regexp.Unsafe(pattern)), text));

    [Theory]
    [InlineData(@"(?<a>\h)\k<a>", "0xff", "2-4 2-3")]
    [InlineData(@"(?m)(.)(.)\1", "x\nx", "0-3 0-1 1-2")]
    [InlineData(@"^(\w)ü\1$", "-\näüä\n-", "2-8 2-4")]
    [InlineData(@"a(?i)(b)\1|c", "aBb", "0-3 1-2")]
    [InlineData(@"([[a-c]&&[^b]])\1{2}?", "xaab", "1-2 1-2")]
    [InlineData(@"( x) \1 # twice", "x x", null)]
    [InlineData(@"(?x)( x) \1 # twice", "xx", "0-2 0-1")]
    public void An_unsafe_pattern_can_have_the_syntax_of_Oniguruma(string pattern, string text, string? expected) =>
        Assert.Equal(expected, Match(Regexp.Compile(Regexp.Unsafe(pattern), syntax: PatternSyntax.Oniguruma), text));

    [Theory]
    [InlineData(@"a\2(b)", 1, 2)]
    [InlineData(@"(a)\k<b>", 3, 5)]
    [InlineData("(a", 0, 2)]
    [InlineData("*a", 0, 1)]
    public void What_is_no_pattern_is_refused_at_its_place(string pattern, int offset, int length)
    {
        var error = Assert.Throws<RegexpParseException>(() => Regexp.Compile(Regexp.Unsafe(pattern)));
        Assert.Equal((offset, length), (error.Offset, error.Length));
    }

    [Fact]
    public void Only_groups_that_are_read_are_reported()
    {
        var regexp = Regexp.Compile(Regexp.Unsafe(@"(a)(?P<b>b)(c)\1"), groups: new HashSet<int> { 2 });
        Assert.Equal(["b"], regexp.GroupNames.Skip(1));
        Assert.Equal("0-4 1-2", Match(regexp, "abca"));
    }

    [Fact]
    public void A_text_that_takes_too_long_is_no_match_and_after_some_of_them_nothing_is()
    {
        var limits = new RegexpLimits { BacktrackingMilliseconds = 1, MaxBacktrackingTimeouts = 3 };
        var regexp = Regexp.Compile(Regexp.Unsafe(@"^(a|aa)+\1$"), limits);
        var slow = Encoding.UTF8.GetBytes(new string('a', 2000) + "!");
        Assert.True(regexp.IsMatch("aa"u8));
        for (var i = 1; i <= 3; i++)
        {
            Assert.False(regexp.IsQuarantined);
            Assert.False(regexp.IsMatch(slow));
            Assert.Equal(i, regexp.TimeoutCount);
        }

        Assert.True(regexp.IsQuarantined);
        Assert.False(regexp.IsMatch("aa"u8));
        Assert.Equal(3, regexp.TimeoutCount);
    }

    // .NET's engine is an oracle that shares nothing with ours but the classes.
    [Fact]
    public void Backtracking_finds_what_the_linear_engines_find()
    {
        var compared = 0;
        for (var seed = 0; seed < 1500; seed++)
        {
            var generator = new PatternGenerator(seed, withLooks: true);
            var pattern = generator.Pattern();
            if (Linear(pattern) is not { } linear || pattern.Contains("(?U)", StringComparison.Ordinal) || HasEmptyRounds(linear.Tree))
            {
                continue;
            }

            // What is compared is the answer, however busy the machine is.
            var unsafeRegexp = Regexp.Compile(Regexp.Unsafe(pattern), new RegexpLimits { BacktrackingMilliseconds = 60_000 });
            for (var i = 0; i < 6; i++)
            {
                var text = Encoding.UTF8.GetString(generator.Text());
                compared++;
                Assert.True(
                    Match(linear, text) == Match(unsafeRegexp, text),
                    $"seed {seed}, pattern {pattern}, text {text}: linear {Match(linear, text)}, backtracking {Match(unsafeRegexp, text)}");
            }
        }

        Assert.True(compared > 3000, $"only {compared} texts were compared");
    }

    static Regexp? Linear(string pattern)
    {
        try
        {
            return Regexp.Compile(pattern);
        }
        catch (RegexpParseException)
        {
            return null;
        }
    }

    // .NET and Go differ in what a round of a loop that matches nothing leaves behind.
    static bool HasEmptyRounds(RegexpNode node) =>
        (node.Op is RegexpOp.Star or RegexpOp.Plus or RegexpOp.Repeat && CanBeEmpty(node.Subs[0])) || node.Subs.Any(HasEmptyRounds);

    static bool CanBeEmpty(RegexpNode node) => node.Op switch
    {
        RegexpOp.Literal or RegexpOp.CharClass or RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline or RegexpOp.NoMatch => false,
        RegexpOp.Capture or RegexpOp.Plus or RegexpOp.Atomic => CanBeEmpty(node.Subs[0]),
        RegexpOp.Repeat => node.Min == 0 || CanBeEmpty(node.Subs[0]),
        RegexpOp.Concat => node.Subs.All(CanBeEmpty),
        RegexpOp.Alternate => node.Subs.Any(CanBeEmpty),
        _ => true,
    };

    static string? Match(Regexp regexp, string text)
    {
        var slots = new int[2 * regexp.GroupCount];
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(regexp.IsMatch(bytes), regexp.TryMatch(bytes, slots));
        return regexp.TryMatch(bytes, slots)
            ? string.Join(' ', slots.Chunk(2).Select(slot => slot[0] < 0 ? "-" : $"{slot[0]}-{slot[1]}"))
            : null;
    }
}
