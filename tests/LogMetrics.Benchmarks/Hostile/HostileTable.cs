using System.Globalization;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Regex;
using LogMetrics.Tests.Compiler.Patterns;
using LogMetrics.Tests.Regex.Hostile;

namespace LogMetrics.Benchmarks.Hostile;

/// <summary>Prints what lines of 64 KiB cost that were made to hurt: the first one of a pattern, those after it, with and
/// without captures.</summary>
static class HostileTable
{
    const int Length = 64 * 1024;
    const int Rounds = 5;
    const int NextLines = 4;
    const int FarTooLong = 100;

    static readonly RegexpLimits Limits = new() { MaxPatternBytes = 1024 * 1024 };

    public static void Print(string only)
    {
        Console.WriteLine("milliseconds of processor time for a line of 64 KiB; each the least of some rounds");
        Console.WriteLine($"{"verdict",15} {"captures",15} {"worst",7} {"MB/s",6} {"cache",6}  {"places",6} {"worst",5} engine    pattern on line");
        Console.WriteLine($"{"first",7} {"next",7} {"first",7} {"next",7}");
        // What is compiled when it has run for a while shall be compiled before anything is measured.
        foreach (var @case in HostileCases.All)
        {
            Warm(@case);
        }

        var worst = 0.0;
        foreach (var @case in HostileCases.All.Where(one => one.ToString().Contains(only, StringComparison.Ordinal)))
        {
            worst = Math.Max(worst, Print(@case));
        }

        Console.WriteLine(Invariant($"worst: {worst:F2} ms"));
    }

    /// <summary>Prints the classic killers and the lines for definitions of grok as one table, in Markdown.</summary>
    public static void PrintGrok()
    {
        var all = HostileCases.Killers.Select(one => (one.Pattern, Text: one.ToString().Split(" on ")[^1], Lines: Lines(one)))
            .Concat(HostileGrokLine.All.Select(one =>
                (one.Pattern, Text: one.Head + one.Unit + "…" + one.Tail, Lines: Enumerable.Repeat(one.Line(Length), NextLines + 1).ToList())))
            .ToList();
        foreach (var (pattern, _, lines) in all)
        {
            Measure(Expanded(pattern), lines, captures: true);
        }

        Console.WriteLine("| pattern | line | first line, ms | next lines, ms | MB/s |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (pattern, text, lines) in all)
        {
            var (first, next, _) = Measure(Expanded(pattern), lines, captures: true);
            var rate = Length / 1e3 / Math.Max(next, 0.001);
            Console.WriteLine(Invariant($"| `{Escaped(pattern)}` | `{Escaped(text)}` | {first:F2} | {next:F2} | {rate:F0} |"));
        }
    }

    static List<byte[]> Lines(HostileCase @case) => [.. Enumerable.Range(0, NextLines + 1).Select(seed => @case.Line(Length, seed))];

    static string Expanded(string pattern) =>
        GrokExpander.Expand(pattern, GrokDialect.Native, GrokLibrary.Legacy, 1024 * 1024, out _).Text;

    static string Escaped(string text) => (text.Length <= 60 ? text : text[..57] + "...")
        .Replace("|", "\\|", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace('`', '\'');

    static void Warm(HostileCase @case)
    {
        try
        {
            var regexp = Regexp.Compile(@case.Pattern);
            var line = @case.Line(Length, 0);
            regexp.IsMatch(line);
            regexp.TryMatch(line, new int[2 * regexp.GroupCount]);
        }
        catch (RegexpParseException)
        {
            // It is shown where it is measured.
        }
    }

    static double Print(HostileCase @case)
    {
        var lines = Lines(@case);
        try
        {
            var (verdict, nextVerdict, _) = Measure(@case.Pattern, lines, captures: false);
            var (captures, nextCaptures, regexp) = Measure(@case.Pattern, lines, captures: true);
            var worst = new[] { verdict, nextVerdict, captures, nextCaptures }.Max();
            var rate = Length / 1e3 / Math.Max(nextVerdict, nextCaptures);
            Console.WriteLine(Invariant(
                $"{verdict,7:F2} {nextVerdict,7:F2} {captures,7:F2} {nextCaptures,7:F2} {worst,7:F2} {rate,6:F0} {regexp.CacheBytes >> 10,5}k {regexp.Plan.PlaceCount,6} {regexp.Plan.StepCost,5} {regexp.Plan.Engine,-8}  {(regexp.Plan.FallbackCount > 0 ? "+rows " : "")}{@case}"));
            return worst;
        }
        catch (RegexpParseException error)
        {
            Console.WriteLine($"{@case}: {error.Message}");
            return 0;
        }
    }

    static (double First, double Next, Regexp Regexp) Measure(string pattern, List<byte[]> lines, bool captures)
    {
        var (first, next) = (double.MaxValue, double.MaxValue);
        Regexp regexp = null!;
        for (var round = 0; round < Rounds; round++)
        {
            regexp = Regexp.Compile(pattern, Limits);
            regexp.Prepare();
            var slots = new int[2 * regexp.GroupCount];
            first = Math.Min(first, Time(regexp, lines[0], captures, slots));
            var worstNext = 0.0;
            foreach (var line in lines.Skip(1))
            {
                worstNext = Math.Max(worstNext, Time(regexp, line, captures, slots));
            }

            next = Math.Min(next, worstNext);
            if (worstNext > FarTooLong)
            {
                break;
            }
        }

        return (first, next, regexp);
    }

    static double Time(Regexp regexp, byte[] line, bool captures, int[] slots)
    {
        var start = ThreadTime.Milliseconds;
        _ = captures ? regexp.TryMatch(line, slots) : regexp.IsMatch(line);
        return ThreadTime.Milliseconds - start;
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
