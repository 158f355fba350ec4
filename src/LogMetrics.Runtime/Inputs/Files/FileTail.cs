using System.Collections.Immutable;
using System.Diagnostics;
using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>What a read of a file came to.</summary>
enum ReadOutcome
{
    /// <summary>Everything that was there is read.</summary>
    AtEnd,

    /// <summary>There is more.</summary>
    More,

    /// <summary>The bytes in front of the position are not those that were read; nothing was taken.</summary>
    Rewritten,

    /// <summary>The operating system refused; see <see cref="FileTail.Error"/>.</summary>
    Failed,
}

/// <summary>Follows one file, whatever its names are: one identity, how far it was read, and the line that has not ended.</summary>
/// <remarks>
/// Every read begins with the last bytes of what was read before, and compares them: that is how a file that was emptied
/// and filled again past our position is noticed, at the price of 256 bytes. The descriptor may be closed and opened
/// again at any time at the end; what makes up the position stays.
/// </remarks>
sealed class FileTail : LineSource, IDisposable
{
    // Enough to tell whether a record begins there.
    const int FirstLineBytes = 1024;

    readonly LineSplitter _splitter;
    readonly Limits _limits;
    readonly OpenFileBudget _budget;
    OpenFile? _file;
    ContentMark _mark = new();
    long _position;
    long _size;
    bool _isRewritten;
    bool _isCompressed;
    long _unreadFrom = long.MaxValue;
    bool _isFresh;
    bool _isReadSinceLook;
    long _freshStamp;

    internal FileTail(string name, FileIdentity identity, Limits limits, LineDecoding decoding, OpenFileBudget budget)
        : base(name)
    {
        Identity = identity;
        Path = name;
        Container = ContainerFacts.Of(name);
        _limits = limits;
        _budget = budget;
        _splitter = decoding.NewSplitter(skipsHoles: true);
    }

    /// <summary>Which file it is.</summary>
    internal FileIdentity Identity { get; }

    /// <summary>Where its rotated files are.</summary>
    internal LogPlaces Places { get; } = new();

    /// <summary>Where it was seen last; another than <see cref="LineSource.Name"/> once it was renamed.</summary>
    internal string Path { get; set; }

    /// <summary>Whether it is what somebody made of a log before it was emptied: nobody writes to it any more.</summary>
    internal bool IsCopy { get; set; }

    /// <summary>How many of the paths that are watched name it at the moment.</summary>
    internal int NameCount { get; set; }

    /// <summary>A file whose end comes before our start: the one that had our path until it was rotated.</summary>
    internal FileTail? Predecessor { get; set; }

    /// <summary>Whether its first name is a rotated name of a log: then it ends as it is, although a glob names it.</summary>
    internal bool IsArchive { get; set; }

    /// <summary>Whether there may be something to read.</summary>
    internal bool IsDue { get; set; }

    /// <summary>Whether there was nothing in it when it was read last, or it was not read for a while since it was emptied or
    /// made: then nothing tells whether it was filled and emptied since.</summary>
    internal bool WasEmpty { get; private set; }

    /// <summary>When it is looked at next although no path names it, as a timestamp of the clock.</summary>
    internal long NextLook { get; set; }

    /// <summary>When the last new byte was read, or it lost its last name, as a timestamp of the clock.</summary>
    internal long QuietSince { get; set; }

    /// <summary>What went wrong last.</summary>
    internal FileError Error { get; set; }

    /// <summary>What was read of it.</summary>
    internal ContentMark Content => _mark;

    /// <summary>How often it was found to hold something else than what was read of it.</summary>
    internal int Generation { get; private set; }

    /// <summary>Whether it has a descriptor.</summary>
    internal bool IsOpen => _file is not null;

    /// <summary>How long it was when it was last looked at; from any thread.</summary>
    internal long Size => Volatile.Read(ref _size);

    /// <summary>How long it was at least, when it was longest since it was last emptied: what lies between that and the
    /// position is lost when it is emptied now.</summary>
    internal long LongestSize { get; set; }

    /// <summary>How much of it was in a copy that was found since it was last emptied: when it is emptied now, that is not
    /// lost.</summary>
    internal long CopiedBytes { get; set; }

    /// <summary>How far it was read.</summary>
    internal long Position => _splitter.ReadPosition;

    /// <summary>Where its last line starts, when that has not ended: from there another may go on.</summary>
    internal long LineStart => Math.Min(_splitter.LineStart, _unreadFrom);

    /// <summary>Up to where its lines were taken, or are kept: where an earlier process has begun a record, that is less than
    /// what it has read.</summary>
    internal long TakenPosition => Math.Min(Position, _unreadFrom);

