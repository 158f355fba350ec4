using LogMetrics.Regex;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Tests.Regex.Syntax;

public sealed class RegexpParseExceptionTests
{
    [Fact]
    public void Every_error_names_the_piece_to_blame()
    {
        var wrong = new List<string>();
        foreach (var line in CaseFile.Lines("Regex/Syntax/errors.cases"))
        {
            var parts = line.Split(" ⇶ ");
            var actual = "it parses";
            try
            {
                RegexpNode.Parse(parts[0]);
            }
            catch (RegexpParseException error)
            {
                actual = $"{parts[0]} ⇶ {error.Error} ⇶ {error.Offset}+{error.Length}";
                Assert.DoesNotMatch(@"\.$", error.Message);
            }

            if (actual != line)
            {
                wrong.Add($"{line}\n  but: {actual}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Half_a_character_is_no_pattern() =>
        Assert.Equal(RegexpError.InvalidText, Refused("a\uD800b").Error);

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Assert.Equal(RegexpError.NestingTooDeep, Refused(new string('(', 1001)).Error);
        var deep = string.Concat(Enumerable.Repeat("(", 900)) + "a" + string.Concat(Enumerable.Repeat(")", 900));
        Assert.Equal(901, Regexp.Compile(deep).GroupCount);
    }

    [Theory]
    [InlineData(@"\pL{1000}")]
    [InlineData(@"(\pL{50}){20}")]
    [InlineData(@"(?i)(?:[\pL\pN]+ ){500}")]
    public void A_pattern_that_would_become_too_large_is_refused_with_its_size_and_the_limit(string pattern)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Refused(pattern);
        Assert.Equal(RegexpError.TooLarge, error.Error);
        Assert.Matches(@"the pattern would become \d{6,} states; at most 100000 are allowed", error.Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
    }

    // Every optional letter can be followed by every one after it: a character of a text would move hundreds of them.
    [Theory]
    [InlineData("(?:(?:a?){30}b){30}(?:(?:c?){30}d){30}e", @"[0-9]{3,4}")]
    [InlineData("(?:a?){1000}(?:a?){1000}(?:a?){1000}(?:a?){1000}b", "more than a million")]
    public void A_pattern_that_goes_on_in_too_many_ways_is_refused_with_the_cost_and_the_limit(string pattern, string cost)
    {
        var error = Refused(pattern);
        Assert.Equal(RegexpError.TooLarge, error.Error);
        Assert.Matches($"one character of a text could take {cost} steps, .* at most {RegexpLimits.Default.MaxStepCost} are allowed", error.Message);
    }

    [Fact]
    public void Counts_that_multiply_are_refused_with_the_product_and_the_limit()
    {
        var error = Refused("(x{100}){100}");
        Assert.Equal(RegexpError.InvalidRepeatSize, error.Error);
        Assert.Contains("multiply to 10000; at most 1000 are allowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_longer_than_the_limit_is_refused_with_both_numbers()
    {
        var error = Refused(new string('a', 65_537));
        Assert.Equal(RegexpError.TooLarge, error.Error);
        Assert.Contains("65537 bytes; at most 65536", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, Regexp.Compile(new string('a', 16_384) + "[" + new string('b', 49_150) + "]").GroupCount);
    }

    // It took seconds, because every character was added to a copy of all those before it.
    [Fact]
    public void A_pattern_that_is_one_long_text_takes_memory_as_it_is_long()
    {
        RegexpNode.Parse(new string('a', 1000), PatternSyntax.Go);
        var before = GC.GetAllocatedBytesForCurrentThread();
        RegexpNode.Parse(new string('a', 65_536), PatternSyntax.Go);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 65_536L * 1024);
    }

    [Fact]
    public void Random_text_parses_or_is_refused_and_never_breaks_the_parser()
    {
        const string Alphabet = @"()[]{}|*+?^$.\-:<>=!&,ab1PpQEdws\u00e9(?:(?i)[^[:alpha:]]\p{Lu}";
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            try
            {
                Regexp.Compile(text);
            }
            catch (RegexpParseException error)
            {
                Assert.InRange(error.Offset + error.Length, 0, text.Length);
            }
        }
    }

    static RegexpParseException Refused(string pattern) =>
        Assert.Throws<RegexpParseException>(() => Regexp.Compile(pattern));
}
