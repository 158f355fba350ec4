using LogMetrics.Compiler.Patterns;
using LogMetrics.Regex;

namespace LogMetrics.Tests.Compiler.Patterns;

/// <summary>Lines on which the definitions of the library take a backtracking engine seconds or for ever. The work is counted
/// in steps, so that the tests say the same everywhere.</summary>
public sealed class HostileLinesTests
{
    const int Length = 8 * 1024;
    const int StepsForStates = 400_000;

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, HostileGrokLine.All.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_work_grows_linearly_with_the_line(int number)
    {
        HostileGrokLine hostile = HostileGrokLine.All[number];
        foreach (GrokLibrary library in new[] { GrokLibrary.Legacy, GrokLibrary.EcsV1 })
        {
            long half = Steps(library, hostile, Length / 2);
            long whole = Steps(library, hostile, Length);
            // The longer line may be the one that is judged first, or where an engine has spent its allowance for states.
            Assert.True(whole <= (2 * half) + StepsForStates, $"{hostile.Pattern}: {half} steps for half the line, {whole} for all of it");
            Assert.True(whole <= 100L * Length, $"{hostile.Pattern}: {whole} steps");
        }
    }

    static long Steps(GrokLibrary library, HostileGrokLine hostile, int length)
    {
        byte[] line = hostile.Line(length);
        ExpandedPattern expanded = GrokExpander.Expand(
            hostile.Pattern, GrokDialect.Native, library, 1024 * 1024, out IReadOnlyList<GrokError> errors);
        Assert.Empty(errors);
        Regexp regexp = Regexp.Compile(expanded.Text, new RegexpLimits { MaxPatternBytes = 1024 * 1024 });
        Assert.Equal(hostile.Matches, regexp.TryMatch(line, new int[2 * regexp.GroupCount]));
        Assert.Equal(hostile.Matches, regexp.IsMatch(line));
        return regexp.Matcher.Steps + (regexp.Straight?.Steps ?? 0);
    }
}
