using System.Text;
using LogMetrics.Regex;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Matching;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Matching;

public sealed class LinePatternSetTests
{
    static readonly string[] Texts = ["^a", "b$", "(\\d+)-(\\w)", "x|y", "", "\\bfoo\\b", "a.*b", "^$", "[^a-z]"];

    [Fact]
    public void A_set_says_of_every_pattern_what_the_pattern_says_alone()
    {
        var pool = new PatternPool(Limits.Default, new ExecutionEvents(new OwnMetrics(), NullLogger.Instance));
        int[] numbers = [.. Texts.Select(text => pool.EveryLine.Add(pool.OverLine(text)))];
        pool.Seal();
        Regexp[] alone = [.. Texts.Select(text => Regexp.Compile(text))];
        var line = new LineContext(Limits.Default, ExecutionOptions.Default);
        var random = new Random(3);
        for (int i = 0; i < 5_000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(12)).Select(_ => "ab01-xyfo "[random.Next(10)])]);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            line.StartLine(bytes, 0, bytes.Length);
            foreach (int number in numbers.OrderBy(_ => random.Next()))
            {
                bool expected = alone[number].IsMatch(bytes);
                Assert.True(expected == (pool.EveryLine.Match(number, line) is not null), $"{Texts[number]} over {text}");
            }
        }
    }

    [Fact]
    public void Equal_texts_are_one_pattern_in_all_sets()
    {
        var pool = new PatternPool(Limits.Default, new ExecutionEvents(new OwnMetrics(), NullLogger.Instance));
        LinePatternSet block = pool.AddBlock();
        Assert.Equal(0, block.Add(pool.OverLine("a")));
        Assert.Equal(0, pool.EveryLine.Add(pool.OverLine("b")));
        Assert.Equal(1, block.Add(pool.OverLine("b")));
        Assert.Equal(0, block.Add(pool.OverLine("a")));
        pool.Seal();
        var line = new LineContext(Limits.Default, ExecutionOptions.Default);
        line.StartLine("b"u8.ToArray(), 0, 1);
        Assert.Same(pool.EveryLine.Match(0, line), block.Match(1, line));
        Assert.NotNull(block.Match(1, line));
        Assert.Null(block.Match(0, line));
    }
}
