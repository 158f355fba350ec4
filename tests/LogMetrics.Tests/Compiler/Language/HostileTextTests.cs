using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Tests.Tidy;

namespace LogMetrics.Tests.Compiler.Language;

/// <summary>Whatever a text is, it gets an answer: a program, or a reason why it is none.</summary>
public sealed class HostileTextTests
{
    // A hundred times as many in a long run: LOGMETRICS_MUTATIONS=1000000.
    static readonly int Mutations = int.Parse(
        Environment.GetEnvironmentVariable("LOGMETRICS_MUTATIONS") ?? "10000", System.Globalization.CultureInfo.InvariantCulture);

    static readonly string[] Fragments =
    [
        "{", "}", "(", ")", "[", "]", "/", "\"", "\n", "#", "\\", "$", "@", "-", "+", "++", "=", "==", "=~", "!~", "&&", "||", "**",
        "<<", ",", ".", "1e", "9999999999999999999", "5s", "const ", "def ", "next\n", "del ", " after ", "begin {", "else ",
        "counter ", "histogram ", " by ", " buckets ", "otherwise {", "subst(", "strptime(", "defined(", "\u2424", "\uFEFF",
        "\uD800", "😀", "\0", "é", " help \"", "log_filter ",
        "%{IP:x}", "%{A}", "%{A:x:int}", "%{", "grok A ", "grok IP /", ":", "(?<[a][b]>",
    ];

    [Fact]
    public void A_mutated_program_gets_a_program_or_a_reason()
    {
        var random = new Random(20240607);
        string[] programs = [.. VerdictCase.All.Select(verdict => verdict.Program), .. Shipped()];
        for (int i = 0; i < Mutations; i++)
        {
            Check(Mutate(programs[random.Next(programs.Length)], random));
        }
    }

    [Fact]
    public void Random_characters_get_a_reason()
    {
        var random = new Random(1);
        for (int i = 0; i < Mutations / 20; i++)
        {
            Check(string.Create(random.Next(400), random, static (chars, random) =>
            {
                for (int j = 0; j < chars.Length; j++)
                {
                    chars[j] = (char)(random.Next(4) == 0 ? random.Next(0x10000) : random.Next(128));
                }
            }));
        }
    }

    public static TheoryData<string, string> Deep => new()
    {
        { "(", ")" }, { "[", "]" }, { "{", "}" }, { "x[", "]" }, { "int(", ")" }, { "~", "" }, { "/x/ {\n", "}\n" }, { "a + ", "" },
        { "a && ", "" }, { "x++", "" }, { "a = ", "" }, { "begin {", "}" }, { "def d { ", "}" }, { "@d { ", "}" }, { "a[1]", "" },
        { "/x/ + ", "" }, { "else {", "}" }, { "x++ #\n", "" }, { "#\n", "" }, { "\"", "" }, { "/", "" }, { "counter a ", "" },
        { "const A ", "" }, { "a { } else { ", "}" }, { "1 ", "" }, { "by ", "" }, { "-", "" }, { "/x/\n", "" },
    };

    // 20,000 levels would end the process, if anything walked them on the stack.
    [Theory]
    [MemberData(nameof(Deep))]
    public void Depth_does_not_end_the_process(string open, string close)
    {
        const int Levels = 20_000;
        Check(string.Concat(Enumerable.Repeat(open, Levels)));
        Check(string.Concat(Enumerable.Repeat(open, Levels)) + "a" + string.Concat(Enumerable.Repeat(close, Levels)));
    }

    [Fact]
    public void Constants_that_double_are_refused_before_they_are_built()
    {
        string text = "counter c\nconst A0 /aaaaaaaaaaaaaaaa/\n"
            + string.Concat(Enumerable.Range(1, 60).Select(i => $"const A{i} A{i - 1} + A{i - 1}\n"))
            + "A60 {\n  c++\n}\n";
        Assert.Contains(Check(text).Diagnostics, found => found.Code == DiagnosticCode.PatternTooLarge);
    }

    [Fact]
    public void Grok_patterns_that_double_are_refused_before_they_are_put_in()
    {
        string text = "counter c\ngrok A0 /aaaaaaaaaaaaaaaa/\n"
            + string.Concat(Enumerable.Range(1, 60).Select(i => $"grok A{i} /%{{A{i - 1}}}%{{A{i - 1}}}/\n"))
            + "/%{A60}/ {\n  c++\n}\n";
        Assert.Contains(Check(text).Diagnostics, found => found.Code == DiagnosticCode.PatternTooLarge);
    }

    [Fact]
    public void Many_grok_patterns_take_work_in_proportion()
    {
        // What is allocated stands for the work: it is the same on every machine.
        double few = Allocated(500);
        Assert.InRange(Allocated(2000) / few, 1, 6);

        static double Allocated(int count)
        {
            string text = "counter c\n" + string.Concat(Enumerable.Range(1, count).Select(
                i => $"grok A{i} /%{{A{i - 1}}}|x/\n/%{{A{i % 50}}}/ {{\n  c++\n}}\n"));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Check(text);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Decorators_that_double_are_refused_before_they_are_put_in()
    {
        string text = "counter c\ndef d0 {\n/x/ {\nnext\n}\n}\n"
            + string.Concat(Enumerable.Range(1, 60).Select(i => $"def d{i} {{\n@d{i - 1} {{\nc++\n}}\n@d{i - 1} {{\nc++\n}}\nnext\n}}\n"))
            + "@d60 {\n  c++\n}\n";
        Assert.Contains(Check(text).Diagnostics, found => found.Code == DiagnosticCode.ExpansionTooLarge);
    }

    static CompileResult Check(string text)
    {
        CompileResult result = ProgramCompiler.Compile(new SourceText("p.mtail", text), CompileOptions.Default);
        bool refused = result.Diagnostics.Any(found => found.Severity == DiagnosticSeverity.Error);
        Assert.True(refused == result.Program is null, text);
        _ = DiagnosticPrinter.Print(result.Diagnostics);
        return result;
    }

    static IEnumerable<string> Shipped() => Repository.Files("programs", "*.mtail").Select(Repository.Read);

    static string Mutate(string program, Random random)
    {
        var text = new System.Text.StringBuilder(program);
        for (int edits = random.Next(1, 5); edits > 0 && text.Length > 0; edits--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 2:
                    text[at] = (char)random.Next(32, 127);
                    break;
                default:
                    int length = Math.Min(random.Next(1, 30), text.Length - at);
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
            }
        }

        return text.ToString();
    }
}
