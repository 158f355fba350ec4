using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Simulation;

/// <summary>Holds what the exporter counts as lost against what is gone: it may not be more than that, and not less than what its state
/// knew of.</summary>
sealed class LossWatch(LogBook book, SimulatedClock clock)
{
    readonly List<(TimeSpan At, long Bytes)> _told = [];
    long _toldInLife;
    long _expected;

    /// <summary>Is told of what must not be.</summary>
    internal Action<string, TimeSpan> Accuse { get; set; } = (_, _) => { };

    /// <summary>What was counted as lost, by all processes; what one that was killed has told, the next one may tell again.</summary>
    internal long ToldBytes { get; private set; }

    /// <summary>A process starts.</summary>
    /// <param name="resumed">Where it goes on; null when it knows nothing.</param>
    /// <param name="saved">When that was saved.</param>
    internal void Begin(InputCheckpoint? resumed, TimeSpan saved)
    {
        _toldInLife = 0;
        _expected = resumed?.Files.Sum(file => BytesGone(file, saved)) ?? 0;
    }

    /// <summary>What the process has counted as lost so far.</summary>
    internal void Take(long bytes)
    {
        if (bytes > _toldInLife)
        {
            ToldBytes += bytes - _toldInLife;
            _toldInLife = bytes;
            _told.Add((clock.Elapsed, bytes));
        }
    }

    /// <summary>The process has looked at everything once.</summary>
    internal void Settle()
    {
        if (_toldInLife < _expected)
        {
            Accuse($"{_expected} bytes that the state knew of are gone, and {_toldInLife} were counted as lost", clock.Elapsed);
        }

        _expected = 0;
    }

    /// <summary>In the end it is known which lines were counted after all.</summary>
    internal void Judge(HashSet<int> counted)
    {
        foreach ((TimeSpan at, long bytes) in _told)
        {
            long gone = 0;
            for (int number = 0; number < book.Lines.Count; number++)
            {
                LogBook.Line line = book.Lines[number];
                bool isGone = !line.IsWritten || (line.Holders == 0 && line.Gone <= at);
                gone += isGone && line.Begun <= at && !counted.Contains(number) ? line.LengthBytes : 0;
            }

            if (bytes > gone)
            {
                Accuse($"{bytes} bytes were counted as lost, and {gone} are", at);
            }
        }
    }

    // Where nothing was counted, nothing tells whether it is the same file.
    long BytesGone(FileCheckpoint file, TimeSpan saved) => file.Position == 0 || book.FileOf(file.Identity) is not { } known ? 0
        : known.Lost
            .Where(line => line.End > file.Position && line.End <= file.SizeBytes && line.At > saved)
            .Select(line => book.Lines[line.Number])
            .Where(line => line.Holders == 0 && line.Written <= saved)
            .Sum(line => (long)line.LengthBytes);
}
