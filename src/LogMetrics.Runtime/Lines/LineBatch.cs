using System.Collections.Immutable;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Runtime.Lines;

/// <summary>Lines of one source that cross from its reader to the engine together: one buffer and where its lines lie.</summary>
/// <remarks>Rented from the <see cref="LineQueue"/> and given back to it; whoever holds it owns it alone.</remarks>
public sealed class LineBatch
{
    readonly List<byte[]?> _extras = [];
    readonly List<LineStream> _streams = [];
    int[] _bounds = new int[2 * 1024];

    /// <summary>The bytes of the lines, and whatever lies between them.</summary>
    public byte[] Buffer { get; set; } = [];

    /// <summary>Where the lines come from.</summary>
    public LineSource? Source { get; set; }

    /// <summary>The position of the source behind the last line of the batch: what may be remembered once the engine has
    /// processed it. Bytes from the start of the file; for streams, bytes received.</summary>
    public long EndPosition { get; set; }

    /// <summary>How many lines there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes of the source the batch stands for, terminators included.</summary>
    public long SourceBytes { get; set; }

    /// <summary>What stands in the file in front of its last line end in this batch: what recognises the file after a
    /// restart.</summary>
    internal ContentMark Mark { get; } = new();

    /// <summary>Files whose last record ends in this batch, and what was read of each: with these lines all of that is
    /// counted. None for most batches.</summary>
    internal ImmutableArray<(FileIdentity Identity, ContentMark Mark)> Continued { get; private set; } = [];

    /// <summary>Says that the last record of some files ends in this batch, which is of the file that follows them.</summary>
    internal void NoteContinued(ImmutableArray<FileTail> files) =>
        Continued = [.. files.Select(file => (file.Identity, ContentMark.CopyOf(file.Content)))];

    /// <summary>A file that is no longer followed or remembered: its position may be forgotten, too.</summary>
    internal FileIdentity? Forgotten { get; set; }

    /// <summary>Every file that was made before this moment, in nanoseconds since 1970, and is followed, is known to the
    /// engine once it has this batch; 0 when nothing is said about that.</summary>
    internal long LookedThroughNanoseconds { get; set; }

    /// <summary>Files that were made later than that by their stamps, and were left alone on purpose all the same.</summary>
    internal ImmutableArray<FileIdentity> PassedOver { get; set; } = [];

    /// <summary>When the reader began the turn that ends with this batch, as a timestamp of its clock; 0 when nothing is said about
    /// that.</summary>
    internal long ReaderTimestamp { get; set; }

    /// <summary>Where the part of <see cref="Buffer"/> begins that nothing lies in.</summary>
    internal int FreeStart { get; set; }

    /// <summary>What a container wrote a line to.</summary>
    public LineStream StreamOf(int index) => index < _streams.Count ? _streams[index] : LineStream.None;

    /// <summary>What came along with a line: the JSON object it was taken from. Null for most sources.</summary>
    public byte[]? ExtraOf(int index) => index < _extras.Count ? _extras[index] : null;

    /// <summary>Gives the line that was added last what came along with it.</summary>
    public void AddExtra(byte[] extra)
    {
        while (_extras.Count < Count - 1)
        {
            _extras.Add(null);
        }

        _extras.Add(extra);
    }

    /// <summary>A line without its terminator; valid while the batch is held.</summary>
    public ReadOnlySpan<byte> this[int index] => Buffer.AsSpan(_bounds[2 * index], _bounds[(2 * index) + 1]);

    /// <summary>Where a line starts in <see cref="Buffer"/>.</summary>
    public int StartOf(int index) => _bounds[2 * index];

    /// <summary>How many bytes a line has.</summary>
    public int LengthOf(int index) => _bounds[(2 * index) + 1];

    /// <summary>Adds a line that lies in <see cref="Buffer"/>, and says what a container wrote it to.</summary>
    internal void Add(int start, int length, LineStream stream)
    {
        if (stream != LineStream.None)
        {
            while (_streams.Count < Count)
            {
                _streams.Add(LineStream.None);
            }

            _streams.Add(stream);
        }

        Add(start, length);
    }

    /// <summary>Adds a line that lies elsewhere.</summary>
    internal void Append(ReadOnlySpan<byte> line, LineStream stream) => Add(Place(line), line.Length, stream);

    /// <summary>Puts bytes where nothing lies.</summary>
    /// <returns>Where they lie now.</returns>
    internal int Place(ReadOnlySpan<byte> bytes)
    {
        int start = FreeStart;
        int end = start + bytes.Length;
        if (Buffer.Length < end)
        {
            Reserve(Math.Max(end, 2 * Buffer.Length), start);
        }

        bytes.CopyTo(Buffer.AsSpan(start));
        FreeStart = end;
        return start;
    }

    /// <summary>Adds a line that lies in <see cref="Buffer"/>.</summary>
    public void Add(int start, int length)
    {
        int at = 2 * Count;
        if (at == _bounds.Length)
        {
            Array.Resize(ref _bounds, 2 * _bounds.Length);
        }

        _bounds[at] = start;
        _bounds[at + 1] = length;
        Count++;
    }

    /// <summary>Makes the buffer at least so long; its first bytes are kept.</summary>
    internal void Reserve(int byteCount, int keptBytes)
    {
        if (Buffer.Length < byteCount)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>(byteCount);
            Buffer.AsSpan(0, keptBytes).CopyTo(larger);
            Buffer = larger;
        }
    }

    /// <summary>Forgets the lines; the buffer stays.</summary>
    public void Clear()
    {
        Count = 0;
        _extras.Clear();
        FreeStart = 0;
        _streams.Clear();
        Source = null;
        EndPosition = 0;
        SourceBytes = 0;
        Mark.Clear();
        Forgotten = null;
        Continued = [];
        LookedThroughNanoseconds = 0;
        PassedOver = [];
        ReaderTimestamp = 0;
    }
}
