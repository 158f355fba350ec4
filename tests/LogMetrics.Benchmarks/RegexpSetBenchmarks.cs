using System.Text;
using BenchmarkDotNet.Attributes;
using LogMetrics.Regex;
using LogMetrics.Regex.Sets;

namespace LogMetrics.Benchmarks;

/// <summary>What do patterns cost that do not match: is one scan of a line for fifty of them cheaper than fifty?</summary>
[MemoryDiagnoser]
public class RegexpSetBenchmarks
{
    readonly byte[] _line = Encoding.UTF8.GetBytes(
        "Mar 27 13:00:00 mail-1 sshd(pam_unix)[7369]: authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= user=root");

    readonly ulong[] _candidates = new ulong[1];
    Regexp[] _patterns = [];
    RegexpSet _set = RegexpSet.Build([]);

    [Params(1, 10, 50)]
    public int Count { get; set; }

    /// <summary>With a literal to look for, or as one automaton.</summary>
    [Params(true, false)]
    public bool WithLiterals { get; set; }

    [GlobalSetup]
    public void Warm()
    {
        _patterns = [.. Enumerable.Range(0, Count).Select(i => Regexp.Compile(
            WithLiterals ? $@"daemon{i}\[\d+\]: failed unit{i * 7}x (\S+)" : $@"^\w+ +\d+ \S+ \S+ [a-{(char)('b' + (i % 20))}]+{i}:"))];
        _set = RegexpSet.Build(_patterns);
        for (var i = 0; i < 100; i++)
        {
            OneScan();
            OneByOne();
        }
    }

    [Benchmark(Baseline = true)]
    public ulong OneScan()
    {
        _set.Scan(_line, _candidates);
        return _candidates[0];
    }

    [Benchmark]
    public int OneByOne()
    {
        var matches = 0;
        foreach (var pattern in _patterns)
        {
            matches += pattern.IsMatch(_line) ? 1 : 0;
        }

        return matches;
    }
}
