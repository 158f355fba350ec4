using LogMetrics.Regex;

namespace LogMetrics.Tests.Regex.Hostile;

/// <summary>Lines made to hurt, in steps: visits of instructions and operations on rows, of 2 to 5 nanoseconds each. Of the
/// 1.7 million that a line of 64 KiB may take, most are operations on rows, so that it is done in 5 milliseconds.</summary>
/// <remarks>The benchmarks print the milliseconds: <c>dotnet run -c Release --project tests/LogMetrics.Benchmarks -- hostile</c>.</remarks>
public sealed class HostileLinesTests
{
    const int Length = 64 * 1024;

    // What states may cost one text, with some room for the one that is begun last.
    const int StepsForStates = 400_000;

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, HostileCases.All.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_first_line_of_a_pattern_and_the_next_take_few_steps_for_a_byte(int number)
    {
        if (Compile(HostileCases.All[number]) is not { } regexp)
        {
            return;
        }

        var slots = new int[2 * regexp.GroupCount];
        for (var seed = 0; seed < 3; seed++)
        {
            var line = HostileCases.All[number].Line(Length, seed);
            var before = Steps(regexp);
            regexp.IsMatch(line);
            Assert.InRange(Steps(regexp) - before, 0, StepsForStates + (12L * Length));
            before = Steps(regexp);
            regexp.TryMatch(line, slots);
            Assert.InRange(Steps(regexp) - before, 0, StepsForStates + (20L * Length));
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_steps_grow_with_the_line_and_no_faster(int number)
    {
        var counts = new List<long>();
        foreach (var length in new[] { 4 * 1024, 16 * 1024, Length })
        {
            if (Compile(HostileCases.All[number]) is not { } regexp)
            {
                return;
            }

            regexp.TryMatch(HostileCases.All[number].Line(length, 1), new int[2 * regexp.GroupCount]);
            counts.Add(Steps(regexp));
        }

        var sizes = string.Join(", ", counts);
        Assert.True(counts[1] <= (5 * counts[0]) + Free(16 * 1024), sizes);
        Assert.True(counts[2] <= (5 * counts[1]) + Free(Length), sizes);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_cache_keeps_its_bound(int number)
    {
        var limits = new RegexpLimits { MaxCacheBytes = 64 * 1024 };
        if (Compile(HostileCases.All[number], limits) is not { } regexp)
        {
            return;
        }

        var roomy = Compile(HostileCases.All[number])!;
        var slots = new int[2 * regexp.GroupCount];
        var expected = new int[2 * regexp.GroupCount];
        for (var seed = 0; seed < 2; seed++)
        {
            var line = HostileCases.All[number].Line(Length / 8, seed);
            var matches = roomy.TryMatch(line, expected);
            Assert.Equal(matches, regexp.TryMatch(line, slots));
            Assert.Equal(matches, regexp.IsMatch(line));
            Assert.True(!matches || expected.AsSpan().SequenceEqual(slots));
            Assert.InRange(regexp.CacheBytes, 0, limits.MaxCacheBytes);
        }
    }

    // A line can match early by chance, and a longer one not: that says nothing about growth.
    static long Free(int length) => StepsForStates + (20L * length);

    // Some of the table are refused: what they would cost is known when they are loaded.
    static Regexp? Compile(HostileCase @case, RegexpLimits? limits = null)
    {
        try
        {
            return Regexp.Compile(@case.Pattern, limits);
        }
        catch (RegexpParseException error)
        {
            Assert.Equal(RegexpError.TooLarge, error.Error);
            return null;
        }
    }

    static long Steps(Regexp regexp) => regexp.Matcher.Steps + (regexp.Straight?.Steps ?? 0);
}
