using System.Collections.Immutable;

namespace LogMetrics.Runtime.Execution;

/// <summary>What a program has done since it was loaded.</summary>
/// <param name="Name">Its file name, extension included.</param>
/// <param name="Lines">The lines it was given.</param>
/// <param name="MatchedLines">Those on which one of its patterns matched.</param>
/// <param name="Errors">Its runtime errors.</param>
/// <param name="ErrorMessages">The first ones of different places, with file, line and column; without log content.</param>
/// <param name="IsUnloaded">True when it was stopped because of a bug in the runtime.</param>
public sealed record ProgramStatistics(
    string Name,
    long Lines,
    long MatchedLines,
    long Errors,
    ImmutableArray<string> ErrorMessages,
    bool IsUnloaded);
