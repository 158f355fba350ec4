using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Simulation;

/// <summary>A file of the virtual disk, whatever its names.</summary>
sealed class VirtualInode(FileIdentity identity)
{
    Bytes _content = new();
    Bytes _safeContent = new();
    int _safeLength;

    internal ulong Number => identity.Inode;

    /// <summary>Where it leads to when it is a symbolic link.</summary>
    internal string? Target { get; init; }

    internal int Links { get; set; }

    /// <summary>How many have it open.</summary>
    internal int Handles { get; set; }

    internal ReadOnlySpan<byte> Content => _content.Span;

    internal long Modified { get; set; } = identity.BornNanoseconds;

    internal long Changed { get; set; } = identity.BornNanoseconds;

    internal FileStat Stat => new(
        identity, FileKind.Regular, _content.Length, (uint)Links, Modified, Changed);

    internal void Append(ReadOnlySpan<byte> bytes, long now)
    {
        _content.Append(bytes);
        Modified = Changed = now;
    }

    /// <summary>Empties it, and puts something in.</summary>
    internal void Replace(ReadOnlySpan<byte> bytes, long now)
    {
        _content = new Bytes();
        Append(bytes, now);
    }

    /// <summary>What it holds is on the disk.</summary>
    internal void Sync()
    {
        _safeContent = _content;
        _safeLength = _content.Length;
    }

    /// <summary>That it was emptied is on the disk, as names are; what was written since may not be.</summary>
    internal void SyncSize()
    {
        if (_safeContent != _content)
        {
            _safeContent = _content;
            _safeLength = 0;
        }
    }

    /// <summary>The machine went down. Of what was written since it was last synced, some may have reached the disk.</summary>
    internal void Crash(Random random)
    {
        Handles = 0;
        int length = _safeContent == _content && random.Next(2) == 0
            ? random.Next(_safeLength, _content.Length + 1)
            : _safeLength;
        var left = new Bytes();
        left.Append(_safeContent.Span[..length]);
        _content = left;
        Sync();
    }

    /// <summary>Bytes that only grow, so that whoever remembers a length has what was there then.</summary>
    sealed class Bytes
    {
        byte[] _bytes = [];

        internal int Length { get; private set; }

        internal ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

        internal void Append(ReadOnlySpan<byte> bytes)
        {
            if (Length + bytes.Length > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + bytes.Length));
            }

            bytes.CopyTo(_bytes.AsSpan(Length));
            Length += bytes.Length;
        }
    }
}
