using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LogMetrics.Compiler.Programs;
using LogMetrics.Configuration;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;

namespace LogMetrics.Cli;

/// <summary><c>--multiline SOURCE REGEX [max-lines=N] [max-age=DURATION]</c>: how lines are put together to records in one of the
/// sources. It may be repeated.</summary>
sealed class MultilineOption : Option<string[]>
{
    const string Flag = "--multiline";
    const string MaxLines = "max-lines=";
    const string MaxAge = "max-age=";
    const string Usage = "name a source as `--logs` does, and what its records begin with: --multiline /var/log/app.log '^[0-9]' max-lines=200 max-age=2s";

    public MultilineOption()
        : base(Flag)
    {
        Description = "The same for one source alone, named as --logs names it, such as "
            + "--multiline '/var/log/app/*.log' '^[0-9]{4}-' max-lines=200 max-age=2s; may be repeated.";
        HelpName = "SOURCE REGEX...";
        AllowMultipleArgumentsPerToken = true;
    }

    /// <summary>What was asked for, in the order of the command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="standard">The limits of a record where nothing else is said.</param>
    /// <exception cref="CommandFailedException">Something is missing or malformed.</exception>
    public static IReadOnlyList<(string Log, MultilineOptions Options)> In(ParseResult parsed, MultilineOptions standard) =>
        [.. Groups(parsed).Select(words => Read(words, standard))];

    /// <summary>Holds what was asked for to the sources there are.</summary>
    /// <exception cref="CommandFailedException">A source is not one of them, or is named twice.</exception>
    public static void Check(SourceOptions sources)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string log, _) in sources.MultilineBySource)
        {
            if (!sources.Logs.Contains(log))
            {
                throw Refused(
                    log,
                    NearestName.Of(log, sources.Logs) is { } near
                        ? $"no source is called so; did you mean `{near}`?"
                        : $"no source is called so; there is {string.Join(", ", sources.Logs.Select(name => $"`{name}`"))}");
            }

            if (!known.Add(log))
            {
                throw Refused(log, "given twice");
            }
        }
    }

    // The parser keeps the values of all occurrences together, and so does not tell where one of them is short of a word.
    static List<List<string>> Groups(ParseResult parsed)
    {
        var groups = new List<List<string>>();
        bool isOurs = false;
        foreach (Token token in parsed.Tokens)
        {
            if (token.Type != TokenType.Argument)
            {
                isOurs = token.Value == Flag;
                if (isOurs)
                {
                    groups.Add([]);
                }
            }
            else if (isOurs)
            {
                groups[^1].Add(token.Value);
            }
        }

        return groups;
    }

    static (string Log, MultilineOptions Options) Read(List<string> words, MultilineOptions standard)
    {
        if (words.Count < 2)
        {
            throw Refused(string.Join(' ', words), Usage);
        }

        MultilineOptions options = standard with { Start = words[1], StartFlag = $"{Flag} {words[0]}" };
        foreach (string word in words.Skip(2))
        {
            options = word switch
            {
                _ when word.StartsWith(MaxLines, StringComparison.Ordinal) => options with { MaxLines = ReadLines(words[0], word) },
                _ when word.StartsWith(MaxAge, StringComparison.Ordinal) => options with { MaxAge = ReadAge(words[0], word) },
                _ => throw Refused(words[0], $"`{word}` is neither {MaxLines}N nor {MaxAge}DURATION; quote an expression with spaces"),
            };
        }

        return (words[0], options);
    }

    static int ReadLines(string log, string word) =>
        int.TryParse(word.AsSpan(MaxLines.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int lines)
        && lines is >= 1 and <= MultilineOptions.MostLines
            ? lines
            : throw Refused(log, $"`{word}`: give a number from 1 to {MultilineOptions.MostLines}");

    static TimeSpan ReadAge(string log, string word) =>
        GoDuration.TryParse(word[MaxAge.Length..], out TimeSpan age) && age >= MultilineOptions.ShortestAge
            ? age
            : throw Refused(log, $"`{word}`: give a duration such as 250ms, 10s or 1m30s");

    static CommandFailedException Refused(string log, string why) =>
        new(ExitCode.Usage, log.Length == 0 ? $"{Flag}: {why}" : $"{Flag} {log}: {why}");
}
