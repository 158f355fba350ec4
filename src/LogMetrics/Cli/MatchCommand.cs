using System.CommandLine;
using LogMetrics.Configuration;
using LogMetrics.Regex;

namespace LogMetrics.Cli;

/// <summary><c>logmetrics match</c>: lines in, captures out.</summary>
static class MatchCommand
{
    public const string Example =
        """
        logmetrics match '^(?P<client>\S+) .* "(?P<method>[A-Z]+) ' /var/log/apache2/access.log
        tail -n 5 access.log | logmetrics match --json '" (?P<code>\d{3}) '
        """;

    public static Command Create()
    {
        var pattern = new Argument<string>("PATTERN") { Description = "A regular expression, as programs write it between slashes." };
        var file = new Argument<string?>("FILE")
        {
            Description = "The file whose lines are tried; standard input when there is none.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "One JSON object for each line, spans in bytes." };
        var plan = new Option<bool>("--plan") { Description = "Show how the pattern is matched, after the lines of FILE if there is one." };
        var command = new Command("match", "Show what a pattern finds in lines: captures with their names and places.") { pattern, file, json, plan };
        command.SetAction(parsed =>
        {
            Regexp regexp = Compile(parsed.GetValue(pattern) ?? "");
            return parsed.GetValue(plan)
                ? ShowPlan(regexp, parsed.GetValue(file))
                : ShowMatches(regexp, parsed.GetValue(file), parsed.GetValue(json));
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

    static int ShowMatches(Regexp regexp, string? file, bool json)
    {
        using Stream input = Open(file);
        using Stream output = StandardOutput.Open();
        var slots = new int[2 * regexp.GroupCount];
        using MatchReport report = json ? new JsonMatchReport(output, regexp) : new TableMatchReport(regexp);
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

    static Regexp Compile(string pattern)
    {
        try
        {
            return Regexp.Compile(pattern);
        }
        catch (RegexpParseException exception)
        {
            string caret = new string(' ', Math.Clamp(exception.Offset, 0, pattern.Length)) + '^';
            throw new CommandFailedException(ExitCode.InputWrong, $"the pattern is wrong: {exception.Message}\n  {pattern}\n  {caret}");
        }
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
