using System.Diagnostics;
using System.Text;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Tests.Compiler.Patterns;

/// <summary>Definitions as people write them for backtracking engines, and lines that make those engines grind: here they
/// take time in proportion to the line.</summary>
public sealed class HostileDefinitionTests
{
    const string File =
        """
        LABELS (?:[0-9A-Za-z][0-9A-Za-z-]*)(?:\.(?:[0-9A-Za-z][0-9A-Za-z-]*))*
        WHO %{LABELS:host}+ (?:%{NOTSPACE:program}:)
        FILE (/([\w_%!$@:.,+~-]+|\\.)*)+
        SCHEME ([A-Za-z]([A-Za-z0-9+\-.]+)+)://
        QUOTED (?>(?<!\\)(?>"(?>\\.|[^\\"]+)+"|""))
        PAIRS (?:(?:P=%{WORD:protocol}|%{WORD:key}=%{NOTSPACE:value}) ?)+
        COMMAS (?:[0-9]+,?)+
        ZONE (?:[0-9a-f:]+%.+)
        """;

    public static TheoryData<string, string, string> Cases => new()
    {
        { "%{WHO}", "prometheus.kube-", " started" },
        { "%{FILE:path} END", "/var/log/aaaa", "=x" },
        { "url=%{SCHEME:scheme}", "0123456789abcdef", "" },
        { "^%{PAIRS}$", "P=a ", "!" },
        { "^%{COMMAS:amount}$", "1234567890", "x" },
        { "%{QUOTED:text}", "\"a\\\\", "" },
        { "%{ZONE:address}END", "fe80::1%", "" },
        { "%{DATA:a} %{DATA:b} %{DATA:c} level=error", "word ", "" },
        { "%{GREEDYDATA:a} %{GREEDYDATA:b} %{GREEDYDATA:c} %{GREEDYDATA:d} ERROR", "word ", "" },
        { "%{NOTSPACE:a}%{NOTSPACE:b}%{NOTSPACE:c}%{NOTSPACE:d}!", "a", "" },
        { "^(%{NOTSPACE:x} ?)+END", "a", "" },
        { "%{SYSLOGLINE}", "a.b-", ":" },
        { "%{IPORHOST:x}!", "a.", "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_long_line_takes_milliseconds(string pattern, string repeated, string end)
    {
        var findings = new List<Diagnostic>();
        var options = CompileOptions.Default with { Grok = GrokLibrary.Legacy.With(LogstashFile.Read(new SourceText("f", File), findings)) };
        CompiledPattern? compiled = PatternCompiler.Compile(new SourceText("p", pattern), GrokDialect.Oniguruma, options, findings);
        Assert.Equal("", DiagnosticPrinter.Print(findings));
        byte[] line = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, 16 * 1024 / repeated.Length)) + end);
        var slots = new int[2 * compiled!.Regexp.GroupCount];
        compiled.Regexp.TryMatch(line, slots);
        var clock = Stopwatch.StartNew();
        compiled.Regexp.TryMatch(line, slots);

        // A backtracking engine would take longer than the universe; what matters is no more than the order of magnitude.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{clock.Elapsed}");
    }
}
