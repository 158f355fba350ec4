using LogMetrics.Runtime.Inputs.Decoding;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>How the lines of each file are decoded: that depends on which of the operator's words finds it.</summary>
/// <remarks>A file keeps what its first name gave it. What a log is rotated to has the name of the log.</remarks>
sealed class FileDecodings
{
    readonly (FileGlob Glob, LineDecoding Decoding)[] _named;
    readonly LineDecoding _others;

    /// <summary>Prepares them, for one thread.</summary>
    /// <exception cref="SourceUsageException">The start of records is no regular expression.</exception>
    internal FileDecodings(SourceOptions options, Limits limits, InputEvents events, TimeProvider time)
    {
        string directory = Directory.GetCurrentDirectory();
        _named =
        [
            .. from named in options.MultilineBySource
               let address = SourceAddress.Parse(named.Log, options.LogsFlag, directory) as SourceAddress.Files
               where address is not null
               select (address.Glob, new LineDecoding(options, named.Options, limits, events, time)),
        ];
        _others = new LineDecoding(options, options.Multiline, limits, events, time);
        JoinsLines = _others.JoinsLines || _named.Length > 0;
    }

    /// <summary>Whether records are put together of several lines in any file, and may have to be finished because of their age.</summary>
    internal bool JoinsLines { get; }

    /// <summary>How the lines of a file are decoded.</summary>
    /// <param name="name">What its lines are said to come from.</param>
    internal LineDecoding Of(string name)
    {
        foreach ((FileGlob glob, LineDecoding decoding) in _named)
        {
            if (glob.IsMatch(name))
            {
                return decoding;
            }
        }

        return _others;
    }
}