    /// <summary>How long it was, and when it was written, when it was last looked at.</summary>
    internal FileStat LastStat { get; private set; }

    /// <summary>Whether it was read to its end for good.</summary>
    internal bool HasEnded { get; set; }

    SourceState State =>
        HasEnded ? SourceState.Ended
        : Error != FileError.None ? SourceState.Failing
        : NameCount == 0 ? SourceState.Rotated
        : SourceState.Following;

    /// <inheritdoc/>
    internal override SourceStatus Status => new(
        Name,
        State,
        Volatile.Read(ref _position),
        Volatile.Read(ref _size),
        Lines,
        Error == FileError.None ? null : Error.Words());

    /// <summary>Takes a descriptor over, and starts at a position.</summary>
    internal FileError Open(OpenFile file, long position)
    {
        Close();
        Hold(file);
        _mark = new ContentMark();
        Start(position);
        return position == 0 ? FileError.None : _mark.Load(file, position);
    }

    /// <summary>Goes on where an earlier process was.</summary>
    /// <param name="file">The file, which is taken over.</param>
    /// <param name="mark">What that process had read of it.</param>
    /// <param name="position">Where its next line starts.</param>
    /// <param name="milestones">Where it may go on when the file has lost its end; the oldest first.</param>
    /// <returns>Whether the file still holds what was read, to its end or to a milestone. If not, the next read tells.</returns>
    internal bool Resume(OpenFile file, ContentMark mark, long position, ImmutableArray<Milestone> milestones)
    {
        Close();
        Hold(file);
        _isCompressed = file.IsCompressed;
        bool isWhole = mark.Fits(file);
        Milestone left = isWhole || !mark.HeadFits(file) ? default : milestones.LastOrDefault(milestone => milestone.Fits(file));
        HasLostItsEnd = left != default;
        if (isWhole || HasLostItsEnd)
        {
            _mark = new ContentMark();
            position = isWhole ? position : left.Start;
            Start(position);
            Error = _mark.Load(file, position);

            // Of a file in which nothing was counted nothing tells whether it was filled and emptied since.
            WasEmpty = position == 0;
            return true;
        }

        // What was read tells a copy; what the earlier process had begun of a record is read there once more.
        _mark = mark;
        _isRewritten = true;
        Start(mark.Position);
        _unreadFrom = position;
        return false;
    }

    /// <summary>Whether it goes on at a milestone, because the end of what an earlier process had read is gone.</summary>
    internal bool HasLostItsEnd { get; private set; }

    /// <summary>Is where an earlier process was, with nothing to read, and without a descriptor.</summary>
    internal void Remember(ContentMark mark, in FileStat stat)
    {
        _mark = mark;
        Start(mark.Position);
        Look(stat);
        IsDue = false;
    }

    /// <summary>Takes a new descriptor of the same file over.</summary>
    internal void Reopen(OpenFile file)
    {
        Close();
        Hold(file);
        _isCompressed = file.IsCompressed;
    }

    /// <summary>Lets the descriptor go.</summary>
    internal void Close()
    {
        if (_file is not null)
        {
            _file.Dispose();
            _file = null;
            _budget.Open--;
        }
    }

    /// <summary>Tells how long the file is now; it is due when that, or when it was written, is another than before.</summary>
    /// <remarks>A file that was written in the present step of the clock may be written again within it, and get neither
    /// another stamp nor another length: the next look takes it for changed.</remarks>
    /// <param name="stat">What it is now.</param>
    /// <param name="utcNanoseconds">When that was asked, on the clock that stamps files.</param>
    /// <returns>Whether it is another.</returns>
    internal bool Look(in FileStat stat, long utcNanoseconds = long.MaxValue)
    {
        // Its names do not count: a rotated file that gets another name has nothing new to read.
        bool isChanged = stat.SizeBytes != LastStat.SizeBytes
            || stat.ModifiedNanoseconds != LastStat.ModifiedNanoseconds
            || (!_isCompressed && stat.SizeBytes != Position)
            || _isFresh;
        _isFresh = stat.ModifiedNanoseconds >= utcNanoseconds && stat.ModifiedNanoseconds != _freshStamp;
        _freshStamp = _isFresh ? stat.ModifiedNanoseconds : _freshStamp;
        LastStat = stat;

        // How much there is in a compressed file nobody knows before it was read.
        Volatile.Write(ref _size, _isCompressed ? Position : stat.SizeBytes);
        IsDue |= isChanged;
        return isChanged;
    }

