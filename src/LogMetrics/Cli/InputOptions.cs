using System.CommandLine;
using System.CommandLine.Parsing;
using LogMetrics.Compiler.Programs;
using LogMetrics.Configuration;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs.Decoding;

namespace LogMetrics.Cli;

/// <summary>The options on how bytes become lines, which <c>run</c> and <c>once</c> have in common.</summary>
sealed class InputOptions
{
    readonly DefaultedOption<int> _maxConnections = OptionValues.Limit(
        "--max-connections", "Clients that a socket has at once; more are turned away.", Limits.Default.MaxConnections, 1, 65_536);

    readonly DefaultedOption<int> _maxOpenFiles = OptionValues.Limit(
        "--max-open-files",
        "Log files that are open at once, if the system allows as many; others are opened in turns.",
        Limits.Default.MaxOpenFiles,
        8,
        1_000_000);

    readonly DefaultedOption<InputFormat> _format = OptionValues.OneOf(
        "--input-format",
        "How lines lie in the logs: as they are, or wrapped by a container runtime; auto takes either.",
        ("auto", InputFormat.Auto),
        ("raw", InputFormat.Raw),
        ("docker", InputFormat.Docker),
        ("cri", InputFormat.Cri));

    readonly Option<string[]> _sourceLabels = new("--source-labels")
    {
        Description = "Add these labels to every series: some of pod, namespace, container, container_id, stream.",
        HelpName = "NAMES",
        CustomParser = ReadNames,
    };

    readonly Option<string?> _multilineStart = new("--multiline-start")
    {
        Description = "A record begins with each line that this regular expression matches, and has the lines that follow.",
        HelpName = "REGEX",
    };

    readonly MultilineOption _multiline = new();

    readonly DefaultedOption<int> _multilineMaxLines = OptionValues.Limit(
        "--multiline-max-lines", "The most lines of a record; the next begins another.", 500, 1, MultilineOptions.MostLines);

    readonly DefaultedOption<TimeSpan> _multilineMaxAge = OptionValues.Duration(
        "--multiline-max-age", "How long nothing is added until a record is complete.", "5s", MultilineOptions.ShortestAge);

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        if (!command.Options.Any(option => option.Name == "--format"))
        {
            // The name that agents on nodes give it; once has another use for it.
            _format.Aliases.Add("--format");
        }

        command.Add(_format);
        command.Add(_sourceLabels);
        command.Add(_multilineStart);
        command.Add(_multiline);
        command.Add(_multilineMaxLines);
        command.Add(_multilineMaxAge);
        command.Add(_maxOpenFiles);
        command.Add(_maxConnections);
    }

    /// <summary>Settings with what the user asked for.</summary>
    /// <exception cref="CommandFailedException">An option with several words is short of one, or has a malformed one.</exception>
    public EngineSettings In(ParseResult parsed, EngineSettings settings) => settings with
    {
        Sources = settings.Sources with
        {
            Format = _format.In(parsed),
            Multiline = parsed.GetValue(_multilineStart) is { } start ? RecordsOf(parsed, start) : null,
            MultilineBySource = MultilineOption.In(parsed, RecordsOf(parsed, "")),
        },
        Compile = settings.Compile with { SourceLabels = [.. parsed.GetValue(_sourceLabels) ?? []] },
        Limits = settings.Limits with
        {
            MaxConnections = _maxConnections.In(parsed),
            MaxOpenFiles = _maxOpenFiles.In(parsed),
        },
    };

    MultilineOptions RecordsOf(ParseResult parsed, string start) => new()
    {
        Start = start,
        MaxLines = _multilineMaxLines.In(parsed),
        MaxAge = _multilineMaxAge.In(parsed),
    };

    static string[] ReadNames(ArgumentResult argument)
    {
        string[] names = argument.Tokens[0].Value.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (names.FirstOrDefault(name => !SourceLabelNames.All.Contains(name)) is { } wrong)
        {
            argument.AddError($"--source-labels: `{wrong}` is none of {string.Join(", ", SourceLabelNames.All)}");
        }

        return [.. names.Distinct(StringComparer.Ordinal)];
    }
}
