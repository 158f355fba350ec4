using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.State;

namespace LogMetrics.Tests.Simulation;

/// <summary>Files during whose calls other things may happen, up to the end of the process that calls.</summary>
/// <param name="files">The files.</param>
/// <param name="book">Is told what is open.</param>
/// <param name="call">Is asked before and after each call.</param>
sealed class InterruptedFileSystem(FileSystem files, LogBook book, Action call) : FileSystem
{
    readonly HashSet<InterruptedFile> _open = [];

    internal override TimeProvider Clock => files.Clock;

    internal override long StampNanoseconds(TimeProvider time) => files.StampNanoseconds(time);

    internal override FileError Stat(string path, out FileStat stat)
    {
        call();
        return files.Stat(path, out stat);
    }

    internal override FileError TryOpen(string path, out OpenFile? file, out FileStat stat)
    {
        call();
        FileError error = files.TryOpen(path, out file, out stat);
        if (error == FileError.None)
        {
            var opened = new InterruptedFile(file!, book.FileOf(stat.Identity), this);
            _open.Add(opened);
            file = opened;
        }

        return error;
    }

    internal override void List(string directory, NameFilter wants, EntryVisitor visit)
    {
        call();
        files.List(directory, wants, visit);
    }

    internal override FileError Probe(string directory)
    {
        call();
        return files.Probe(directory);
    }

    internal override string TargetOf(string path)
    {
        call();
        return files.TargetOf(path);
    }

    /// <summary>The process has ended, and with it its descriptors.</summary>
    internal void CloseAll()
    {
        foreach (InterruptedFile file in _open.ToArray())
        {
            file.Dispose();
        }
    }

    sealed class InterruptedFile : OpenFile
    {
        readonly OpenFile _file;
        readonly BookedFile? _booked;
        readonly InterruptedFileSystem _system;

        internal InterruptedFile(OpenFile file, BookedFile? booked, InterruptedFileSystem system)
        {
            _file = file;
            _booked = booked;
            _system = system;
            if (booked is not null)
            {
                booked.Readers++;
            }
        }

        Action Call => _system.Call;

        internal override FileError Stat(out FileStat stat)
        {
            Call();
            return _file.Stat(out stat);
        }

        internal override FileError Read(Span<byte> buffer, long offset, out int count)
        {
            Call();
            return _file.Read(buffer, offset, out count);
        }

        public override void Dispose()
        {
            if (_system._open.Remove(this))
            {
                _file.Dispose();
                if (_booked is not null)
                {
                    _system.Book.Closed(_booked);
                }
            }
        }
    }

    Action Call => call;

    LogBook Book => book;
}

/// <summary>State files during whose calls other things may happen, and that cannot always be written.</summary>
/// <param name="storage">The state files.</param>
/// <param name="call">Is asked before and after each call.</param>
/// <param name="saved">Is told of a file that has its name.</param>
/// <param name="mayWrite">Whether there is room for another file.</param>
sealed class InterruptedStorage(StateStorage storage, Action call, Action<long> saved, Func<bool> mayWrite) : StateStorage
{
    internal override string Place => storage.Place;

    internal override IReadOnlyList<long> Sequences()
    {
        call();
        return storage.Sequences();
    }

    internal override byte[] Read(long sequence)
    {
        call();
        return storage.Read(sequence);
    }

    internal override void Write(long sequence, ReadOnlySpan<byte> bytes)
    {
        call();
        if (!mayWrite())
        {
            throw new IOException("No space left on device");
        }

        storage.Write(sequence, bytes);
        saved(sequence);
        call();
    }

    internal override void Sync(long sequence)
    {
        call();
        storage.Sync(sequence);
        call();
    }

    internal override void Delete(long sequence)
    {
        call();
        storage.Delete(sequence);
    }

    internal override byte[] ReadFence()
    {
        call();
        return storage.ReadFence();
    }

    internal override void WriteFence(ReadOnlySpan<byte> bytes)
    {
        call();
        storage.WriteFence(bytes);
        call();
    }

    public override void Dispose() => storage.Dispose();
}
