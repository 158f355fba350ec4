using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging;

namespace LogMetrics.Runtime.Inputs;

/// <summary>What happens to sources that an operator should know: each method logs and counts.</summary>
public sealed partial class InputEvents(OwnMetrics own, ILogger logger)
{
    internal const string SourceLabel = "source";

    readonly OwnCounter _lines = own.AddCounter(
        "logmetrics_log_lines_total", "Lines read, by source.", SourceLabel);

    readonly OwnCounter _bytes = own.AddCounter(
        "logmetrics_log_bytes_total", "Bytes of the lines read, terminators included, by source.", SourceLabel);

    readonly OwnCounter _rotations = own.AddCounter(
        "logmetrics_log_rotations_total", "Times that a path came to name another file, or none.", SourceLabel);

    readonly OwnCounter _truncations = own.AddCounter(
        "logmetrics_log_truncations_total", "Times that a file was emptied or rewritten and read again from its first byte.",
        SourceLabel);

    readonly OwnCounter _oversizeLines = own.AddCounter(
        "logmetrics_oversize_lines_total", "Lines longer than the limit, which were cut.");

    readonly OwnCounter _recordsCut = own.AddCounter(
        "logmetrics_multiline_cut_total", "Records of several lines that had more than they may, and were cut.");

    readonly OwnCounter _notDecoded = own.AddCounter(
        "logmetrics_undecoded_lines_total", "Lines that are not of the format they should be, and were taken as they are, by format.",
        "format");

    readonly OwnCounter _badSyslog = own.AddCounter(
        "logmetrics_syslog_errors_total",
        "Frames and messages at syslog sockets that are none, by what is wrong: the frame, or the priority.",
        "fault");

    readonly OwnCounter _holeBytes = own.AddCounter(
        "logmetrics_hole_bytes_total", "NUL bytes of holes in files, which were skipped.");

    readonly OwnCounter _lostBytes = own.AddCounter(
        "logmetrics_lost_bytes_total",
        "Bytes of logs that were there and can no longer be read, as far as is known, by reason.",
        "reason");

    readonly OwnCounter _connections = own.AddCounter(
        "logmetrics_connections_total", "Connections that were accepted, by source.", SourceLabel);

    readonly OwnCounter _connectionsEnded = own.AddCounter(
        "logmetrics_connections_refused_total",
        "Connections that were closed because of a limit: too many of them (connections), or too many bytes of lines that they "
        + "had begun (begun_lines).",
        "limit");

    readonly OwnCounter _datagramsDropped = own.AddCounter(
        "logmetrics_datagrams_dropped_total",
        "Datagrams that the system dropped because they came faster than they were read, by source.",
        SourceLabel);

    readonly OwnCounter _errors = own.AddCounter(
        "logmetrics_log_read_errors_total", "Failed attempts to open or read a source, by reason.", "reason");

    /// <summary>Adds the gauges that are read off the sources at each scrape.</summary>
    internal void Observe(
        Func<int> openFiles,
        Func<IEnumerable<(string[] LabelValues, double Value)>> lagBytes,
        Func<IEnumerable<(string[] LabelValues, double Value)>> positionBytes,
        Func<IEnumerable<(string[] LabelValues, double Value)>> openConnections)
    {
        own.AddGauge(
            "logmetrics_connections_open", "Clients that are connected, by source.", [SourceLabel], openConnections);
        own.AddGauge("logmetrics_log_files_open", "Log files that are open.", () => openFiles());
        own.AddGauge(
            "logmetrics_source_lag_bytes", "Bytes that were written but not read yet, by source.", [SourceLabel], lagBytes);
        own.AddGauge(
            "logmetrics_source_position_bytes", "How far a source was read, by source.", [SourceLabel], positionBytes);
    }

    /// <summary>The counters of lines and bytes of a source; asked for once for each source.</summary>
    internal (OwnCounter Lines, OwnCounter Bytes) CountersOf(string label) => (_lines.With(label), _bytes.With(label));

    /// <summary>A file is read from now on.</summary>
    internal void FileOpened(string path, long position) => LogFileOpened(path, position);

    /// <summary>A path names another file, or none; the old one is read to its end.</summary>
    internal void FileRotated(string path, string label)
    {
        _rotations.With(label).Add();
        LogFileRotated(path);
    }

    /// <summary>A rotated file had no new byte for long enough, and was closed.</summary>
    internal void FileClosed(string path, long position) => LogFileClosed(path, position);

    /// <summary>A file became shorter than our position in it, or holds something else there; reading starts again at its
    /// first byte.</summary>
    internal void FileTruncated(string path, string label, long position)
    {
        _truncations.With(label).Add();
        LogFileTruncated(path, position);
    }

