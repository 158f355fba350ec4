using System.Globalization;
using System.IO.Compression;
using System.Text;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Simulation;

/// <summary>Which lines were written, which files hold them, and which of them nobody need have counted.</summary>
/// <remarks>A line may be missing in the end when its bytes were in no file any more before the exporter had a fair chance: it did
/// not run, or had been running for too short a time since the line was written; or when it had counted the line, but was
/// killed before that was saved. Any other line counts once.</remarks>
/// <param name="clock">The clock.</param>
/// <param name="hasRecords">Whether what is called a line here is a record of one or more.</param>
sealed class LogBook(SimulatedClock clock, bool hasRecords)
{
    // After so many bytes a record goes on in the next line.
    const int RecordLineBytes = 8;

    readonly List<Line> _lines = [];
    readonly Dictionary<string, BookedFile> _byPath = new(StringComparer.Ordinal);
    readonly Dictionary<FileIdentity, BookedFile> _byIdentity = [];

    /// <summary>Whether the exporter has been reading for long enough since a moment to have read all that was there then.</summary>
    internal Func<TimeSpan, bool> HadChanceSince { get; set; } = _ => false;

    /// <summary>Whether any file was ever emptied, or replaced by a compressed one.</summary>
    internal bool HasRewritten { get; private set; }

    /// <summary>Whether what is called a line here is a record of one or more.</summary>
    internal bool HasRecords => hasRecords;

    /// <summary>How many first bytes of what is called a line here tell that it is one, and no part of what stands in front of it.</summary>
    internal int TellingBytes => hasRecords ? "L ".Length : 0;

    /// <summary>The lines by their numbers.</summary>
    internal IReadOnlyList<Line> Lines => _lines;

    /// <summary>A line is going to be written.</summary>
    /// <returns>Its number.</returns>
    internal int NewLine()
    {
        _lines.Add(new Line { Begun = clock.Elapsed });
        return _lines.Count - 1;
    }

