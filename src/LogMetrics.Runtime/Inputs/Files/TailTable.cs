using LogMetrics.Runtime.Inputs.Files.Compression;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>All files that are followed or remembered, by identity, and their descriptors.</summary>
/// <remarks>Belongs to the reader, but for <see cref="Published"/>, which any thread may look at.</remarks>
sealed class TailTable(FileSystem files, Limits limits, InputEvents events, FileDecodings decodings) : IDisposable
{
    readonly Dictionary<FileIdentity, FileTail> _byIdentity = [];
    readonly List<FileTail> _tails = [];
    readonly List<FileTail> _new = [];
    readonly List<FileIdentity> _forgotten = [];
    readonly OpenFileBudget _budget = OpenFileBudget.OfThisProcess(limits.MaxOpenFiles);
    readonly Queue<FileTail> _openOrder = new();
    readonly SourceLabels _labels = new(limits.MaxLabelledSources);
    volatile FileTail[] _published = [];
    bool _isChanged;

    /// <summary>Every file, in the order they are to be read.</summary>
    internal IReadOnlyList<FileTail> Tails => _tails;

    /// <summary>The same when the last turn ended, for other threads.</summary>
    internal FileTail[] Published => _published;

    /// <summary>The files that came to be followed since this was emptied.</summary>
    internal List<FileTail> New => _new;

    /// <summary>The files that came to be forgotten since this was emptied.</summary>
    internal List<FileIdentity> Forgotten => _forgotten;

    /// <summary>The file that is being read, which keeps its descriptor.</summary>
    internal FileTail? InUse { get; set; }

    /// <summary>The file of an identity; null when it is not known.</summary>
    internal FileTail? Find(FileIdentity identity) => _byIdentity.GetValueOrDefault(identity);

    /// <summary>Opens a file for reading; when too many are open, the one that was opened first is closed
    /// for it, and opened again when it is its turn.</summary>
    internal FileError Open(string path, out OpenFile? file, out FileStat stat)
    {
        CloseBeyondBudget();
        FileError error = files.TryOpen(path, out file, out stat);
        if (error == FileError.TooManyOpenFiles)
        {
            _budget.Shrink();
            CloseBeyondBudget();
            error = files.TryOpen(path, out file, out stat);
        }

        return error == FileError.None ? Compressed.Open(file!, out file) : error;
    }

    /// <summary>Begins to follow an open file.</summary>
    /// <param name="name">What its lines are said to come from.</param>
    /// <param name="file">The file, which is taken over.</param>
    /// <param name="stat">What it is.</param>
    /// <param name="position">Where to begin.</param>
    /// <param name="now">A timestamp of the clock.</param>
    internal FileTail Follow(string name, OpenFile file, in FileStat stat, long position, long now)
    {
        FileTail tail = Add(name, stat.Identity, now);
        tail.Open(file, position);
        NoteOpened(tail);
        tail.Look(stat);
        events.FileOpened(name, position);
        return tail;
    }

    /// <summary>Goes on with an open file where an earlier process was.</summary>
    internal FileTail Resume(FileCheckpoint saved, string path, OpenFile file, in FileStat stat, long now)
    {
        FileTail tail = Add(saved.Name, stat.Identity, now);
        tail.Path = path;
        NoteOpened(tail);
        if (tail.Resume(file, saved.Mark, saved.Position, saved.Milestones))
        {
            events.FileOpened(path, tail.Position);
        }

        if (tail.HasLostItsEnd)
        {
            events.FileLostItsEnd(path, tail.Label, saved.Position, tail.Position);
        }

        tail.Look(stat);
        return tail;
    }

    /// <summary>Remembers a file that an earlier process had read to its end, and that has not changed.</summary>
    internal FileTail Remember(FileCheckpoint saved, string path, in FileStat stat, long now)
    {
        FileTail tail = Add(saved.Name, stat.Identity, now);
        tail.Path = path;
        tail.Remember(saved.Mark, stat);
        return tail;
    }

    /// <summary>A file that has just come to be followed is read, and told of, behind those that came after it.</summary>
    internal void MoveToEnd(FileTail tail)
    {
        foreach (List<FileTail> order in (ReadOnlySpan<List<FileTail>>)[_tails, _new])
        {
            if (order.Remove(tail))
            {
                order.Add(tail);
            }
        }
    }

    FileTail Add(string name, in FileIdentity identity, long now)
    {
        var tail = new FileTail(name, identity, limits, decodings.Of(name), _budget) { QuietSince = now };
        tail.Places.Add(name, files);
        tail.CountAs(_labels.Of(name), events);
        _byIdentity.Add(identity, tail);
        _tails.Add(tail);
        _new.Add(tail);
        _isChanged = true;
        return tail;
    }

    /// <summary>Gives a file that was closed its descriptor back.</summary>
    internal FileError Reopen(FileTail tail)
    {
        FileError error = Open(tail.Path, out OpenFile? file, out FileStat stat);
        if (error != FileError.None)
        {
            return error;
        }

        if (stat.Identity != tail.Identity)
        {
            // The path names another file by now; the next look will find that out.
            file!.Dispose();
            return FileError.NotFound;
        }

        tail.Reopen(file!);
        NoteOpened(tail);
        return FileError.None;
    }

    /// <summary>Forgets files that have no name any more: deleted ones at once, because others get their numbers, and of
    /// the rest the oldest beyond the limit.</summary>
    internal void Forget()
    {
        int remembered = _tails.Count(IsRemembered);
        for (int index = 0; index < _tails.Count; index++)
        {
            FileTail tail = _tails[index];
            if (IsRemembered(tail) && (tail.LastStat.LinkCount == 0 || remembered > limits.MaxRememberedFiles))
            {
                remembered--;
                _forgotten.Add(tail.Identity);
                _byIdentity.Remove(tail.Identity);
                _tails.RemoveAt(index--);
                _isChanged = true;
            }
        }

        if (_isChanged)
        {
            _published = [.. _tails];
            _isChanged = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FileTail tail in _tails)
        {
            tail.Dispose();
        }
    }

    static bool IsRemembered(FileTail tail) => tail is { NameCount: 0, IsOpen: false };

    // Files that were closed because nothing more came stay in the order until it is made anew.
    void NoteOpened(FileTail tail)
    {
        const int FewestToClean = 16;
        if (_openOrder.Count >= FewestToClean + (2 * _budget.Open))
        {
            FileTail[] open = [.. _openOrder.Where(earlier => earlier.IsOpen).Distinct()];
            _openOrder.Clear();
            Array.ForEach(open, _openOrder.Enqueue);
        }

        _openOrder.Enqueue(tail);
    }

    void CloseBeyondBudget()
    {
        while (_budget.IsUsedUp
            && (TryCloseOldest(tail => tail.NameCount > 0)
                || TryCloseOldest(tail => !tail.IsDue && tail.LineStart == tail.Position)
                || TryCloseOldest(tail => tail.LastStat.LinkCount > 0)))
        {
        }
    }

    // A rotated file is held for writers that stay with it, and could be gone when it is opened again: it comes behind those that
    // a path names, and one that is not read to its end comes last, before the process has no descriptor left for anything.
    bool TryCloseOldest(Func<FileTail, bool> mayBeClosed)
    {
        for (int count = _openOrder.Count; count > 0; count--)
        {
            FileTail tail = _openOrder.Dequeue();
            if (tail.IsOpen && tail != InUse && mayBeClosed(tail))
            {
                tail.Close();
                return true;
            }

            if (tail.IsOpen)
            {
                _openOrder.Enqueue(tail);
            }
        }

        return false;
    }
}