    /// <summary>The same for a file that no path names, by its descriptor.</summary>
    internal FileError Look()
    {
        Debug.Assert(_file is not null);
        FileError error = _file.Stat(out FileStat stat);
        if (error == FileError.None)
        {
            Look(stat);
        }

        return error;
    }

    /// <summary>Whether it has no name any more, and is there only as long as it is open.</summary>
    internal bool IsDeleted() => IsOpen && Look() == FileError.None && LastStat.LinkCount == 0;

    /// <summary>Whether what the last look has seen was read, or begun to be: then it held what was read before. Asking begins the
    /// next look.</summary>
    internal bool TakeIsRead()
    {
        bool isRead = !IsDue || _isReadSinceLook;
        _isReadSinceLook = false;
        return isRead;
    }

    /// <summary>Whether it was written, or has another length, since it was looked at: what was there then may be in a copy.</summary>
    internal bool IsWrittenSinceLook() =>
        _file is not null
        && _file.Stat(out FileStat stat) == FileError.None
        && (stat.SizeBytes != LastStat.SizeBytes || stat.ModifiedNanoseconds != LastStat.ModifiedNanoseconds);

    /// <summary>It was not read although it is due.</summary>
    internal void NoteWait() => WasEmpty |= Position == 0;

    /// <summary>Reads one buffer's worth into a batch.</summary>
    internal ReadOutcome Read(LineBatch batch)
    {
        Debug.Assert(_file is not null);
        if (_isRewritten)
        {
            return ReadOutcome.Rewritten;
        }

        if (!RewindOverNuls())
        {
            return ReadOutcome.AtEnd;
        }

        int markCount = _mark.Tail.Length;
        int wanted = markCount + _limits.ReadBufferBytes;
        batch.Reserve(ContentMark.MaxTailBytes + _limits.ReadBufferBytes, 0);
        Error = _file.Read(batch.Buffer.AsSpan(0, wanted), Position - markCount, out int count);
        if (Error != FileError.None)
        {
            return ReadOutcome.Failed;
        }

        if (count < markCount || !batch.Buffer.AsSpan(0, markCount).SequenceEqual(_mark.Tail))
        {
            return ReadOutcome.Rewritten;
        }

        _isReadSinceLook = true;
        WasEmpty = Position == 0 && count == 0;
        LongestSize = Math.Max(LongestSize, Size);
        _mark.Append(batch.Buffer.AsSpan(markCount, count - markCount));
        NoteLastLineEnd(batch, markCount, count);
        _splitter.Split(batch, markCount, count - markCount);
        PublishPosition();
        if (_isCompressed)
        {
            // How much more there is nobody knows.
            Volatile.Write(ref _size, Position);
            Error = count < wanted ? _file.Damage : FileError.None;
        }

        return count == wanted ? ReadOutcome.More : ReadOutcome.AtEnd;
    }

    /// <summary>After <see cref="ReadOutcome.Rewritten"/>: the line that was begun is taken as it is, and reading starts again
    /// at the first byte; or goes on at the new end, when all that happened is that the last bytes were taken away.</summary>
    /// <returns>Whether it was only shortened.</returns>
    internal bool Restart(LineBatch batch)
    {
        Debug.Assert(_file is not null);
        _isRewritten = false;
        if (FileComparison.Shortened(_file, _mark) is { } shorter)
        {
            _splitter.FinishRecords(batch);
            Start(Math.Min(shorter.Position, _unreadFrom));
            _mark = shorter;
            if (Position < shorter.Position)
            {
                _mark = new ContentMark();
                Error = _mark.Load(_file, Position);
            }

            NotePosition(batch);
            return true;
        }

        _splitter.Finish(batch);
        _mark = new ContentMark();
        Generation++;
        Start(0);
        WasEmpty = true;
        NotePosition(batch);
        return false;
    }

    /// <summary>The file has ended for good: what it holds of a last line is one.</summary>
    internal void Finish(LineBatch batch)
    {
        _splitter.Finish(batch);
        PublishPosition();
        NotePosition(batch);
    }

    /// <summary>Says in a batch without lines, or behind the last one, where the next line starts.</summary>
    internal void NotePosition(LineBatch batch)
    {
        batch.EndPosition = LineStart;
        batch.Mark.Set(_mark);
    }

    /// <summary>The line, or the record of several lines, that was begun is read elsewhere, from its start.</summary>
    internal void DropPending() => Start(Position);

    /// <summary>The line that was begun is none, because it has not ended.</summary>
    internal void DropBegunLine() => _splitter.Rewind(Position);

    /// <summary>Whether a record of several lines was begun in this file, and no line of it is cut in two.</summary>
    internal bool HasBegunRecord => _splitter.PendingBytes == 0 && _splitter.LineStart < Position;