    /// <summary>The bytes of a line, its end included. No part of it, and no two parts of different lines, look like another
    /// one.</summary>
    internal byte[] TextOf(int line, int fillerLength)
    {
        IEnumerable<string> filler = new string('x', fillerLength).Chunk(hasRecords ? RecordLineBytes : int.MaxValue).Select(part => new string(part));
        byte[] text = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"L {line:D7} h{_lines[line].Begun.Hours:D2} {string.Join("\n\t", filler)} E\n"));
        _lines[line].LengthBytes = text.Length;
        return text;
    }

    /// <summary>Reads the number of a line; -1 when it is not a whole one.</summary>
    internal static int NumberOf(ReadOnlySpan<byte> text)
    {
        const int PrefixLength = 14;
        return text.Length >= PrefixLength + 2
            && text[0] == 'L'
            && text[10] == 'h'
            && text.EndsWith(" E"u8)
            && text[PrefixLength..^2].IndexOfAnyExcept("x\n\t"u8) < 0
            && int.TryParse(text[2..9], NumberStyles.None, CultureInfo.InvariantCulture, out int line)
            ? line
            : -1;
    }

    internal BookedFile? FileAt(string path) => _byPath.GetValueOrDefault(path);

    internal BookedFile? FileOf(in FileIdentity identity) => _byIdentity.GetValueOrDefault(identity);

    /// <summary>A file was made.</summary>
    internal BookedFile Made(string path, in FileIdentity identity)
    {
        var file = new BookedFile { Names = 1 };
        _byPath.Add(path, file);
        _byIdentity[identity] = file;
        return file;
    }

    /// <summary>A file has got one more name; the file that had that has lost it.</summary>
    internal void Named(string path, string other)
    {
        BookedFile file = _byPath[path];
        file.Names++;
        Deleted(other);
        _byPath[other] = file;
    }

    internal void Renamed(string from, string to)
    {
        BookedFile file = _byPath[from];
        _byPath.Remove(from);
        Deleted(to);
        _byPath[to] = file;
    }

    /// <summary>A name was taken away; a missing one is fine.</summary>
    internal void Deleted(string path)
    {
        if (_byPath.Remove(path, out BookedFile? file))
        {
            file.Names--;
            ForgetIfUnreadable(file);
        }
    }

    internal void Emptied(string path)
    {
        HasRewritten = true;
        BookedFile file = _byPath[path];
        file.Generation++;
        file.Length = 0;
        Forget(file);
    }

    /// <summary>The exporter has closed a file.</summary>
    internal void Closed(BookedFile file)
    {
        file.Readers--;
        ForgetIfUnreadable(file);
    }

    /// <summary>A file has a line, whole, and ending at its present length.</summary>
    internal void Completed(BookedFile file, int line)
    {
        _lines[line].IsWritten = true;
        _lines[line].Written = clock.Elapsed;
        Hold(file, line, file.Length);
        ForgetIfUnreadable(file);
    }

    /// <summary>A file has the first bytes of another one, too.</summary>
    internal void Copied(BookedFile from, BookedFile to, long length)
    {
        HasRewritten = true;
        foreach ((int line, long end) in from.Lines.Where(line => line.End <= length))
        {
            Hold(to, line, end);
        }
    }

    /// <summary>That a line was counted is forgotten, because it was not saved.</summary>
    internal void Uncounted(int line)
    {
        if (_lines[line].Holders == 0)
        {
            _lines[line].Excuse ??= "it was counted, but not saved, and its bytes are gone";
        }
    }

    /// <summary>A line was torn when its file was emptied, and what is left of it, behind this one, does not tell that it began
    /// another.</summary>
    internal void TornBehind(int line) => _lines[line].Excuse ??= "what is left of the next one may be part of it";

    /// <summary>All that is known of files is forgotten.</summary>
    /// <returns>What was known.</returns>
    internal Dictionary<FileIdentity, BookedFile> Clear()
    {
        var before = new Dictionary<FileIdentity, BookedFile>(_byIdentity);
        _byPath.Clear();
        _byIdentity.Clear();
        _lines.ForEach(line => line.Holders = 0);
        return before;
    }

    /// <summary>After the machine went down a file is there, and these are its bytes.</summary>
    /// <remarks>One that has lost lines, or has some again, is another file for whoever has read it: all its lines may be counted
    /// once more.</remarks>
    internal void Found(string path, in FileIdentity identity, ReadOnlySpan<byte> bytes, BookedFile? before)
    {
        if (_byIdentity.TryGetValue(identity, out BookedFile? known))
        {
            _byPath.Add(path, known);
            known.Names++;
            return;
        }

        BookedFile file = Made(path, identity);
        file.Length = bytes.Length;
        using var text = new MemoryStream(bytes.ToArray());
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(text, CompressionMode.Decompress) : text;
        var unpacked = new MemoryStream();
        try
        {
            plain.CopyTo(unpacked);
        }
        catch (InvalidDataException)
        {
            // Cut off: the lines in front of that are there.
        }

        ReadOnlySpan<byte> rest = unpacked.ToArray();
        long end = 0;
        while (EndOfLine(rest) is var length and >= 0)
        {
            end += length + 1;
            if (NumberOf(rest[..length]) is var line and >= 0)
            {
                _lines[line].IsWritten = true;
                Hold(file, line, end);
            }

            rest = rest[(length + 1)..];
        }

        if (before is null || before.Length != file.Length || !before.Lines.SequenceEqual(file.Lines))
        {
            // One that has only lost its line end is whole again when the next program writes there.
            file.Lines.Concat(before?.Lines ?? []).ToList().ForEach(line => _lines[line.Number].MayRepeat = true);
        }
    }

    /// <summary>What no file holds was not on the disk when the machine went down.</summary>
    internal void ExcuseWhatIsGone()
    {
        foreach (Line line in _lines.Where(line => line.Holders == 0))
        {
            line.Excuse ??= "the machine went down, and it was not on the disk";
        }
    }

    // Where the first line end lies that something else than more of the same record follows.
    static int EndOfLine(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf("\nL "u8);
        return end >= 0 ? end : text.EndsWith((byte)'\n') ? text.Length - 1 : -1;
    }

    void Hold(BookedFile file, int line, long end)
    {
        file.Lines.Add((line, end));
        _lines[line].Holders++;
    }

    void ForgetIfUnreadable(BookedFile file)
    {
        if (file is { Names: 0, Readers: 0 })
        {
            file.Unreadable ??= clock.Elapsed;
            Forget(file);
        }
    }

    void Forget(BookedFile file)
    {
        file.Lost.AddRange(file.Lines.Select(line => (line.Number, line.End, clock.Elapsed)));
        foreach ((int number, _) in file.Lines)
        {
            Line line = _lines[number];
            line.Holders--;
            if (line.Holders == 0)
            {
                line.Gone = file.Unreadable ?? clock.Elapsed;
                if (!HadChanceSince(line.Written))
                {
                    line.Excuse ??= "its bytes were gone before they could be read";
                }
            }
        }

        file.Lines.Clear();
    }

    /// <summary>One line.</summary>
    internal sealed class Line
    {
        internal required TimeSpan Begun { get; init; }

        internal TimeSpan Written { get; set; }

        internal int LengthBytes { get; set; }

        /// <summary>When the last file that held it was deleted or emptied.</summary>
        internal TimeSpan Gone { get; set; }

        /// <summary>Whether all of it was written, into one file.</summary>
        internal bool IsWritten { get; set; }

        /// <summary>How many files have it that can be read.</summary>
        internal int Holders { get; set; }

        /// <summary>Whether it may be counted again, because the machine went down.</summary>
        internal bool MayRepeat { get; set; }

        /// <summary>Why it may be missing; null when it may not.</summary>
        internal string? Excuse { get; set; }
    }
}

/// <summary>A file in the book.</summary>
sealed class BookedFile
{
    /// <summary>Its lines, and where they end.</summary>
    internal List<(int Number, long End)> Lines { get; } = [];

    /// <summary>The lines that it had until it was emptied or deleted, and when that was.</summary>
    internal List<(int Number, long End, TimeSpan At)> Lost { get; } = [];

    internal int Names { get; set; }

    /// <summary>How many descriptors the exporter has of it.</summary>
    internal int Readers { get; set; }

    internal long Length { get; set; }

    /// <summary>Since when nobody can read it any more; who writes it may still do so.</summary>
    internal TimeSpan? Unreadable { get; set; }

    /// <summary>How often it was emptied.</summary>
    internal int Generation { get; set; }
}
