using LogMetrics.Runtime.Inputs.Decoding;

namespace LogMetrics.Runtime.Inputs;

/// <summary>What to read and how, as the operator said it.</summary>
public sealed record SourceOptions
{
    /// <summary>Paths, globs (<c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>\x</c>; <c>**</c> for any depth), <c>file:///path</c>, or
    /// <c>-</c> for standard input.</summary>
    public required IReadOnlyList<string> Logs { get; init; }

    /// <summary>The name of the source of lines that come by requests; null when none do.</summary>
    public string? Requests { get; init; }

    /// <summary>The flag that <see cref="Logs"/> came by, for messages.</summary>
    public string LogsFlag { get; init; } = "--logs";

    /// <summary>Where reading begins in files that are there at the start. With <see cref="Once"/> always at their first byte.</summary>
    public ReadFrom ReadFrom { get; init; } = ReadFrom.End;

    /// <summary>How lines lie in the sources.</summary>
    public InputFormat Format { get; init; } = InputFormat.Raw;

    /// <summary>How lines are put together to records in the sources that <see cref="MultilineBySource"/> says nothing about; null
    /// when each line is one.</summary>
    public MultilineOptions? Multiline { get; init; }

    /// <summary>How lines are put together to records in some of the sources, each named by its word in <see cref="Logs"/>. Where
    /// several fit a file, the first one counts.</summary>
    public IReadOnlyList<(string Log, MultilineOptions Options)> MultilineBySource { get; init; } = [];

    /// <summary>Where the lines are copied to as they came; null copies them nowhere.</summary>
    public LineTee? Tee { get; init; }

    /// <summary>Whether the engine is told where each line comes from, so that another process can go on there. Then a line
    /// that has not ended when reading stops is left to that process.</summary>
    public bool NotesPositions { get; init; }

    /// <summary>Read every source from its first byte to its end, one after the other in the order given, and finish.</summary>
    public bool Once { get; init; }

    /// <summary>Whether what stands behind the last line end of a file is no line, however long nothing follows it: as
    /// grok_exporter has it. Otherwise it is one when the file has ended or the process does.</summary>
    public bool OnlyWholeLines { get; init; }

    /// <summary>Files whose base name this regular expression matches anywhere are not read; null or empty ignores none.</summary>
    public string? IgnoredNamePattern { get; init; }

    /// <summary>The flag that <see cref="IgnoredNamePattern"/> came by, for messages.</summary>
    public string IgnoredNamePatternFlag { get; init; } = "--ignore-filename-regex";

    /// <summary>How often files that change are looked at. 250 ms.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often at least files that have not changed for a while, and directories, are looked at. 1 s.</summary>
    public TimeSpan IdlePollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a rotated or deleted file is held open after its last new byte. 30 s: writers that are told late to
    /// open the new file go on with the old one until then.</summary>
    public TimeSpan RotateWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the end of the process may wait for what is already readable. 5 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How lines are put together to records in the source of a word.</summary>
    internal MultilineOptions? MultilineOf(string log)
    {
        foreach ((string named, MultilineOptions options) in MultilineBySource)
        {
            if (named == log)
            {
                return options;
            }
        }

        return Multiline;
    }
}
