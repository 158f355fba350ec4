using System.Globalization;

namespace LogMetrics.Tests.Simulation;

/// <summary>How a log is rotated.</summary>
enum RotationStyle
{
    /// <summary>Renamed to <c>.1</c>, the older ones to <c>.2</c> and so on.</summary>
    Numbered,

    /// <summary>Renamed to a name with the time in it.</summary>
    Dated,

    /// <summary>Copied to <c>.1</c> and emptied.</summary>
    CopyTruncate,

    /// <summary>Deleted; its writer makes it again.</summary>
    Delete,

    /// <summary>A link to a file with the time in its name, which is pointed to the next one.</summary>
    Pointed,
}

/// <summary>When old files are compressed.</summary>
enum Compression
{
    None,

    /// <summary>After one more rotation, as with logrotate's <c>delaycompress</c>.</summary>
    Delayed,

    /// <summary>As soon as its writer has left the file. An exporter that runs has seen it by then: what is compressed before
    /// one that runs has looked is not looked into.</summary>
    Soon,
}

/// <summary>How a log is rotated, and what becomes of the old files.</summary>
/// <param name="Style">How.</param>
/// <param name="Kept">How many old files are kept.</param>
/// <param name="Compression">Whether those that were renamed are compressed. A copy that is compressed while no exporter runs is
/// not looked into.</param>
sealed record Rotation(RotationStyle Style, int Kept, Compression Compression);

/// <summary>What somebody who rotates logs is told of the exporter, so that he does nothing that nobody could make good.</summary>
/// <param name="HasSeen">Whether it runs, and has looked since a moment.</param>
/// <param name="Runs">Whether it runs at all.</param>
sealed record ExporterView(Func<TimeSpan, bool> HasSeen, Func<bool> Runs);

