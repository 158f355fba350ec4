using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Runtime.Execution;

/// <summary>The line that is being processed, and what programs keep for as long as one line lasts.</summary>
/// <remarks>One for each <see cref="ProgramSet"/>, filled again for every line. Plain fields: the engine thread alone uses
/// it, and every node of every program reads them.</remarks>
sealed class LineContext(Limits limits, ExecutionOptions options)
{
    // Seconds since 1970 of midnight, January 1 of the year 1: Go's zero time, which stands for "not set".
    const long ZeroTimeSeconds = -62_135_596_800;

    bool _isTimeSet;
    long _registerSeconds;

    /// <summary>Where times without a zone were written.</summary>
    public TimeZoneInfo TimeZone => options.TimeZone;

    /// <summary>The year of times that tell none; 0 leaves them there.</summary>
    public int YearIfNone { get; private set; }

    /// <summary>Strings made for this line.</summary>
    public ScratchBytes Scratch { get; } = new(limits.MaxScratchBytesPerLine);

    /// <summary>The line, without its terminator.</summary>
    public StringValue Line { get; private set; } = StringValue.Empty;

    /// <summary>The name of the line's source.</summary>
    public StringValue SourceName { get; set; } = StringValue.Empty;

    /// <summary>What is known of the container that the line is from.</summary>
    public ContainerFacts Container { get; set; } = ContainerFacts.None;

    /// <summary>What the container wrote the line to.</summary>
    public LineStream Stream { get; set; }

    /// <summary>What came along with the line; empty for most sources.</summary>
    public StringValue Extra { get; set; } = StringValue.Empty;

    /// <summary>The number of the line since the start: what was noted under it is valid only for this line.</summary>
    public long Number { get; private set; }

    /// <summary>The clock, read once for a batch.</summary>
    public long ClockNanoseconds { get; private set; }

    /// <summary>What every change to a series is stamped with: the time register, else the clock.</summary>
    public long StampNanoseconds { get; private set; }

    /// <summary>The time register in seconds since 1970, else the clock.</summary>
    public long TimeSeconds => _isTimeSet ? _registerSeconds : ClockNanoseconds / 1_000_000_000;

    /// <summary>The matched flag, which <c>otherwise</c> reads.</summary>
    public bool Matched { get; set; }

    /// <summary>Whether a pattern of the program has matched.</summary>
    public bool AnyPatternMatched { get; set; }

    /// <summary>Whether a rule of the program has matched and changed its metric.</summary>
    public bool AnyRuleMatched { get; set; }

    /// <summary>Where the program failed; null while it did not.</summary>
    public ErrorPlace? Error { get; private set; }

    /// <summary>The text that the error is about.</summary>
    public StringValue ErrorText { get; private set; } = StringValue.Empty;

    public void SetClock(DateTimeOffset now)
    {
        ClockNanoseconds = (now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
        YearIfNone = options.AssumeCurrentYear ? TimeZoneInfo.ConvertTime(now, options.TimeZone).Year : 0;
    }

    public void StartLine(byte[] buffer, int start, int length)
    {
        Line = new StringValue(buffer, start, length);
        Number++;
        Scratch.Clear();
    }

    public void StartProgram()
    {
        StampNanoseconds = ClockNanoseconds;
        _isTimeSet = false;
        Matched = false;
        AnyPatternMatched = false;
        Error = null;
    }

    public void SetTime(UnixTime time)
    {
        _isTimeSet = time != new UnixTime(ZeroTimeSeconds, 0);
        _registerSeconds = time.Seconds;
        StampNanoseconds = _isTimeSet ? time.TotalNanoseconds : ClockNanoseconds;
    }

    /// <summary>Notes an error; what follows is up to the caller, who leaves the program.</summary>
    /// <returns>False, always, so that a node can fail with one statement.</returns>
    public bool Fail(ErrorPlace place) => Fail(place, StringValue.Empty);

    /// <summary>Takes an error back that ends no more than a block.</summary>
    public void ForgetError()
    {
        Error = null;
        ErrorText = StringValue.Empty;
    }

    /// <summary>The same for an error about a text.</summary>
    public bool Fail(ErrorPlace place, StringValue text)
    {
        Error = place;
        ErrorText = text;
        return false;
    }
}
