using System.CommandLine;
using LogMetrics.Configuration;

namespace LogMetrics.Cli;

/// <summary>What <c>%{NAME}</c> in a pattern means, for every command that compiles patterns.</summary>
sealed class GrokOptions
{
    readonly DefaultedOption<GrokSet> _set = OptionValues.OneOf(
        "--grok", "The built-in set of grok patterns.", ("legacy", GrokSet.Legacy), ("ecs-v1", GrokSet.EcsV1));

    readonly Option<string[]> _patterns = new("--grok-patterns")
    {
        Description = "A file of grok patterns as Logstash has them, or a folder with some; may be repeated.",
        HelpName = "DIR|FILE",
    };

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Add(_set);
        command.Add(_patterns);
    }

    /// <summary>The built-in set.</summary>
    public GrokSet SetIn(ParseResult parsed) => _set.In(parsed);

    /// <summary>The files and folders.</summary>
    public IReadOnlyList<string> PatternsIn(ParseResult parsed) => parsed.GetValue(_patterns) ?? [];
}
