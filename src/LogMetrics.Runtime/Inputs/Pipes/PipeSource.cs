using System.Diagnostics;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Pipes;

/// <summary>Reads a named pipe, whoever writes to it, for as long as the process lives; or until its first writers are gone.</summary>
/// <remarks>The reading end is never closed in between: a writer that opens the pipe while none is there would lose what it
/// writes, and be killed by SIGPIPE. When the last writer is gone, what it wrote of a line is one.</remarks>
sealed class PipeSource : PolledSource
{
    static readonly TimeSpan LookTime = TimeSpan.FromSeconds(1);

    readonly string _path;
    readonly LineSplitter _splitter;
    LinuxPipe? _pipe;
    FileIdentity _identity;
    FileError _error;
    long _lookedAt;
    bool _hasRead;
    bool _isAtEnd;

    internal PipeSource(string path, SourceParts parts)
        : base(path, parts)
    {
        _path = path;
        _splitter = parts.NewDecoding().NewSplitter(skipsHoles: false);
        TryOpen();
    }

    /// <inheritdoc/>
    protected override bool IsAtEnd => _isAtEnd;

    /// <inheritdoc/>
    protected override bool Turn(TimeSpan wait)
    {
        if (_pipe is null)
        {
            Rest(wait);
            TryOpen();
            return false;
        }

        switch (_pipe.Wait(wait))
        {
            case PipeState.Readable:
                return ReadOn();
            case PipeState.WriterGone when Parts.Once && _hasRead:
                _isAtEnd = true;
                return false;
            case PipeState.WriterGone:
                PutLastLines();

                // Until a writer comes the pipe answers at once.
                Rest(wait);
                break;
        }

        ReopenIfReplaced();
        return false;
    }

    /// <inheritdoc/>
    protected override void PutLastLines()
    {
        LineBatch batch = Parts.Queue.Rent();
        _splitter.Finish(batch);
        Put(batch, 0);
    }

    /// <inheritdoc/>
    protected override void PutOldRecords()
    {
        LineBatch batch = Parts.Queue.Rent();
        _splitter.FinishOld(batch);
        Put(batch, 0);
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        _pipe?.Dispose();
        _pipe = null;
    }

    bool ReadOn()
    {
        int size = Parts.Limits.ReadBufferBytes;
        LineBatch batch = Parts.Queue.Rent();
        batch.Reserve(size, 0);
        Note(_pipe!.Read(batch.Buffer.AsSpan(0, size), out int count));
        _hasRead |= count > 0;
        _splitter.Split(batch, 0, count);
        Put(batch, count);
        return count > 0;
    }

    // Another pipe may have been made in its place; its writers wait for a reader.
    void ReopenIfReplaced()
    {
        if (Stopwatch.GetElapsedTime(_lookedAt) < LookTime)
        {
            return;
        }

        _lookedAt = Stopwatch.GetTimestamp();
        if (FileSystem.OfThisSystem.Stat(_path, out FileStat stat) == FileError.None
            && stat.Kind == FileKind.Pipe
            && stat.Identity != _identity)
        {
            PutLastLines();
            Close();
            TryOpen();
        }
    }

    void TryOpen()
    {
        FileError error = FileSystem.OfThisSystem.Stat(_path, out FileStat stat);
        if (error == FileError.None && stat.Kind != FileKind.Pipe)
        {
            error = FileError.NotRegular;
        }

        if (error == FileError.None)
        {
            error = LinuxPipe.TryOpen(_path, out _pipe);
            _identity = stat.Identity;
            _lookedAt = Stopwatch.GetTimestamp();
        }

        Note(error);
    }

    void Note(FileError error)
    {
        if (error != FileError.None)
        {
            Parts.Events.ReadFailed(Name, error, _error);
        }
        else if (_error != FileError.None)
        {
            Parts.Events.ReadRecovered(Name);
        }

        _error = error;
        LastError = error == FileError.None ? null : error.Words();
    }
}
