using System.Text;
using BenchmarkDotNet.Attributes;
using LogMetrics.Regex;

namespace LogMetrics.Benchmarks;

/// <summary>What does one pattern cost on one line: engine × pattern × hit, miss, hostile?</summary>
/// <remarks>Compiling, and the states that the first lines need, are kept out: an instance is warm.</remarks>
[MemoryDiagnoser]
public class RegexpBenchmarks
{
    const string Combined = """^(\S+) (\S+) (\S+) \[([^\]]+)\] "(\S+) (\S+) (\S+)" (\d{3}) (\d+|-) "([^"]*)" "([^"]*)"$""";

    const string AccessLine = """83.149.9.216 - - [17/May/2015:10:05:03 +0000] "GET /presentations/logstash-monitorama-2013/images/kibana-search.png HTTP/1.1" 200 203023 "http://semicomplete.com/presentations/logstash-monitorama-2013/" "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/32.0.1700.77 Safari/537.36" """;

    const string SyslogLine = "Mar 27 13:00:00 web-06 sshd[23232]: Failed password for invalid user admin from 149.199.108.116 port 2";

    Regexp _regexp = null!;
    byte[] _text = [];
    int[] _slots = [];

    /// <summary>The pattern and the line, by name.</summary>
    [Params("access/hit", "access/miss", "literal/hit", "literal/miss", "lazy/hit", "words/miss", "nested/hostile", "commas/hostile")]
    public string Case { get; set; } = "";

    [GlobalSetup]
    public void Warm()
    {
        var (pattern, text) = Case switch
        {
            "access/hit" => (Combined, AccessLine.TrimEnd()),
            "access/miss" => (Combined, SyslogLine),
            "literal/hit" => (@"Failed password for (?:invalid user )?(\S+) from (\S+)", SyslogLine),
            "literal/miss" => (@"Out of memory: Kill(?:ed)? process (\d+)", SyslogLine),
            "lazy/hit" => (@"(.*?): (.*?) for (.*?) from (.*)", SyslogLine),
            "words/miss" => (@"\b[A-Z]{2,}\b", SyslogLine),
            "nested/hostile" => ("(a+)+$", new string('a', 64 * 1024 - 1) + "b"),
            _ => ("(.*?,){30}$", string.Concat(Enumerable.Repeat("a,", 32 * 1024))),
        };
        _regexp = Regexp.Compile(pattern);
        _text = Encoding.UTF8.GetBytes(text);
        _slots = new int[2 * _regexp.GroupCount];
        for (var i = 0; i < 100; i++)
        {
            Captures();
            Verdict();
        }
    }

    /// <summary>The engines as they are chosen, captures included.</summary>
    [Benchmark(Baseline = true)]
    public bool Captures() => _regexp.TryMatch(_text, _slots);

    /// <summary>Yes or no only.</summary>
    [Benchmark]
    public bool Verdict() => _regexp.IsMatch(_text);

    /// <summary>The end, the start, then the captures, for patterns that keep many ways open.</summary>
    [Benchmark]
    public bool Passes() => _regexp.Matcher.TryMatchInPasses(_text, 0, _slots);

    /// <summary>The engine that all others are compared with.</summary>
    [Benchmark]
    public bool PikeVm() => _regexp.Matcher.PikeVm.TryMatch(_text, 0, _slots);
}
