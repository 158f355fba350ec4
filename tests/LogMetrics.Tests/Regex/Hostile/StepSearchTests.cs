using System.Globalization;
using LogMetrics.Regex;
using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Literals;
using LogMetrics.Regex.Straight;

namespace LogMetrics.Tests.Regex.Hostile;

/// <summary>Nothing that a search for the worst finds takes more steps than the engines promise.</summary>
/// <remarks>LOGMETRICS_REGEX_PATTERNS sets how many patterns are tried; millions are fine. A failure names its seed.</remarks>
public sealed class StepSearchTests
{
    const int ChangesPerSearch = 60;

    static int SearchCount => 1 + (int.Parse(
        Environment.GetEnvironmentVariable("LOGMETRICS_REGEX_PATTERNS") ?? "1500", CultureInfo.InvariantCulture) / (2 * ChangesPerSearch));

    [Fact]
    public void No_pattern_and_line_take_more_steps_than_promised()
    {
        var worst = (StepsPerByte: 0.0, Found: "");
        for (var seed = 0; seed < SearchCount; seed++)
        {
            var search = new HostileSearch(seed, (regexp, line) => CheckFirst(regexp, line, seed));
            for (var i = 0; i < ChangesPerSearch; i++)
            {
                search.Advance();
            }

            CheckEngines(search.Pattern, search.Line, seed);
            if (search.StepsPerByte > worst.StepsPerByte)
            {
                worst = (search.StepsPerByte, $"seed {seed}: {search.Pattern}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"most steps for a byte: {worst.StepsPerByte:F1}, {worst.Found}"));
    }

    // The first line of a pattern, for which no state is known.
    static void CheckFirst(Regexp regexp, byte[] line, int seed)
    {
        Assert.True(
            regexp.Matcher.Steps <= regexp.Matcher.MaxSteps(line.Length),
            $"seed {seed}: {regexp.Matcher.Steps} steps, {regexp.Matcher.MaxSteps(line.Length)} promised, {regexp.Pattern}");
        CheckStraight(regexp, line, seed);
    }

    static void CheckStraight(Regexp regexp, byte[] line, int seed)
    {
        if (regexp.Straight is not { } straight)
        {
            return;
        }

        var before = straight.Steps;
        straight.TryMatch(line, 0, new int[2 * regexp.GroupCount]);
        Assert.True(
            straight.Steps - before <= StraightEngine.MaxSteps(line.Length),
            $"seed {seed}, straight: {straight.Steps - before} steps, {StraightEngine.MaxSteps(line.Length)} promised, {regexp.Pattern}");
    }

    // Each of many ways looks at the whole line before it fails, at each of many places where a match can start.
    [Fact]
    public void Many_ways_that_fail_late_take_no_more_steps_than_promised()
    {
        var ways = string.Join('|', Enumerable.Range(0, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $".*?x{i};")));
        var regexp = Regexp.Compile($"start (?:{ways})", new RegexpLimits { MaxStepCost = 10_000 });
        Assert.NotNull(regexp.Straight);
        byte[] line = [.. Enumerable.Repeat("start "u8.ToArray(), 1024).SelectMany(part => part)];
        CheckStraight(regexp, line, 0);
        Assert.False(regexp.TryMatch(line, new int[2]));
    }

    // The bytes that are searched for are those that are rarest in logs; here they are the same in all literals.
    [Fact]
    public void Literals_that_begin_alike_are_told_apart_by_their_ends()
    {
        var literals = Enumerable.Range(0, 16).Select(i => (byte[])[.. "QQQQ"u8, (byte)('a' + i), (byte)'a', (byte)'a', (byte)'a']).ToList();
        var scanner = new LiteralScanner([.. literals.Select((literal, i) => (literal, i))]);
        Assert.InRange(scanner.MostUsesOfWindow, 1, 4);
        foreach (var literal in literals)
        {
            var found = new ulong[1];
            scanner.Scan([.. "QQQQQQ"u8, .. literal, .. "QQ"u8], found);
            Assert.Equal(1UL << literals.IndexOf(literal), found[0]);
        }
    }

    static void CheckEngines(string pattern, byte[] found, int seed)
    {
        var repaired = new RepairedText();
        var line = repaired.Read(found) ? repaired.Bytes.ToArray() : found;
        var matcher = Regexp.Compile(pattern).Matcher;
        var slots = new int[matcher.Automaton.SlotCount];
        var rows = matcher.Rows;
        Check("rows, verdict", () => rows.IsMatch(line, 0), () => rows.Steps, rows.MaxSteps(line.Length));
        Check("rows", () => rows.TryMatch(line, 0, slots), () => rows.Steps, rows.MaxSteps(line.Length));
        Check("rows of vectors", () => rows.TryMatchByVectors(line, 0, slots), () => rows.Steps, rows.MaxSteps(line.Length));
        Check("Pike VM", () => matcher.PikeVm.TryMatch(line, 0, slots), () => matcher.PikeVm.Steps, matcher.Automaton.Code.Length * (line.Length + 1L));
        for (var i = 0; i < 3; i++)
        {
            Check("verdict", () => matcher.IsMatch(line, 0), () => matcher.Steps, matcher.MaxSteps(line.Length));
            Check("captures", () => matcher.TryMatch(line, 0, slots), () => matcher.Steps, matcher.MaxSteps(line.Length));
            Check("passes", () => matcher.TryMatchInPasses(line, 0, slots), () => matcher.Steps, matcher.MaxSteps(line.Length));
        }

        void Check(string engine, Func<bool> run, Func<long> steps, long most)
        {
            var before = steps();
            run();
            Assert.True(steps() - before <= most, $"seed {seed}, {engine}: {steps() - before} steps, {most} promised, {pattern}");
        }
    }
}
