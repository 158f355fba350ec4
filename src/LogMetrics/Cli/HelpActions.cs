using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using LogMetrics.Configuration;

namespace LogMetrics.Cli;

/// <summary>Prints the help of a command, and below it an example to copy.</summary>
sealed class ExampleHelpAction(HelpAction inner) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        string example = parseResult.CommandResult.Command.Name switch
        {
            "run" => RunCommand.Example,
            "once" => OnceCommand.Example,
            "check" => CheckCommand.Example,
            "match" => MatchCommand.Example,
            "state" or "show" => StateCommand.Example,
            "mtail" => MtailCommand.Example,
            "convert" => ConvertCommand.Example,
            "grok-exporter" => GrokExporterCommand.Example,
            _ => OnceCommand.Example,
        };
        output.WriteLine("Example:");
        foreach (string line in example.ReplaceLineEndings("\n").Split('\n'))
        {
            output.WriteLine($"  {line}");
        }

        return ExitCode.Done;
    }
}

/// <summary>Prints the version.</summary>
sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"logmetrics {ProductVersion.Text}");
        return ExitCode.Done;
    }
}
