namespace LogMetrics.Tests.Simulation;

/// <summary>A program that writes a log: much, little or nothing for a while, sometimes half a line.</summary>
sealed class LogWriter(string path, LogFolder folder, LogBook book, SimulatedClock clock, Random random) : IDisposable
{
    /// <summary>Who has begun a line ends it before the old file of a rotation is given up, 30 s after its last byte; in
    /// milliseconds.</summary>
    internal const int LongestPauseInLine = 20_000;

    LogHandle? _file;
    TimeSpan? _reopenAt;
    (int Line, byte[] Remainder, int Generation, int? MayBePartOf)? _begun;
    int? _last;

    /// <summary>The path of the log.</summary>
    internal string Path => path;

    /// <summary>Whether it is in the middle of a line.</summary>
    internal bool HasBegunLine => _begun is not null;

    /// <summary>Whether it may go on writing to a file that has been renamed.</summary>
    internal bool Holds(string rotated) => _file?.IsOf(folder.FileAt(rotated)) == true;

    /// <summary>Writes for ever; returns how long it rests.</summary>
    internal IEnumerable<TimeSpan> Run()
    {
        while (true)
        {
            int mood = random.Next(12);
            TimeSpan end = clock.Elapsed + TimeSpan.FromMinutes(mood < 8 ? random.Next(5, 60) : random.Next(1, 6));
            if (mood == 0)
            {
                yield return TimeSpan.FromMinutes(random.Next(10, 120));
            }

            while (clock.Elapsed < end)
            {
                WriteSome(random.Next(1, mood < 8 ? 6 : 40));

                int longest = _begun is not null ? LongestPauseInLine : mood < 8 ? 60_000 : 1500;
                yield return TimeSpan.FromMilliseconds(random.Next(5, longest));
                EndLine();
            }
        }
    }

    /// <summary>It was told that its log was rotated, and will notice after a while.</summary>
    internal void ReopenAfter(TimeSpan delay) => _reopenAt = clock.Elapsed + delay;

    /// <summary>Writes whole lines, and perhaps half of another.</summary>
    internal void WriteSome(int count)
    {
        EndLine();
        if (_reopenAt <= clock.Elapsed)
        {
            _file?.Dispose();
            _file = null;
            _reopenAt = null;
        }

        if (_file is null)
        {
            bool isTorn = folder.HasTornEnd(path);
            _file = folder.Open(path);
            if (isTorn)
            {
                // A program before this one was in the middle of a line when the machine went down.
                _file.Write("\n"u8);
            }
        }

        for (int line = 0; line < count; line++)
        {
            int number = book.NewLine();
            _file.Write(book.TextOf(number, random.Next(60)));
            _file.Complete(number);
            _last = number;
        }

        if (random.Next(40) == 0)
        {
            int number = book.NewLine();
            byte[] text = book.TextOf(number, random.Next(60));
            int length = random.Next(1, text.Length);
            _file.Write(text.AsSpan(0, length));
            _begun = (number, text[length..], _file.Generation, length < book.TellingBytes ? _last : null);
        }
    }

    /// <summary>Writes the rest of a line that was begun.</summary>
    internal void EndLine()
    {
        if (_begun is not var (line, remainder, generation, mayBePartOf))
        {
            return;
        }

        _begun = null;
        _file!.Write(remainder);
        if (_file.Generation == generation)
        {
            _file.Complete(line);
            _last = line;
        }
        else if (mayBePartOf is { } before)
        {
            book.TornBehind(before);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        _begun = null;
        _reopenAt = null;
    }
}
