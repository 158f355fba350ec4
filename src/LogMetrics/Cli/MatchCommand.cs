using System.CommandLine;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Configuration;
using LogMetrics.Hosting;
using LogMetrics.Regex;

namespace LogMetrics.Cli;

/// <summary><c>logmetrics match</c>: lines in, captures out.</summary>
static class MatchCommand
{
    public const string Example =
        """
        logmetrics match '%{COMBINEDAPACHELOG}' /var/log/apache2/access.log
        logmetrics match '^(?P<client>\S+) .* "(?P<method>[A-Z]+) ' /var/log/apache2/access.log
        tail -n 5 access.log | logmetrics match --json '" %{INT:code:int} '
        logmetrics match --patterns 'HTTPD*'
        """;

    public static Command Create()
    {
        var pattern = new Argument<string?>("PATTERN")
        {
            Description = "A regular expression, as programs write it between slashes; %{NAME:field} refers to a grok pattern.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var file = new Argument<string?>("FILE")
        {
            Description = "The file whose lines are tried; standard input when there is none.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "One JSON object for each line, spans in bytes." };
        var plan = new Option<bool>("--plan") { Description = "Show how the pattern is matched, after the lines of FILE if there is one." };
        var expand = new Option<bool>("--expand") { Description = "Show the pattern with every reference put in, and match nothing." };
        var patterns = new Option<string?>("--patterns")
        {
            Description = "List the grok patterns there are, those whose names a glob matches, or explain the one of this name.",
            HelpName = "NAME|GLOB",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var grok = new GrokOptions();
        var command = new Command("match", "Show what a pattern finds in lines: captures with their names and places, and how far it comes where it does not match.")
        {
            pattern, file, json, plan, expand, patterns,
        };
        grok.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(patterns) is null && result.GetResult(pattern) is not { Tokens.Count: > 0 })
            {
                result.AddError("PATTERN is missing: name one, such as '%{COMBINEDAPACHELOG}'");
            }
        });
        command.SetAction(parsed =>
        {
            CompileOptions options = GrokPatterns.Read(grok.SetIn(parsed), grok.PatternsIn(parsed)).AddTo(CompileOptions.Default);
            if (parsed.GetResult(patterns) is not null)
            {
                return new GrokListing(options, Console.Out).Show(parsed.GetValue(patterns), parsed.GetValue(expand));
            }

            CompiledPattern compiled = Compile(parsed.GetValue(pattern) ?? "", options);
            if (parsed.GetValue(expand))
            {
                Console.Out.Write(compiled.Expanded.Text + "\n");
                return ExitCode.Done;
            }

            return parsed.GetValue(plan)
                ? ShowPlan(compiled.Regexp, parsed.GetValue(file))
                : ShowMatches(compiled, new MismatchFinder(parsed.GetValue(pattern) ?? "", options), parsed.GetValue(file), parsed.GetValue(json));
        });
        return command;
    }

    static int ShowPlan(Regexp regexp, string? file)
    {
        if (file is not null)
        {
            using Stream input = Open(file);
            var slots = new int[2 * regexp.GroupCount];
            foreach (ReadOnlyMemory<byte> line in LinesOf(input))
            {
                regexp.TryMatch(line.Span, slots);
            }
        }

        Console.Out.Write(regexp.Plan);
        return ExitCode.Done;
    }

    static int ShowMatches(CompiledPattern pattern, MismatchFinder mismatches, string? file, bool json)
    {
        Regexp regexp = pattern.Regexp;
        using Stream input = Open(file);
        using Stream output = StandardOutput.Open();
        var slots = new int[2 * regexp.GroupCount];
        using MatchReport report = json ? new JsonMatchReport(output, pattern.FieldNames) : new TableMatchReport(pattern.FieldNames, mismatches);
        long number = 0;
        foreach (ReadOnlyMemory<byte> line in LinesOf(input))
        {
            number++;
            bool matched = regexp.TryMatch(line.Span, slots);
            report.Add(number, line.Span, matched ? slots : []);
        }

        return ExitCode.Done;
    }

    static IEnumerable<ReadOnlyMemory<byte>> LinesOf(Stream input)
    {
        bool isSaid = false;
        return new LineReader(number =>
        {
            if (!isSaid)
            {
                Console.Error.WriteLine(
                    $"logmetrics match: line {number} is longer than {LineReader.MaxLineBytes} bytes; the rest of it is skipped, as in every such line");
                isSaid = true;
            }
        }).Lines(input);
    }

    static CompiledPattern Compile(string pattern, CompileOptions options)
    {
        var findings = new List<Diagnostic>();
        return PatternCompiler.Compile(new SourceText("<pattern>", pattern), GrokDialect.Native, options, findings)
            ?? throw new CommandFailedException(ExitCode.InputWrong, "the pattern is wrong\n" + DiagnosticPrinter.Print(findings).TrimEnd('\n'));
    }

    static Stream Open(string? file)
    {
        try
        {
            return file is null or "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        }
        catch (UnauthorizedAccessException)
        {
            string reason = Directory.Exists(file) ? "is a folder; name a file" : "permission denied; let this user read the file";
            throw new CommandFailedException(ExitCode.SystemFailure, $"{file}: {reason}");
        }
        catch (IOException exception)
        {
            int code = exception is FileNotFoundException or DirectoryNotFoundException ? ExitCode.Usage : ExitCode.SystemFailure;
            throw new CommandFailedException(code, $"{file}: {(code == ExitCode.Usage ? "no such file" : exception.Message)}");
        }
    }
}
