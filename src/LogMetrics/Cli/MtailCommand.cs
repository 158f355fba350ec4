using LogMetrics.Configuration;
using LogMetrics.Server;

namespace LogMetrics.Cli;

/// <summary><c>logmetrics mtail</c>: takes mtail's own flags, so that a unit file changes by one word.</summary>
/// <remarks>Also its exit codes: 1 for whatever is wrong at the start, 2 for flags that cannot be read.</remarks>
static class MtailCommand
{
    public const string Example = "logmetrics mtail -progs /etc/mtail -logs '/var/log/apache2/*.log' -port 3903";

    public static async Task<int> RunAsync(string[] args, ProcessSignals signals)
    {
        GoFlags flags = MtailFlags.Create();
        if (!flags.TryParse(args, out string error))
        {
            await Console.Error.WriteAsync(error.Length == 0 ? "" : error + Environment.NewLine);
            flags.WriteUsage(Console.Error);
            return error.Length == 0 ? ExitCode.Done : ExitCode.Usage;
        }

        if (flags.Bool("version"))
        {
            Console.Out.WriteLine($"logmetrics version {ProductVersion.Text}, with mtail's flags");
            return ExitCode.Done;
        }

        MtailFlags.RefuseWhatThereIsNot(flags);
        try
        {
            return await RunAsync(flags, signals);
        }
        catch (CommandFailedException failure)
        {
            throw new CommandFailedException(ExitCode.InputWrong, failure.Message);
        }
    }

    static async Task<int> RunAsync(GoFlags flags, ProcessSignals signals)
    {
        RefuseIncomplete(flags);
        EngineSettings settings = MtailFlags.EngineSettingsOf(flags);
        if (flags.Bool("compile_only"))
        {
            return MtailOneShot.Compile(settings, DumpsPrograms(flags));
        }

        if (flags.Bool("one_shot"))
        {
            return await MtailOneShot.RunAsync(settings, IsJson(flags));
        }

        bool detailed = flags.Text("v") is not ("" or "0");
        var log = new LogSettings(LogFormat.Text, detailed ? LogLevel.Debug : LogLevel.Information);
        return await Exporter.RunAsync(settings, MtailFlags.ServerSettingsOf(flags), log, signals);
    }

    static bool DumpsPrograms(GoFlags flags) =>
        flags.Bool("dump_ast") || flags.Bool("dump_ast_types") || flags.Bool("dump_bytecode");

    static void RefuseIncomplete(GoFlags flags)
    {
        string? missing = flags.Rest.Count > 0
            ? $"too many arguments: {string.Join(' ', flags.Rest)} (-logs can be repeated, or its names separated by commas)"
            : flags.Text("progs").Length == 0
            ? "-progs is missing: name a program or a folder with *.mtail files"
            : flags.List("logs").Count == 0 && !flags.Bool("compile_only") && !DumpsPrograms(flags)
            ? "-logs is missing: name the logs to read, once or more"
            : null;
        if (missing is not null)
        {
            throw new CommandFailedException(ExitCode.InputWrong, missing);
        }
    }

    static bool IsJson(GoFlags flags) => flags.Text("one_shot_format") switch
    {
        "json" => true,
        "prometheus" => false,
        string other => throw new CommandFailedException(
            ExitCode.InputWrong, $"unsupported format: \"{other}\": -one_shot_format is json or prometheus"),
    };
}