/// <summary>Rotates a log again and again.</summary>
sealed class Rotator(
    LogWriter writer,
    LogFolder folder,
    Rotation rotation,
    ExporterView exporter,
    SimulatedClock clock,
    Random random,
    Action<string> tell)
{
    // Where a link has led to is in the state by then.
    static readonly TimeSpan SavingTime = TimeSpan.FromSeconds(40);

    readonly Queue<string> _dated = new();

    /// <summary>Rotates for ever; returns how long it rests.</summary>
    internal IEnumerable<TimeSpan> Run()
    {
        if (rotation.Style == RotationStyle.Pointed)
        {
            folder.PointLink(writer.Path, DatedName);
            _dated.Enqueue(DatedName);
        }

        while (true)
        {
            TimeSpan last = clock.Elapsed;
            yield return random.Next(3) == 0
                ? TimeSpan.FromSeconds(random.Next(2, 120))
                : TimeSpan.FromMinutes(random.Next(2, 120));
            while (rotation.Style == RotationStyle.Pointed && !exporter.HasSeen(last + SavingTime))
            {
                yield return TimeSpan.FromSeconds(random.Next(1, 30));
            }

            if (rotation.Style == RotationStyle.Pointed && random.Next(2) == 0)
            {
                // It may not run by then.
                yield return TimeSpan.FromMinutes(random.Next(1, 60));
            }

            int times = random.Next(6) == 0 && rotation.Style != RotationStyle.Pointed ? random.Next(2, 6) : 1;
            for (int time = 0; time < times; time++)
            {
                foreach (TimeSpan rest in Rotate(isLast: time == times - 1))
                {
                    yield return rest;
                }
            }

            foreach (TimeSpan rest in Compress(clock.Elapsed))
            {
                yield return rest;
            }
        }
    }

    IEnumerable<TimeSpan> Compress(TimeSpan rotated)
    {
        string? name = (rotation.Style, rotation.Compression) switch
        {
            (RotationStyle.Numbered, Compression.Delayed) => NumberedName(2),
            (RotationStyle.Numbered, Compression.Soon) => NumberedName(1),
            (RotationStyle.Dated, Compression.Soon) => _dated.LastOrDefault(),
            _ => null,
        };
        if (name is null || !folder.Has(name))
        {
            yield break;
        }

        if (rotation.Compression == Compression.Delayed)
        {
            // Its writer has left it by then.
            yield return TimeSpan.FromSeconds(random.Next(40, 100));
        }

        while (writer.Holds(name) || (exporter.Runs() && !exporter.HasSeen(rotated)))
        {
            yield return TimeSpan.FromMilliseconds(random.Next(5000));
        }

        if (folder.Has(name) && !folder.Has($"{name}.gz"))
        {
            tell($"compress {name}");
            foreach (TimeSpan rest in folder.Compress(name, Moment))
            {
                yield return rest;
            }
        }
    }

    TimeSpan Moment() => random.Next(4) > 0 ? TimeSpan.FromMicroseconds(random.Next(300)) : TimeSpan.FromMilliseconds(random.Next(400));

    IEnumerable<TimeSpan> Rotate(bool isLast)
    {
        if (!folder.Has(writer.Path))
        {
            yield break;
        }

        tell($"{rotation.Style} rotation of {writer.Path}");
        IEnumerable<TimeSpan> steps = rotation.Style switch
        {
            RotationStyle.Numbered => Shift(),
            RotationStyle.CopyTruncate => CopyAndTruncate(),
            RotationStyle.Dated => Date(),
            RotationStyle.Pointed => Point(),
            _ => [],
        };
        foreach (TimeSpan rest in steps)
        {
            yield return rest;
        }

        switch (rotation.Style)
        {
            case RotationStyle.Numbered when random.Next(4) == 0:
                // For a moment it has both names.
                folder.AddName(writer.Path, NumberedName(1));
                yield return Moment();
                folder.Delete(writer.Path);
                break;
            case RotationStyle.Numbered:
                folder.Rename(writer.Path, NumberedName(1));
                break;
            case RotationStyle.Delete:
                folder.Delete(writer.Path);
                break;
        }

        if (rotation.Style == RotationStyle.CopyTruncate)
        {
            yield break;
        }

        yield return Moment();
        if (!isLast)
        {
            writer.ReopenAfter(TimeSpan.Zero);
            writer.WriteSome(random.Next(1, 20));
            yield return Moment();
            yield break;
        }

        if (random.Next(2) == 0)
        {
            folder.Open(writer.Path).Dispose();
        }

        // A program that is told to reopen its log does so when it comes to it.
        writer.ReopenAfter(random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(random.Next(20)));
        if (writer.HasBegunLine)
        {
            // It was begun between two of these rotations, and its writer may rest for long.
            yield return TimeSpan.FromMilliseconds(random.Next(LogWriter.LongestPauseInLine));
            writer.EndLine();
        }
    }

    IEnumerable<TimeSpan> Shift()
    {
        foreach (string ending in (string[])["", ".gz"])
        {
            folder.DeleteIfThere(NumberedName(rotation.Kept) + ending);
            yield return Moment();
        }

        for (int number = rotation.Kept - 1; number > 0; number--)
        {
            foreach (string ending in (string[])["", ".gz"])
            {
                if (folder.Has(NumberedName(number) + ending))
                {
                    folder.Rename(NumberedName(number) + ending, NumberedName(number + 1) + ending);
                    yield return Moment();
                }
            }
        }
    }

    IEnumerable<TimeSpan> CopyAndTruncate()
    {
        foreach (TimeSpan rest in Shift().Concat(folder.Copy(writer.Path, NumberedName(1), Moment)))
        {
            yield return rest;
        }

        folder.Truncate(writer.Path);
    }

    IEnumerable<TimeSpan> Date()
    {
        string name = DatedName;
        if (folder.Has(name) || folder.Has($"{name}.gz"))
        {
            yield break;
        }

        folder.Rename(writer.Path, name);
        foreach (TimeSpan rest in Keep(name))
        {
            yield return rest;
        }
    }

    IEnumerable<TimeSpan> Point()
    {
        string name = DatedName;
        if (folder.Has(name))
        {
            yield break;
        }

        if (random.Next(2) == 0)
        {
            folder.Open(name).Dispose();
            yield return Moment();
        }

        folder.PointLink(writer.Path, name);
        foreach (TimeSpan rest in Keep(name))
        {
            yield return rest;
        }
    }

    IEnumerable<TimeSpan> Keep(string name)
    {
        _dated.Enqueue(name);
        if (_dated.Count > rotation.Kept)
        {
            yield return Moment();
            string oldest = _dated.Dequeue();
            folder.DeleteIfThere(oldest);
            folder.DeleteIfThere($"{oldest}.gz");
        }
    }

    string DatedName => string.Create(CultureInfo.InvariantCulture, $"{writer.Path}-{clock.Calendar:yyyyMMdd-HHmmss}");

    string NumberedName(int number) => string.Create(CultureInfo.InvariantCulture, $"{writer.Path}.{number}");
}
