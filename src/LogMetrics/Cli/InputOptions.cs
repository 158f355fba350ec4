using System.CommandLine;
using LogMetrics.Configuration;
using LogMetrics.Runtime;

namespace LogMetrics.Cli;

/// <summary>The options on how bytes become lines, which <c>run</c> and <c>once</c> have in common.</summary>
sealed class InputOptions
{
    readonly DefaultedOption<int> _maxConnections = OptionValues.Limit(
        "--max-connections", "Clients that a socket has at once; more are turned away.", Limits.Default.MaxConnections, 1, 65_536);

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Add(_maxConnections);
    }

    /// <summary>Settings with what the user asked for.</summary>
    public EngineSettings In(ParseResult parsed, EngineSettings settings) => settings with
    {
        Limits = settings.Limits with { MaxConnections = _maxConnections.In(parsed) },
    };
}
