using System.Text;
using LogMetrics.Regex;
using LogMetrics.Regex.Sets;

namespace LogMetrics.Tests.Regex.Sets;

public sealed class RegexpSetTests
{
    [Fact]
    public void No_pattern_that_matches_is_ever_missed()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var generator = new PatternGenerator(seed);
            var patterns = Enumerable.Range(0, seed == 7 ? 80 : 1 + (seed % 12)).Select(_ => Regexp.Compile(generator.Pattern())).ToList();
            CheckNothingIsMissed(patterns, Enumerable.Range(0, 10).Select(_ => generator.Text()), $"seed {seed}");
        }
    }

    // Literals at every place of a text and of every length around the widths of the vectors.
    [Theory]
    [InlineData("xyz$")]
    [InlineData("xyz!$")]
    public void Literals_are_found_wherever_they_stand(string shortest)
    {
        var patterns = new[] { "abcd", "needle|nadel", shortest, "é€n", "foo .*bar", "[ab]cde" }
            .Select(pattern => Regexp.Compile(pattern)).ToList();
        var texts = new List<byte[]>();
        foreach (var literal in new[] { "abcd", "needle", "nadel", "xyz", "xyz!", "é€n", "foo bar", "bcde" })
        {
            for (var before = 0; before < 70; before++)
            {
                texts.Add(Encoding.UTF8.GetBytes(new string('n', before) + literal + new string('e', before * 7 % 41)));
            }
        }

        CheckNothingIsMissed(patterns, texts, "literals");
    }

    [Fact]
    public void Texts_without_the_literals_have_no_candidates()
    {
        var set = RegexpSet.Build([Regexp.Compile("error: (\\d+)"), Regexp.Compile("^\\w+ failed"), Regexp.Compile("^[0-9]+$")]);
        var candidates = new ulong[] { ulong.MaxValue, 7 };
        set.Scan("all is well, and this is a line of some length"u8, candidates);
        Assert.Equal([0, 7], candidates);
        set.Scan("12345"u8, candidates);
        Assert.Equal([4, 7], candidates);
        Assert.Equal((2, 1), (set.LiteralCount, set.AutomatonPatternCount));
    }

    [Fact]
    public void An_empty_set_has_no_candidates()
    {
        var set = RegexpSet.Build([]);
        set.Scan("abc"u8, []);
        Assert.Equal(0, set.WordCount);
    }

    // The states of such a pattern double with every character that it looks back.
    [Fact]
    public void A_text_that_needs_too_many_states_has_every_pattern_without_literals_as_candidate()
    {
        var limits = new RegexpLimits { MaxCacheBytes = 64 * 1024 };
        var set = RegexpSet.Build([Regexp.Compile("[ab]*a[ab]{16}c"), Regexp.Compile("b[ab]{16}c")], limits);
        var text = new byte[64 * 1024];
        var random = new Random(3);
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (byte)"ab"[random.Next(2)];
        }

        var candidates = new ulong[1];
        set.Scan(text, candidates);
        Assert.Equal(3UL, candidates[0]);
        Assert.Equal(1, set.OverflowCount);
        Assert.True(set.CacheFlushCount > 0);
    }

    static void CheckNothingIsMissed(List<Regexp> patterns, IEnumerable<byte[]> texts, string context)
    {
        var set = RegexpSet.Build(patterns);
        var candidates = new ulong[set.WordCount];
        foreach (var text in texts)
        {
            set.Scan(text, candidates);
            for (var i = 0; i < patterns.Count; i++)
            {
                var isCandidate = ((candidates[i >> 6] >> i) & 1) != 0;
                Assert.True(
                    isCandidate || !patterns[i].IsMatch(text),
                    $"{context}: {patterns[i].Pattern} matches {Convert.ToHexString(text)}");
            }
        }
    }
}
