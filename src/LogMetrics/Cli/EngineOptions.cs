using System.CommandLine;
using LogMetrics.Compiler;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Configuration;
using LogMetrics.Hosting;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Cli;

/// <summary>The options that <c>run</c> and <c>once</c> have in common.</summary>
/// <param name="logLevel">The level of the log when none is asked for.</param>
sealed class EngineOptions(LogLevel logLevel)
{
    // From the least important one on, as the levels are numbered.
    static readonly (string Word, LogLevel Level)[] Levels =
    [
        ("debug", LogLevel.Debug), ("info", LogLevel.Information), ("warn", LogLevel.Warning), ("error", LogLevel.Error),
    ];

    readonly Option<string[]> _programs = new("--programs")
    {
        Description = "Program files, or folders with *.mtail files.",
        HelpName = "PATH...",
        AllowMultipleArgumentsPerToken = true,
    };

    readonly Option<string[]> _logs = new("--logs")
    {
        Description = "Log files or globs (quote them), named pipes, sockets (tcp:, udp:, unix:, unixgram:); - is standard input.",
        HelpName = "GLOB...",
        AllowMultipleArgumentsPerToken = true,
    };

    readonly Option<string?> _config = new("--config")
    {
        Description = "A grok_exporter configuration; its input is read unless --logs says otherwise.",
        HelpName = "FILE",
    };

    readonly Option<bool> _programLabel = new("--program-label")
    {
        Description = "Add the label prog=\"FILE\" to every series, as mtail does.",
    };

    readonly Option<bool> _emitMetricTimestamp = new("--emit-metric-timestamp")
    {
        Description = "Give each sample the time of its last update.",
    };

    readonly DefaultedOption<TimeZoneInfo> _timeZone = new(
        "--timezone", "The zone of timestamps that name none, such as Europe/Berlin.", "UTC", TimeZoneInfo.Utc)
    {
        HelpName = "NAME",
        CustomParser = OptionValues.TimeZone,
    };

    readonly Option<string?> _ignoreFilenames = new("--ignore-filenames")
    {
        Description = "Do not read files in whose base name this regular expression finds a match.",
        HelpName = "REGEX",
    };

    readonly DefaultedOption<LogFormat> _logFormat = OptionValues.OneOf(
        "--log-format", "How LogMetrics writes its own log to standard error.", ("text", LogFormat.Text), ("json", LogFormat.Json));

    readonly DefaultedOption<LogLevel> _logLevel = OptionValues.OneOf(
        "--log-level", "The least important level that is written.", Levels, logLevel - LogLevel.Debug);

    readonly DefaultedOption<int> _maxLineBytes = OptionValues.Limit(
        "--max-line-bytes", "The longest line; more is cut and counted.", Limits.Default.MaxLineBytes, 64, 256 * 1024 * 1024);

    readonly DefaultedOption<int> _maxLabelValueBytes = OptionValues.Limit(
        "--max-label-value-bytes", "The longest label value; more is cut.", Limits.Default.MaxLabelValueBytes, 16, 1024 * 1024);

    readonly DefaultedOption<int> _maxSeriesPerMetric = OptionValues.Limit(
        "--max-series-per-metric", "Series of one metric; more share one, __other__.", Limits.Default.MaxSeriesPerMetric, 1, int.MaxValue);

    readonly DefaultedOption<int> _maxSeries = OptionValues.Limit(
        "--max-series", "Series of all metrics together; more share __other__.", Limits.Default.MaxSeries, 1, int.MaxValue);

    readonly ProgramLimitOptions _programLimits = new();
    readonly GrokOptions _grok = new();
    readonly InputOptions _input = new();

    /// <summary>Adds what every run needs, in the order in which the help shows it.</summary>
    public void AddMainTo(Command command)
    {
        command.Add(_programs);
        command.Add(_logs);
        command.Add(_config);
        command.Validators.Add(result =>
        {
            // An option that stands there without a value is reported by itself, and cannot be asked for one.
            bool hasConfig = result.GetResult(_config) is not null;
            if (!hasConfig && result.GetResult(_programs) is null)
            {
                result.AddError("`--programs` is missing: name programs or folders with *.mtail files, or a grok_exporter configuration with --config");
            }

            if (!hasConfig && result.GetResult(_logs) is null)
            {
                result.AddError("`--logs` is missing: name log files, globs, or - for standard input");
            }
        });
    }

    /// <summary>Adds the options that change details.</summary>
    public void AddDetailsTo(Command command)
    {
        Option[] details =
        [
            _programLabel, _emitMetricTimestamp, _timeZone, _ignoreFilenames, _logFormat, _logLevel,
            _maxLineBytes, _maxLabelValueBytes, _maxSeriesPerMetric, _maxSeries,
        ];
        foreach (Option option in details)
        {
            command.Add(option);
        }

        _input.AddTo(command);
        _programLimits.AddTo(command);
        _grok.AddTo(command);
    }

    /// <summary>What the user asked for.</summary>
    /// <exception cref="CommandFailedException">The configuration has errors, or names of sources do not fit together.</exception>
    public EngineSettings SettingsOf(ParseResult parsed)
    {
        EngineSettings settings = _input.In(parsed, ReadOptions(parsed));
        settings = parsed.GetValue(_config) is string path
            ? ConfigurationSettings.Add(settings, path, ConfigurationFile.Read(path, settings.Compile))
            : settings;
        MultilineOption.Check(settings.Sources);
        return settings;
    }

    /// <summary>The configuration of <c>--config</c>, and whether its logs are the ones to be read; null when there is none.</summary>
    public (string Path, GrokExporterConfiguration Configuration, bool NamesLogs)? ConfigurationOf(ParseResult parsed, CompileOptions options) =>
        parsed.GetValue(_config) is string path
            ? (path, ConfigurationFile.Read(path, options), parsed.GetResult(_logs) is null)
            : null;

    /// <summary>How the log is to be written.</summary>
    public LogSettings LogSettingsOf(ParseResult parsed) => new(_logFormat.In(parsed), _logLevel.In(parsed));

    EngineSettings ReadOptions(ParseResult parsed) => new()
    {
        Programs = [.. parsed.GetValue(_programs) ?? []],
        Sources = new SourceOptions
        {
            Logs = parsed.GetValue(_logs) ?? [],
            IgnoredNamePattern = parsed.GetValue(_ignoreFilenames),
            IgnoredNamePatternFlag = "--ignore-filenames",
        },
        ProgramLabel = parsed.GetValue(_programLabel),
        EmitMetricTimestamp = parsed.GetValue(_emitMetricTimestamp),
        Execution = ExecutionOptions.Default with { TimeZone = _timeZone.In(parsed) },
        Compile = _programLimits.In(parsed),
        GrokSet = _grok.SetIn(parsed),
        GrokPatterns = [.. _grok.PatternsIn(parsed)],
        Limits = Limits.Default with
        {
            MaxLineBytes = _maxLineBytes.In(parsed),
            MaxLabelValueBytes = _maxLabelValueBytes.In(parsed),
            MaxSeriesPerMetric = _maxSeriesPerMetric.In(parsed),
            MaxSeries = _maxSeries.In(parsed),
        },
    };
}
