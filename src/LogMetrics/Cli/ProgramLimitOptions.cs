using System.CommandLine;
using LogMetrics.Compiler;
using LogMetrics.Hosting;

namespace LogMetrics.Cli;

/// <summary>The limits of programs, for every command that compiles.</summary>
sealed class ProgramLimitOptions
{
    readonly DefaultedOption<int> _maxPatternBytes = OptionValues.Limit(
        "--max-pattern-bytes", "The longest pattern of a program.", CompileOptions.Default.MaxPatternBytes, 1, 16 * 1024 * 1024);

    readonly DefaultedOption<int> _maxNestingDepth = OptionValues.Limit(
        "--max-nesting-depth", "How deep a program may nest.", CompileOptions.Default.MaxNestingDepth, 1, 1000);

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Add(_maxPatternBytes);
        command.Add(_maxNestingDepth);
    }

    /// <summary>What the user asked for.</summary>
    public CompileOptions In(ParseResult parsed) => CompileOptions.Default with
    {
        MaxPatternBytes = _maxPatternBytes.In(parsed),
        MaxNestingDepth = _maxNestingDepth.In(parsed),
        ReadImport = ImportedFileReader.Read,
    };
}