    /// <summary>A file lost its last bytes, and nothing else; reading goes on at its end.</summary>
    internal void FileShortened(string path, string label, long from, long to)
    {
        _truncations.With(label).Add();
        LogFileShortened(path, from, to);
    }

    /// <summary>The machine went down, and what stands in front of a position is another than it was; reading goes on where it is
    /// the same.</summary>
    internal void FileLostItsEnd(string path, string label, long from, long to)
    {
        _truncations.With(label).Add();
        LogFileLostItsEnd(path, from, to);
    }

    /// <summary>Bytes that were there are gone before they were read.</summary>
    internal void BytesLost(string path, LostBytes reason, long byteCount)
    {
        _lostBytes.With(reason == LostBytes.Truncated ? "truncated" : "gone").Add(byteCount);
        LogBytesLost(path, byteCount, reason == LostBytes.Truncated ? "it was emptied, and there is no copy" : "no file holds them");
    }

    /// <summary>A file is a copy of one that was read as far as the position; only what lies behind it is read.</summary>
    internal void CopyRecognised(string path, string original, long position) =>
        LogCopyRecognised(path, original, position);

    /// <summary>The system had no room for datagrams, and dropped them. Told when it happens first.</summary>
    internal void DatagramsDropped(string source, string label, uint count)
    {
        OwnCounter dropped = _datagramsDropped.With(label);
        if (dropped.Value == 0)
        {
            LogDatagramsDropped(source, count);
        }

        dropped.Add(count);
    }

    /// <summary>A line was longer than the limit.</summary>
    internal void OversizeLine(int maxLineBytes)
    {
        if (_oversizeLines.Value == 0)
        {
            LogOversizeLine(maxLineBytes);
        }

        _oversizeLines.Add();
    }

    /// <summary>A record had more lines than it may; the next line begins another.</summary>
    internal void RecordCut(int maxLines)
    {
        if (_recordsCut.Value == 0)
        {
            LogRecordCut(maxLines);
        }

        _recordsCut.Add();
    }

    /// <summary>A line is not of the format that it should be, and is taken as it is.</summary>
    internal void LineNotDecoded(InputFormat format)
    {
        OwnCounter counter = _notDecoded.With(format switch
        {
            InputFormat.Docker => "docker",
            _ => "cri",
        });
        if (counter.Value == 0)
        {
            LogLineNotDecoded(format);
        }

        counter.Add();
    }

    /// <summary>Something is wrong with what came to a syslog socket.</summary>
    internal void BadSyslog(SyslogFault fault)
    {
        OwnCounter counter = _badSyslog.With(fault == SyslogFault.BadFrame ? "frame" : "priority");
        if (counter.Value == 0)
        {
            LogBadSyslog(fault == SyslogFault.BadFrame
                ? "A syslog frame has no length, or one that is longer than a line may be; reading goes on behind the next line end"
                : "A syslog message begins with no priority, and is taken as it is");
        }

        counter.Add();
    }

    /// <summary>Nobody takes copies of lines any more.</summary>
    internal void TeeClosed(string reason) => LogTeeClosed(reason);

    /// <summary>NUL bytes that are no text were skipped.</summary>
    internal void HoleSkipped(long byteCount)
    {
        _holeBytes.Add(byteCount);
        LogHoleSkipped(byteCount);
    }

    /// <summary>A source could not be opened or read. Counted each time; logged when the reason is another than before.</summary>
    internal void ReadFailed(string name, FileError error, FileError errorBefore)
    {
        CountReadError(error);
        if (error != errorBefore)
        {
            LogReadFailed(name, error.Words());
        }
    }

    /// <summary>A source could not be opened or read, which is told elsewhere.</summary>
    internal void CountReadError(FileError error) => _errors.With(error.Label()).Add();

    /// <summary>A source that ends by itself could not be read to its end; nobody tries again.</summary>
    internal void ReadGivenUp(string name, FileError error)
    {
        CountReadError(error);
        LogReadGivenUp(name, error.Words());
    }

    /// <summary>What is read once is not there, or cannot be read. The command that reads it says so when it ends.</summary>
    internal void NotRead(string name, string reason) => LogNotRead(name, reason);

    /// <summary>A source that could not be read can be read again.</summary>
    internal void ReadRecovered(string name) => LogReadRecovered(name);

    /// <summary>There is no file yet under a path that was asked for.</summary>
    internal void FileAwaited(string path, string folder, bool isFolderThere)
    {
        if (isFolderThere)
        {
            LogFileAwaited(path);
        }
        else
        {
            LogFolderAwaited(folder, path);
        }
    }

    /// <summary>There is no file yet that a glob matches.</summary>
    internal void MatchAwaited(string glob, string folder, bool isFolderThere)
    {
        if (isFolderThere)
        {
            LogMatchAwaited(glob);
        }
        else
        {
            LogFolderAwaited(folder, glob);
        }
    }

