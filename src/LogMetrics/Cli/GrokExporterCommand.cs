using LogMetrics.Compiler;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Configuration;
using LogMetrics.Hosting;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.State;
using LogMetrics.Server;

namespace LogMetrics.Cli;

/// <summary><c>logmetrics grok-exporter</c>: takes grok_exporter's own flags, so that a unit file changes by one word.</summary>
/// <remarks>Also its exit codes: 255 for whatever is wrong at the start, 2 for flags that cannot be read.</remarks>
static class GrokExporterCommand
{
    public const string Example = "logmetrics grok-exporter -config /etc/grok_exporter/config.yml";

    const int StartFailed = 255;

    public static async Task<int> RunAsync(string[] args, ProcessSignals signals)
    {
        GoFlags flags = CreateFlags();
        if (!flags.TryParse(args, out string error))
        {
            await Console.Error.WriteAsync(error.Length == 0 ? "" : error + Environment.NewLine);
            flags.WriteUsage(Console.Error);
            return error.Length == 0 ? ExitCode.Done : ExitCode.Usage;
        }

        if (flags.Bool("version"))
        {
            string platform = $"linux-{GrokExporterMetrics.ArchitectureName()}";
            Console.Out.WriteLine($"grok_exporter version: logmetrics {ProductVersion.Text} (platform: {platform})");
            return ExitCode.Done;
        }

        try
        {
            return await RunAsync(flags, signals);
        }
        catch (CommandFailedException failure)
        {
            throw new CommandFailedException(StartFailed, failure.Message);
        }
    }

    /// <summary>The flags of grok_exporter.</summary>
    internal static GoFlags CreateFlags()
    {
        var flags = new GoFlags();
        flags.AddText("config", "", "Path to the config file. Try '-config ./example/config.yml' to get started.");
        flags.AddBool("showconfig", false, "Print the configuration in version 3 to the console and exit.");
        flags.AddBool("version", false, "Print the version and exit.");
        flags.AddBool("disable-exporter-metrics", false, "Show the metrics of the configuration and grok_exporter_* only, without process_*, dotnet_* and logmetrics_*.");
        flags.AddText("state-dir", "", "Keep values and positions in this folder over restarts; not a flag of grok_exporter.");
        flags.AddDuration("state-interval", TimeSpan.FromSeconds(10), "How often the state is brought to the disk; not a flag of grok_exporter.");
        return flags;
    }

    static StateOptions? StateOf(GoFlags flags)
    {
        string directory = flags.Text("state-dir");
        TimeSpan interval = flags.Duration("state-interval");
        if (interval < TimeSpan.FromMilliseconds(100))
        {
            throw new CommandFailedException(StartFailed, $"-state-interval is {interval}, and has to be 100ms at least");
        }

        return directory.Length > 0 ? new StateOptions { Directory = directory, Interval = interval } : null;
    }

    static async Task<int> RunAsync(GoFlags flags, ProcessSignals signals)
    {
        string path = flags.Text("config");
        bool shows = flags.Bool("showconfig");
        if (path.Length == 0)
        {
            throw new CommandFailedException(
                StartFailed, $"Usage: logmetrics grok-exporter {(shows ? "-showconfig " : "")}-config <path>");
        }

        CompileOptions options = CompileOptions.Default with { ReadImport = ImportedFileReader.Read };
        GrokExporterConfiguration configuration = ConfigurationFile.Read(path, options);
        if (shows)
        {
            Console.Out.Write(ConfigurationPrinter.Print(configuration));
            return ExitCode.Done;
        }

        if (configuration.WrittenVersion == 2)
        {
            await Console.Error.WriteLineAsync($"{path}: configuration version 2 works; -showconfig prints the same in version 3");
        }

        ConfigurationSettings.RequireLogs(configuration.Input, path);
        EngineSettings settings = ConfigurationSettings.Add(
            new EngineSettings { Sources = new SourceOptions { Logs = [] }, Compile = options, Limits = Limits.Default }, path, configuration);
        settings = settings with
        {
            HasGrokExporterMetrics = true,
            HidesProcessMetrics = flags.Bool("disable-exporter-metrics"),
            ProgramPollInterval = TimeSpan.Zero,
            State = StateOf(flags),
        };
        return await Exporter.RunAsync(settings, ConfigurationSettings.ServerOf(configuration, path), LogSettings.Default, signals);
    }
}
