using System.Text;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Regex;

namespace LogMetrics.Tests.Compiler.Patterns;

/// <summary>Files of definitions that were written for a backtracking engine, with what such definitions do to keep it
/// from going back: they load within the limits, and a line takes time that grows with its length.</summary>
public sealed class WrittenForOnigurumaTests
{
    const int Length = 64 * 1024;

    const string File = """
        COUNT (?<![0-9.+-])(?>[+-]?(?:(?:[0-9]+(?:\.[0-9]+)?)|(?:\.[0-9]+)))
        QUOTED (?>(?<!\\)(?>"(?>\\.|[^\\"]+)+"|""|(?>'(?>\\.|[^\\']+)+')|''))
        LABELS \b(?:[0-9A-Za-z][0-9A-Za-z-]{0,62})(?:\.(?:[0-9A-Za-z][0-9A-Za-z-]{0,62}))*(\.?|\b)
        SLASHES (?>/(?>[\w_%!$@:.,-]+|\\.)*)+
        NAMES (/[[[:alnum:]]_%!$@:.,+~-]*)+
        DRIVE (?>[A-Za-z]+:|\\)(?:\\[^\\?*]*)+
        CLOCK (?!<[0-9])(?:2[0123]|[01]?[0-9]):(?:[0-5][0-9])(?::(?:[0-5]?[0-9]|60))(?![0-9])
        DIGITS (?>\d\d){1,2}
        SCHEME [A-Za-z]([A-Za-z0-9+\-.]+)+
        FILTER \{ (?<={ ).*(?= } skip:) \}
        CALL %{LABELS:host} %{COUNT:seconds} %{QUOTED:command} %{SLASHES:file} at %{CLOCK:time}
        QUERY %{CLOCK} %{WORD:command} %{FILTER:query} %{WORD}:%{INT:skipped} \w+:(?<count>\d+)
        """;

    static readonly GrokLibrary Library = Read();

    [Theory]
    [InlineData("%{COUNT:x}s", "in 1.25s", "1.25")]
    [InlineData("%{COUNT:x}", "v1-2.5.3", "1")]
    [InlineData("%{COUNT:x}%{DATA} end", "12 at the end", "12")]
    [InlineData("%{QUOTED:x} ", "a \"b \\\" c\" d", "\"b \\\" c\"")]
    [InlineData("%{QUOTED:x}", "\\\"a\" ''", "''")]
    [InlineData("%{SLASHES:x} ", "in /opt/a\\ b/c:1 now", "/opt/a\\ b/c:1")]
    [InlineData("%{SLASHES:x}/x", "in /opt/x/x", "/opt/x")]
    [InlineData("%{SLASHES:x}:%{INT}", "in /opt/x:1", null)]
    [InlineData("%{NAMES:x}:%{INT}", "in /opt/é:1", "/opt/é")]
    [InlineData("%{CLOCK:x}", "<23:59:60", "23:59:60")]
    [InlineData("%{CLOCK:x}", "23:59:001", null)]
    [InlineData("%{DRIVE:x} ", "C:\\a\\b c", "C:\\a\\b")]
    [InlineData("%{SCHEME:x}:", "a.b+c:", "a.b+c")]
    [InlineData("%{CALL}", "db-1.example.org 0.5 \"a\" /b/c at 1:02:03", "db-1.example.org")]
    [InlineData("%{QUERY}", "1:02:03 find { a: { } } skip:7 count:12", "find")]
    [InlineData("%{QUERY}", "1:02:03 find { a: { } } limit:7 count:12", null)]
    public void What_they_capture_is_what_a_backtracking_engine_would(string pattern, string line, string? expected)
    {
        CompiledPattern compiled = Compile(pattern);
        var text = Encoding.UTF8.GetBytes(line);
        var slots = new int[2 * compiled.Regexp.GroupCount];
        Assert.Equal(expected is not null, compiled.Regexp.TryMatch(text, slots));
        var first = compiled.FieldNames.IndexOf(compiled.FieldNames.First(name => name is not null));
        Assert.True(expected is null || expected == Encoding.UTF8.GetString(text[slots[2 * first]..slots[(2 * first) + 1]]));
    }

    [Theory]
    [InlineData("%{CALL}", "db-1.example.", " 1")]
    [InlineData("%{QUOTED:x} %{QUOTED:y}$", "\"\\\" ", "")]
    [InlineData("%{SLASHES:path} ", "/opt/a:b@c/~x_", "&^_c b")]
    [InlineData("%{SLASHES:path}:%{INT:line} ", "/opt/a:1", "")]
    [InlineData("%{SLASHES:path}$", "/a\\=", "=x")]
    [InlineData("%{SCHEME}://", "org.example.", "")]
    [InlineData("%{COUNT:a}%{DATA}%{COUNT:b}ms$", "1.5.", "")]
    [InlineData("%{QUERY}", "1:02:03 find { a: { } } skip:7 ", "")]
    [InlineData("%{LABELS:a}:%{LABELS:b} up", "a-b.c:", "")]
    public void A_long_line_takes_few_steps_for_a_byte(string pattern, string unit, string tail)
    {
        long half = Steps(Compile(pattern).Regexp, unit, tail, Length / 2);
        long whole = Steps(Compile(pattern).Regexp, unit, tail, Length);
        Assert.True(whole <= (2 * half) + 400_000, $"{half} steps for half the line, {whole} for all of it");
        Assert.InRange(whole, 0, 100L * Length);
    }

    static long Steps(Regexp regexp, string unit, string tail, int length)
    {
        var line = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, (length - tail.Length) / unit.Length)) + tail);
        regexp.TryMatch(line, new int[2 * regexp.GroupCount]);
        return regexp.Matcher.Steps + (regexp.Straight?.Steps ?? 0);
    }

    static CompiledPattern Compile(string pattern)
    {
        var findings = new List<Diagnostic>();
        CompiledPattern? compiled = PatternCompiler.Compile(
            new SourceText("p", pattern), GrokDialect.Native, CompileOptions.Default with { Grok = Library }, findings);
        Assert.Empty(findings);
        return compiled!;
    }

    static GrokLibrary Read()
    {
        var findings = new List<Diagnostic>();
        GrokLibrary library = GrokLibrary.Legacy.With(LogstashFile.Read(new SourceText("f", File), findings));
        Assert.Empty(findings);
        return library;
    }
}
