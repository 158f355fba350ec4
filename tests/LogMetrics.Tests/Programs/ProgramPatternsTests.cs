using System.Text;
using LogMetrics.Regex;
using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Sets;
using LogMetrics.Tests.Regex;
using LogMetrics.Tests.Runtime.Execution;
using LogMetrics.Tests.Tidy;

namespace LogMetrics.Tests.Programs;

/// <summary>Every engine on the patterns that people run: those of the shipped programs and of the benchmarks.</summary>
public sealed class ProgramPatternsTests
{
    const int TextsPerPattern = 40;
    const int LinesPerSample = 25;

    public static TheoryData<string> Programs =>
    [
        .. new[] { "programs", "tests/LogMetrics.Benchmarks/compare/programs" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.mtail", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Repository.PathOf("."), path)))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_engine_agrees_on_the_patterns_of_a_program(string program)
    {
        var patterns = RunningProgram.Compile(Path.GetFileName(program), Repository.Read(program)).Patterns
            .Select(pattern => Regexp.Compile(pattern.Text)).ToList();
        var texts = SampleLines().ToList();
        var maker = new MatchingTexts(patterns.Count);
        foreach (var pattern in patterns)
        {
            for (var i = 0; i < TextsPerPattern; i++)
            {
                texts.Add(maker.Spoilt(maker.Of(pattern.Tree)));
            }
        }

        var set = RegexpSet.Build(patterns);
        var candidates = new ulong[set.WordCount];
        var hits = new int[patterns.Count];
        foreach (var text in texts)
        {
            set.Scan(text, candidates);
            for (var i = 0; i < patterns.Count; i++)
            {
                var matches = Check(patterns[i], text);
                hits[i] += matches ? 1 : 0;
                Assert.True(!matches || ((candidates[i >> 6] >> i) & 1) != 0, $"{patterns[i].Pattern}: the set misses it");
            }
        }

        Assert.All(hits, count => Assert.True(count > 2, "some pattern matched hardly anything"));
    }

    static bool Check(Regexp regexp, byte[] text)
    {
        var repaired = new RepairedText();
        var isRepaired = repaired.Read(text);
        ReadOnlySpan<byte> valid = isRepaired ? repaired.Bytes : text;
        var expected = new int[2 * regexp.GroupCount];
        var slots = new int[2 * regexp.GroupCount];
        var matches = regexp.Matcher.PikeVm.TryMatch(valid, 0, expected);
        Compare(regexp.Matcher.TryMatch(valid, 0, slots), "sweep");
        Compare(regexp.Matcher.TryMatchInPasses(valid, 0, slots), "passes");
        if (isRepaired)
        {
            foreach (ref var slot in expected.AsSpan())
            {
                slot = slot < 0 ? -1 : repaired.ToOriginal(slot);
            }
        }

        Compare(regexp.TryMatch(text, slots), "all engines");
        Assert.Equal(matches, regexp.IsMatch(text));
        return matches;

        void Compare(bool answer, string engine) => Assert.True(
            answer == matches && (!matches || slots.AsSpan().SequenceEqual(expected)),
            $"{engine}, pattern {regexp.Pattern}, text {Encoding.UTF8.GetString(text)}: "
            + $"expected {matches} {string.Join(',', expected)}, got {answer} {string.Join(',', slots)}");
    }

    static IEnumerable<byte[]> SampleLines() => ShippedProgram.SampleNames
        .Where(name => name.EndsWith(".log", StringComparison.Ordinal))
        .SelectMany(name => Repository.Read($"tests/LogMetrics.Tests/Programs/{name}").Split('\n').Take(LinesPerSample))
        .Select(Encoding.UTF8.GetBytes);
}
