using System.Text;
using LogMetrics.Regex;

namespace LogMetrics.Tests.Regex;

/// <summary>Lines and patterns made to hurt: the work is counted in steps, so that the tests say the same everywhere.</summary>
public sealed class RegexpHostileTests
{
    const int Length = 64 * 1024;

    public static TheoryData<string, string> Killers => new()
    {
        { "(a+)+$", "a" },
        { "^(a+)+$", "a" },
        { "(.*?,){30}", "a," },
        { "(.*?,){30}$", "a," },
        { "(a|aa)+$", "a" },
        { ".*.*.*=.*", "x" },
        { "(.*)(.*)(.*)=(.*)", "x=" },
        { "(x+x+)+y", "x" },
        { "(?:a?){30}a{30}", "a" },
        { @"^(?:\S+ ?)+END", "a" },
        { @"(\w+ )*\w+!", "word " },
        { "(.*) (.*) (.*) level=error", "word " },
        { "([a-z]+)*\\d", "abc" },
        { "((a*)*)*b", "ab" },
        { @"([^\t]+)\t([^\t]+)\t(.*)\t(.*)END", "x\t" },
        { "(a|b)*a(a|b){12}$", "abbab" },
        { "^(?:.*?,)(.*?,)(.*?,)(.*,)(.*,)(.*,)(?:[^;]*;)?$", "a," },
        { "^(?:ba{0,2})*c", "baabaaaa" },
        { "ab(?:[a-z]+,)*(.*)x(.*)x$", "ab" },
    };

    // Twice the text may take twice the steps, and something for states that only the longer one needs.
    [Theory]
    [MemberData(nameof(Killers))]
    public void The_work_grows_linearly_with_the_line(string pattern, string unit)
    {
        var half = Steps(pattern, Text(unit, Length / 2));
        var whole = Steps(pattern, Text(unit, Length));
        Assert.True(whole <= (2 * half) + 20_000, $"{half} steps for half the line, {whole} for all of it");
        Assert.True(whole <= 100L * Length, $"{whole} steps");
    }

    [Theory]
    [MemberData(nameof(Killers))]
    public void The_slowest_engine_is_linear_too(string pattern, string unit)
    {
        var half = PikeSteps(pattern, Text(unit, Length / 8));
        var whole = PikeSteps(pattern, Text(unit, Length / 4));
        Assert.True(whole <= (2 * half) + 20_000, $"{half} steps for half the line, {whole} for all of it");
    }

    [Fact]
    public void The_cache_keeps_its_bound_and_another_engine_takes_over()
    {
        var limits = new RegexpLimits { MaxCacheBytes = 256 * 1024 };
        var regexp = Regexp.Compile("(a|b)*a(a|b){14}c", limits);
        var text = new byte[Length];
        var random = new Random(5);
        for (var line = 0; line < 4; line++)
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = (byte)"ab"[random.Next(2)];
            }

            Assert.False(regexp.IsMatch(text));
            text[^1] = (byte)'c';
            text[^16] = (byte)'a';
            Assert.True(regexp.IsMatch(text));
            Assert.InRange(regexp.Matcher.Dfa.States.CacheBytes, 1, limits.MaxCacheBytes);
        }

        Assert.True(regexp.Plan.FallbackCount > 0);
    }

    [Fact]
    public void Captures_that_would_need_too_many_states_are_filled_without_the_slowest_engine()
    {
        var regexp = Regexp.Compile("(a|b)*a((a|b){14})c", new RegexpLimits { MaxCacheBytes = 256 * 1024 });
        var random = new Random(5);
        var text = Enumerable.Range(0, Length).Select(_ => (byte)"ab"[random.Next(2)]).ToArray();
        text[^1] = (byte)'c';
        text[^16] = (byte)'a';
        var slots = new int[2 * regexp.GroupCount];
        for (var line = 0; line < 4; line++)
        {
            Assert.True(regexp.TryMatch(text, slots));
            Assert.Equal([0, Length, Length - 17, Length - 16, Length - 15, Length - 1, Length - 2, Length - 1], slots);
        }

        Assert.True(regexp.Plan.FallbackCount > 0);
        Assert.Equal(0, regexp.Matcher.PikeVm.Steps);
    }

    [Fact]
    public void Lines_of_random_bytes_are_matched_without_harm()
    {
        var random = new Random(11);
        var patterns = new[] { @"(\S+) (\S+)", "(?i)[é-ü]+x?", @"\bfoo\b|(.*),(.*)", @"^(.*?)\s(\d+)" }
            .Select(pattern => Regexp.Compile(pattern)).ToList();
        var slots = new int[8];
        for (var i = 0; i < 500; i++)
        {
            var text = new byte[random.Next(300)];
            random.NextBytes(text);
            foreach (var regexp in patterns)
            {
                var matched = regexp.TryMatch(text, slots);
                Assert.Equal(matched, regexp.IsMatch(text));
                Assert.True(!matched || (slots[0] >= 0 && slots[0] <= slots[1] && slots[1] <= text.Length));
            }
        }
    }

    static long Steps(string pattern, byte[] text)
    {
        var regexp = Regexp.Compile(pattern);
        regexp.TryMatch(text, new int[2 * regexp.GroupCount]);
        regexp.IsMatch(text);
        return regexp.Matcher.Steps + (regexp.Straight?.Steps ?? 0);
    }

    static long PikeSteps(string pattern, byte[] text)
    {
        var regexp = Regexp.Compile(pattern);
        regexp.Matcher.PikeVm.TryMatch(text, 0, new int[2 * regexp.GroupCount]);
        return regexp.Matcher.PikeVm.Steps;
    }

    static byte[] Text(string unit, int length) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(unit, (length / unit.Length) + 1))[..length]);
}
