using LogMetrics.Regex;

namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>How the lines of sources are decoded that one thread reads, and that are alike.</summary>
sealed class LineDecoding
{
    readonly InputFormat _format;
    readonly bool _isSyslog;
    readonly LineTee? _tee;
    readonly MultilineOptions? _multiline;
    readonly Regexp? _recordStart;
    readonly Limits _limits;
    readonly InputEvents _events;
    readonly TimeProvider _time;

    /// <summary>Prepares it.</summary>
    /// <exception cref="SourceUsageException">The start of records is no regular expression.</exception>
    internal LineDecoding(
        SourceOptions options, MultilineOptions? multiline, Limits limits, InputEvents events, TimeProvider time, bool isSyslog = false)
    {
        _format = options.Format;
        _isSyslog = isSyslog;
        _tee = options.Tee;
        _multiline = multiline;
        _limits = limits;
        _events = events;
        _time = time;

        // A pattern has working memory of its own, and so serves one thread.
        _recordStart = _multiline is null ? null : Compile(_multiline);
    }

    /// <summary>Whether records are put together of several lines, and may have to be finished because of their age.</summary>
    internal bool JoinsLines => _multiline is not null;

    /// <summary>What decodes one source.</summary>
    internal LineDecoder NewDecoder()
    {
        RecordJoiner? joiner = _multiline is null
            ? null
            : new RecordJoiner(_recordStart!, _multiline, _limits.MaxLineBytes, _events, _time);
        return _isSyslog ? new SyslogDecoder(_events, joiner)
            : _format == InputFormat.Raw
            ? new RawDecoder(joiner)
            : new ContainerDecoder(_format, _limits.MaxLineBytes, _events, joiner);
    }

    /// <summary>What cuts the bytes of one source into lines.</summary>
    internal LineSplitter NewSplitter(bool skipsHoles) =>
        new(_limits.MaxLineBytes, NewDecoder(), _events, skipsHoles, _tee);

    static Regexp Compile(MultilineOptions options)
    {
        try
        {
            return Regexp.Compile(options.Start);
        }
        catch (RegexpParseException exception)
        {
            throw new SourceUsageException($"{options.StartFlag} {options.Start}: {exception.Message}");
        }
    }
}
