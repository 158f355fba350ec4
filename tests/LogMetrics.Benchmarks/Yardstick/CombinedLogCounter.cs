using System.Buffers;
using System.Runtime.InteropServices;

namespace LogMetrics.Benchmarks.Yardstick;

/// <summary>
/// Counts what program W1 counts, as one would by hand: a parser for exactly one line format, one table, one histogram.
/// It is the physical yardstick: what a general engine can be measured against, in the same language.
/// </summary>
sealed class CombinedLogCounter
{
    static readonly long[] Bounds = [100, 500, 1000, 5000, 10_000, 100_000, 1_000_000, 10_000_000];
    static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\n\f\r"u8);

    readonly Dictionary<string, long> _requests = [];
    readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _byChars;
    readonly long[] _buckets = new long[Bounds.Length + 1];

    public CombinedLogCounter() => _byChars = _requests.GetAlternateLookup<ReadOnlySpan<char>>();

    long _bytes;

    /// <summary>Counts a file and prints the samples as W1 has them.</summary>
    public static void CountAndPrint(string path)
    {
        var counter = new CombinedLogCounter();
        counter.CountFile(path);
        Console.WriteLine($"http_bytes_total {counter._bytes}");
        foreach (var (request, count) in counter._requests)
        {
            string[] labels = request.Split(' ');
            Console.WriteLine($"http_requests_total{{method=\"{labels[0]}\",status=\"{labels[1]}\"}} {count}");
        }

        long below = 0;
        for (int i = 0; i < counter._buckets.Length; i++)
        {
            below += counter._buckets[i];
            string bound = i < Bounds.Length ? $"{Bounds[i]}" : "+Inf";
            Console.WriteLine($"http_response_bytes_bucket{{le=\"{bound}\"}} {below}");
        }
    }

    /// <summary>Reads a file from its first byte to its end, 256 KiB at a time.</summary>
    void CountFile(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        byte[] buffer = new byte[256 * 1024];
        int kept = 0;
        long position = 0;
        while (true)
        {
            int read = RandomAccess.Read(file, buffer.AsSpan(kept), position);
            if (read == 0)
            {
                break;
            }

            position += read;
            ReadOnlySpan<byte> text = buffer.AsSpan(0, kept + read);
            int end;
            while ((end = text.IndexOf((byte)'\n')) >= 0)
            {
                Count(text[..end]);
                text = text[(end + 1)..];
            }

            text.CopyTo(buffer);
            kept = text.Length;
        }
    }

    void Count(ReadOnlySpan<byte> line)
    {
        if (!TryParse(line, out var method, out var status, out var size))
        {
            return;
        }

        Span<char> key = stackalloc char[64];
        int length = 0;
        foreach (byte b in method[..Math.Min(method.Length, 32)])
        {
            key[length++] = (char)b;
        }

        key[length++] = ' ';
        foreach (byte b in status)
        {
            key[length++] = (char)b;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_byChars, key[..length], out _)++;
        if (!size.SequenceEqual("-"u8))
        {
            long bytes = 0;
            foreach (byte digit in size)
            {
                bytes = (bytes * 10) + (digit - '0');
            }

            _bytes += bytes;
            int bucket = 0;
            while (bucket < Bounds.Length && bytes > Bounds[bucket])
            {
                bucket++;
            }

            _buckets[bucket]++;
        }
    }

    static bool TryParse(
        ReadOnlySpan<byte> line,
        out ReadOnlySpan<byte> method,
        out ReadOnlySpan<byte> status,
        out ReadOnlySpan<byte> size)
    {
        method = status = size = default;
        ReadOnlySpan<byte> word;
        if (!TryWord(ref line, out word) || !TryWord(ref line, out word) || !TryWord(ref line, out word) || !TrySkip(ref line, "["u8))
        {
            return false;
        }

        int close = line.IndexOf((byte)']');
        if (close <= 0)
        {
            return false;
        }

        line = line[(close + 1)..];
        if (!TrySkip(ref line, " \""u8) || !TryWord(ref line, out method) || !TryWord(ref line, out word))
        {
            return false;
        }

        // The protocol is a word that ends at the last quote before the blank.
        int blank = line.IndexOfAny(Blank);
        if (blank < 2 || line[blank - 1] != '"' || line[blank] != ' ')
        {
            return false;
        }

        line = line[(blank + 1)..];
        if (line.Length < 4 || !IsDigit(line[0]) || !IsDigit(line[1]) || !IsDigit(line[2]) || line[3] != ' ')
        {
            return false;
        }

        status = line[..3];
        line = line[4..];
        int digits = 0;
        while (digits < line.Length && IsDigit(line[digits]))
        {
            digits++;
        }

        if (digits == 0 && line.Length > 0 && line[0] == '-')
        {
            digits = 1;
        }

        size = line[..digits];
        line = line[digits..];
        return digits > 0
            && TrySkip(ref line, " \""u8) && TryQuoted(ref line)
            && TrySkip(ref line, " \""u8) && TryQuoted(ref line)
            && line.IsEmpty;
    }

    static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    static bool TryWord(scoped ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> word)
    {
        int end = line.IndexOfAny(Blank);
        if (end <= 0 || line[end] != ' ')
        {
            word = default;
            return false;
        }

        word = line[..end];
        line = line[(end + 1)..];
        return true;
    }

    static bool TryQuoted(ref ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)'"');
        if (end < 0)
        {
            return false;
        }

        line = line[(end + 1)..];
        return true;
    }

    static bool TrySkip(ref ReadOnlySpan<byte> line, ReadOnlySpan<byte> text)
    {
        if (!line.StartsWith(text))
        {
            return false;
        }

        line = line[text.Length..];
        return true;
    }
}