    /// <summary>A path names something that is no regular file; it is left alone.</summary>
    internal void NotRegular(string path)
    {
        if (Directory.Exists(path))
        {
            LogFolderNamed(path, Path.Combine(path, "*.log"));
        }
        else
        {
            LogNotRegular(path);
        }
    }

    /// <summary>A socket is bound, under the name that its lines come by.</summary>
    internal void SocketBound(string name) => LogSocketBound(name);

    /// <summary>A client has connected.</summary>
    internal void ConnectionAccepted(string label) => _connections.With(label).Add();

    /// <summary>A client was turned away, because there are too many.</summary>
    internal void ConnectionRefused(string name, int maxConnections) =>
        CountAndLogFirst("connections", () => LogConnectionRefused(name, maxConnections));

    /// <summary>A client was cut off, because all of them together have begun lines of too many bytes.</summary>
    internal void ConnectionCut(string name, int maxBegunLineBytes) =>
        CountAndLogFirst("begun_lines", () => LogConnectionCut(name, maxBegunLineBytes));

    void CountAndLogFirst(string limit, Action log)
    {
        OwnCounter counter = _connectionsEnded.With(limit);
        if (counter.Value == 0)
        {
            log();
        }

        counter.Add();
    }

    /// <summary>A source failed in a way that nobody thought of; it is given up, and the others go on.</summary>
    internal void SourceBroken(string name, Exception exception)
    {
        _errors.With("internal").Add();
        LogSourceBroken(exception, name);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path}: reading from byte {Position}")]
    partial void LogFileOpened(string path, long position);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path}: rotated or removed; its old file is read to its end")]
    partial void LogFileRotated(string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path}: old file closed at byte {Position}")]
    partial void LogFileClosed(string path, long position);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Path}: truncated or rewritten after byte {Position} was read; reading from its first byte")]
    partial void LogFileTruncated(string path, long position);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Path}: shortened from byte {From} to {To}; lines that were taken away stay counted")]
    partial void LogFileShortened(string path, long from, long to);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Path}: was read as far as byte {From} before the machine went down, and its end is gone; reading goes on from byte {To}")]
    partial void LogFileLostItsEnd(string path, long from, long to);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: {ByteCount} bytes were lost before they were read: {Why}")]
    partial void LogBytesLost(string path, long byteCount, string why);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Path}: a copy of {Original}, which was read as far as byte {Position}; only what follows is read")]
    partial void LogCopyRecognised(string path, string original, long position);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A line is longer than {MaxLineBytes} bytes and was cut; further ones are only counted")]
    partial void LogOversizeLine(int maxLineBytes);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A record has more than {MaxLines} lines and was cut; further ones are only counted")]
    partial void LogRecordCut(int maxLines);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A line is not of the format {Format} and was taken as it is; further ones are only counted")]
    partial void LogLineNotDecoded(InputFormat format);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Fault}; further ones are only counted")]
    partial void LogBadSyslog(string fault);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Standard output is closed ({Reason}); lines are no longer copied to it, and everything else goes on")]
    partial void LogTeeClosed(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{ByteCount} NUL bytes of a hole were skipped")]
    partial void LogHoleSkipped(long byteCount);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name}: {Reason}; it is tried again")]
    partial void LogReadFailed(string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name}: {Reason}; it is not read any further")]
    partial void LogReadGivenUp(string name, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name}: {Reason}; it is not read")]
    partial void LogNotRead(string name, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name}: readable again")]
    partial void LogReadRecovered(string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: no such file yet; it is read once it is there")]
    partial void LogFileAwaited(string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder}: no such folder yet; {Path} is looked for again and again")]
    partial void LogFolderAwaited(string folder, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Glob}: no file matches yet")]
    partial void LogMatchAwaited(string glob);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: not a regular file; it is not read")]
    partial void LogNotRegular(string path);

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "{Path}: a folder is not read; name its files with a quoted glob such as '{Glob}'")]
    partial void LogFolderNamed(string path, string glob);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name}: lines are received there")]
    partial void LogSocketBound(string name);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Name}: more than {MaxConnections} clients; a new one was turned away, and further ones are only counted")]
    partial void LogConnectionRefused(string name, int maxConnections);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Name}: clients have begun lines of more than {MaxBegunLineBytes} bytes; one was cut off, and further ones are "
            + "only counted")]
    partial void LogConnectionCut(string name, int maxBegunLineBytes);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Source}: {Count} datagrams came faster than they were read, and the system dropped them; "
            + "further ones are counted in logmetrics_datagrams_dropped_total")]
    partial void LogDatagramsDropped(string source, uint count);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name}: given up because of a defect in LogMetrics; please report it")]
    partial void LogSourceBroken(Exception exception, string name);
}
