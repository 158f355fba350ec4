using System.CommandLine;
using System.CommandLine.Help;
using LogMetrics.Configuration;
using LogMetrics.Server;

namespace LogMetrics.Cli;

/// <summary>Start here: words of a shell → one of the commands → an exit code.</summary>
static class CommandLine
{
    /// <summary>Runs the command that the words name. Whatever is wrong becomes lines on standard error and a code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        // Other programs have taught people to ask so.
        args = args is ["help", .. string[] command] ? [.. command, "--help"] : args;
        using var signals = new ProcessSignals();
        if (args is ["run", ..])
        {
            // First of all: a service manager may stop what it has just started.
            signals.Take();
        }

        OpenFiles.Prepare();
        StandardOutput.Adopt();
        if (args is ["mtail", ..])
        {
            return await EndingWithCode("logmetrics mtail", () => MtailCommand.RunAsync(args[1..], signals));
        }

        if (args is ["grok-exporter", ..])
        {
            return await EndingWithCode("logmetrics grok-exporter", () => GrokExporterCommand.RunAsync(args[1..], signals));
        }

        RootCommand root = CreateRoot(signals, args.FirstOrDefault());
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Action is HelpAction or ExampleHelpAction or VersionAction)
        {
            return await EndingWithCode("logmetrics", () => parsed.InvokeAsync(WithOwnHandling));
        }

        IReadOnlyList<string> errors = UsageErrors.Of(parsed, args);
        if (errors.Count > 0)
        {
            UsageErrors.Print(parsed.CommandResult.Command, errors);
            return ExitCode.Usage;
        }

        string name = $"logmetrics {parsed.CommandResult.Command.Name}";
        return await EndingWithCode(name, () => parsed.InvokeAsync(WithOwnHandling));
    }

    static InvocationConfiguration WithOwnHandling => new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    /// <summary>All commands with their options: what the help shows.</summary>
    /// <param name="signals">What steers the commands that run until they are told to stop.</param>
    /// <param name="named">The command that is asked for: when there is one of that name, it alone is made, because making all of
    /// them is a tenth of a start.</param>
    internal static RootCommand CreateRoot(ProcessSignals signals, string? named = null)
    {
        var root = new RootCommand("Follows log files, runs mtail programs on every line, and serves what they count to Prometheus.");
        root.Directives.Clear();
        (string Name, Func<Command> Create)[] commands =
        [
            ("run", () => RunCommand.Create(signals)),
            ("once", OnceCommand.Create),
            ("check", CheckCommand.Create),
            ("match", MatchCommand.Create),
            ("state", StateCommand.Create),
            ("convert", ConvertCommand.Create),
            ("mtail", () => Verbatim("mtail", "Take mtail's own flags verbatim: logmetrics mtail -progs DIR -logs GLOB.")),
            ("grok-exporter", () => Verbatim("grok-exporter", "Take grok_exporter's own flags verbatim: logmetrics grok-exporter -config FILE.")),
        ];
        bool isKnown = Array.Exists(commands, command => command.Name == named);
        foreach ((string name, Func<Command> create) in commands)
        {
            if (!isKnown || name == named)
            {
                root.Add(create());
            }
        }

        foreach (Option option in root.Options)
        {
            option.Action = option switch
            {
                HelpOption help => new ExampleHelpAction((HelpAction)help.Action!),
                VersionOption => new VersionAction(),
                _ => option.Action,
            };
        }

        return root;
    }

    static Command Verbatim(string name, string description) => new(name, description) { TreatUnmatchedTokensAsErrors = false };

    static async Task<int> EndingWithCode(string name, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (CommandFailedException failure)
        {
            await Console.Error.WriteLineAsync($"{name}: {failure.Message}");
            return failure.ExitCode;
        }
        catch (IOException closed) when (StandardOutput.IsClosed(closed))
        {
            // Who read our output had enough (`match | head`).
            return ExitCode.Done;
        }
        catch (IOException broken) when (Console.IsOutputRedirected)
        {
            await Console.Error.WriteLineAsync($"{name}: standard output: {broken.Message}");
            return ExitCode.SystemFailure;
        }
    }
}