    /// <summary>Whether a record waits to be complete, also one that was begun in the file before this one.</summary>
    internal bool HasWaitingRecord => _splitter.PendingBytes == 0 && _splitter.Decoder.PendingStart != LineDecoder.NothingPending;

    /// <summary>The record that was begun is complete.</summary>
    internal void FinishRecord(LineBatch batch)
    {
        _splitter.FinishRecords(batch);
        NotePosition(batch);
    }

    /// <summary>A record to which nothing was added for a while is complete.</summary>
    internal void FinishOld(LineBatch batch)
    {
        _splitter.FinishOld(batch);
        NotePosition(batch);
    }

    /// <summary>Goes on with the record that the file that had the path before has begun. Until it is complete, the other
    /// file's position is where the record starts; with the batch that completes it, both move on. Where this file begins with
    /// another record, the rest may still come in the other one, whose writer may not have left it.</summary>
    /// <returns>False when there is nothing in this file yet that would tell.</returns>
    internal bool TryTakeOver(FileTail predecessor)
    {
        if (Position > 0 || !predecessor.HasBegunRecord)
        {
            return true;
        }

        Span<byte> first = stackalloc byte[FirstLineBytes];
        if (!predecessor.IsCopy && _file is not null && _file.Read(first, 0, out int count) == FileError.None)
        {
            if (count == 0)
            {
                return false;
            }

            int end = first[..count].IndexOf((byte)'\n');
            Span<byte> line = first[..(end < 0 ? count : end)].TrimEnd((byte)'\r');
            if (!_splitter.Decoder.MayGoOnWith(line, predecessor._splitter.Decoder))
            {
                return true;
            }
        }

        _splitter.Decoder.TakeOver(predecessor._splitter.Decoder);
        if (!predecessor.HasBegunRecord)
        {
            // It may itself have gone on with a record, and have had nothing but lines of that.
            Continued = [.. predecessor.Continued, predecessor];
            predecessor.Continued = [];
        }

        return true;
    }

    /// <summary>The files whose last record ends in this one's next lines.</summary>
    internal ImmutableArray<FileTail> Continued { get; set; } = [];

    /// <summary>Whether the file still holds what was read of it; without a descriptor nothing speaks against it.</summary>
    internal bool IsIntact() => _file is null || _mark.Fits(_file);

    /// <summary>Whether another file begins as this one does, also when this one was not read yet.</summary>
    internal bool BeginsLike(OpenFile other)
    {
        ContentMark content = _mark;
        if (content.HeadCount == 0 && _file is not null)
        {
            content = new ContentMark();
            content.Load(_file, Math.Min(LastStat.SizeBytes, ContentMark.MaxHeadBytes));
        }

        return content.HeadCount > 0 && content.HeadFits(other);
    }

    /// <summary>Whether the first and the last bytes of a file, which is not longer, are those that this one has there.</summary>
    internal bool HasBeginning(OpenFile shorter, long size) =>
        _file is not null
        && Look() == FileError.None
        && size <= LastStat.SizeBytes
        && FileComparison.IsBeginning(_file, shorter, size);

    void Hold(OpenFile file)
    {
        _file = file;
        _isCompressed = file.IsCompressed;
        _budget.Open++;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    // The line that has not ended is read again after a restart, so what recognises the file ends before it. That is taken
    // here, as long as the buffer holds what the file does.
    void NoteLastLineEnd(LineBatch batch, int start, int end)
    {
        int length = 1 + batch.Buffer.AsSpan(start, end - start).LastIndexOf((byte)'\n');
        if (length > 0)
        {
            batch.Mark.Set(_mark, batch.Buffer.AsSpan(0, start + length), Position + length);
        }
    }

    // Bytes that are NUL now may be written later: a preallocated file is filled from its front. While nothing but NUL was
    // read since the last line, the first of them tells whether that has happened.
    bool RewindOverNuls()
    {
        long nulCount = _splitter.PendingNulBytes;
        if (nulCount == 0)
        {
            return true;
        }

        Span<byte> first = stackalloc byte[1];
        long start = Position - nulCount;
        Error = _file!.Read(first, start, out int count);
        if (Error == FileError.None && count == 1 && first[0] != 0)
        {
            var mark = new ContentMark();
            Error = mark.Load(_file, start);
            _mark = mark;
            _splitter.Rewind(start);
        }

        return Error == FileError.None;
    }

    void Start(long position)
    {
        _unreadFrom = long.MaxValue;
        _splitter.Start(position);
        PublishPosition();
    }

    void PublishPosition() => Volatile.Write(ref _position, Position);
}
