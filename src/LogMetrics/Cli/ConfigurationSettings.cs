using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Configuration;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Cli;

/// <summary>A grok_exporter configuration → settings of the engine.</summary>
static class ConfigurationSettings
{
    /// <summary>Adds what a configuration says; what the command line says counts more.</summary>
    public static EngineSettings Add(EngineSettings settings, string path, GrokExporterConfiguration configuration)
    {
        SourceOptions sources = settings.Sources;
        InputSettings input = configuration.Input;
        return settings with
        {
            Programs = [.. settings.Programs, path],
            ConfigurationFile = path,
            ExpiryInterval = configuration.RetentionCheckInterval,
            Sources = sources.Logs.Count > 0 ? sources : sources with
            {
                Logs = LogsOf(input),
                LogsFlag = path,
                ReadFrom = input.ReadAll ? ReadFrom.Beginning : ReadFrom.End,
                PollInterval = input.PollInterval is { } poll && poll > TimeSpan.FromMilliseconds(1) ? poll : sources.PollInterval,
            },
        };
    }

    static IReadOnlyList<string> LogsOf(InputSettings input) => input.Type switch
    {
        InputType.File => [.. input.Paths.Select(path => path.Value)],
        InputType.StandardInput => ["-"],
        _ => [],
    };
}
