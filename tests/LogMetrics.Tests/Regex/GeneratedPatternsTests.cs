using System.Globalization;
using LogMetrics.Regex;
using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Tests.Regex;

/// <summary>Every engine on generated patterns and texts, against an independent matcher.</summary>
/// <remarks>LOGMETRICS_REGEX_PATTERNS sets how many patterns are tried; millions are fine. A failure names its seed.</remarks>
public sealed class GeneratedPatternsTests
{
    const int TextsPerPattern = 12;

    static int PatternCount => int.Parse(
        Environment.GetEnvironmentVariable("LOGMETRICS_REGEX_PATTERNS") ?? "1500", CultureInfo.InvariantCulture);

    [Fact]
    public void Every_engine_gives_the_captures_of_the_oracle()
    {
        var answered = 0;
        for (var seed = 0; seed < PatternCount; seed++)
        {
            answered += CheckPattern(seed);
        }

        Assert.True(answered > 10 * PatternCount, $"the oracle answered only {answered} times");
    }

    [Fact]
    public void Every_engine_gives_the_captures_of_the_oracle_where_patterns_look_around()
    {
        var answered = 0;
        for (var seed = 0; seed < PatternCount; seed++)
        {
            answered += CheckPattern(seed, withLooks: true);
        }

        Assert.True(answered > 10 * PatternCount, $"the oracle answered only {answered} times");
    }

    // Fields and separators, as logs have them, and texts that match, nearly match, or hold other bytes in places.
    [Fact]
    public void Patterns_that_are_pieces_in_a_row_give_the_captures_of_the_oracle()
    {
        var (straight, decided, matched) = (0, 0, 0);
        for (var seed = 0; seed < PatternCount; seed++)
        {
            var generator = new StraightPatternGenerator(seed);
            var pattern = generator.Pattern();
            var regexp = Regexp.Compile(pattern, new RegexpLimits { MaxStepCost = int.MaxValue });
            if (regexp.Straight is not { } engine)
            {
                continue;
            }

            straight++;
            var slots = new int[2 * regexp.GroupCount];
            for (var i = 0; i < TextsPerPattern; i++)
            {
                var text = generator.Text();
                if (NaiveMatcher.Match(regexp.Tree, text, regexp.GroupCount) is not { } expected)
                {
                    continue;
                }

                var context = $"seed {seed}, pattern {pattern}, text {Convert.ToHexString(text)}";
                Compare(expected, regexp.TryMatch(text, slots), slots, context);
                Assert.True(regexp.IsMatch(text) == expected.Length > 0, context + ": IsMatch");
                var answer = engine.TryMatch(text, 0, slots);
                if (answer != DfaAnswer.GaveUp)
                {
                    decided++;
                    matched += expected.Length > 0 ? 1 : 0;
                    Compare(expected, answer == DfaAnswer.Yes, slots, context + ": straight");
                }
            }
        }

        Assert.True(straight > PatternCount / 3, $"only {straight} patterns were straight");
        Assert.True(decided > 8 * straight, $"only {decided} texts were decided");
        Assert.True(matched > straight, $"only {matched} texts matched");
    }

    static int CheckPattern(int seed, bool withLooks = false)
    {
        var generator = new PatternGenerator(seed, withLooks);
        var pattern = generator.Pattern();
        Regexp regexp;
        try
        {
            regexp = Regexp.Compile(pattern, new RegexpLimits { MaxStepCost = int.MaxValue });
        }
        catch (RegexpParseException error) when (withLooks && error.Message.Contains("backtracking", StringComparison.Ordinal))
        {
            return 0;
        }

        // As it was written: atomic groups that came to nothing are in it still.
        var tree = RegexpNode.Parse(pattern);
        var repaired = new RepairedText();
        var answered = 0;
        for (var i = 0; i < TextsPerPattern; i++)
        {
            var text = generator.Text();
            if (NaiveMatcher.Match(tree, text, regexp.GroupCount) is not { } expected)
            {
                continue;
            }

            answered++;
            var slots = new int[2 * regexp.GroupCount];
            var context = $"seed {seed}, pattern {pattern}, text {Convert.ToHexString(text)}";
            Compare(expected, regexp.TryMatch(text, slots), slots, context);
            Assert.True(regexp.IsMatch(text) == expected.Length > 0, context + ": IsMatch");

            if (repaired.Read(text))
            {
                continue;
            }

            Compare(expected, regexp.Matcher.TryMatch(text, 0, slots), slots, context + ": sweep");
            Compare(expected, regexp.Matcher.PikeVm.TryMatch(text, 0, slots), slots, context + ": PikeVm");
            Compare(expected, regexp.Matcher.TryMatchInPasses(text, 0, slots), slots, context + ": passes");
            Assert.Equal(0, regexp.Matcher.FallbackCount);
            Compare(expected, regexp.Matcher.Rows.TryMatch(text, 0, slots), slots, context + ": rows");
            Compare(expected, regexp.Matcher.Rows.TryMatchByVectors(text, 0, slots), slots, context + ": rows of vectors");
            var block = new RowEngine(regexp.Matcher.Rows.Automaton) { MaxKeptWords = 0 };
            Compare(expected, block.TryMatchByVectors(text, 0, slots), slots, context + ": rows of blocks");
            foreach (var maxKeptWords in new[] { 10, 1000 })
            {
                var sparse = new RowEngine(regexp.Matcher.Rows.Automaton) { MaxKeptWords = maxKeptWords, MinSparseWords = 1 };
                Compare(expected, sparse.TryMatchByVectors(text, 0, slots), slots, context + ": rows that are kept by words");
            }

            Assert.True(regexp.Matcher.Rows.IsMatch(text, 0) == expected.Length > 0, context + ": rows, verdict");
        }

        return answered;
    }

    static void Compare(int[] expected, bool matched, int[] slots, string context)
    {
        Assert.True(matched == expected.Length > 0, $"{context}: {(matched ? "matched" : "did not match")}");
        Assert.True(
            !matched || expected.AsSpan().SequenceEqual(slots),
            $"{context}: expected {string.Join(',', expected)}, got {string.Join(',', slots)}");
    }
}
