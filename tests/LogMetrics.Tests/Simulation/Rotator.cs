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
}

/// <summary>How a log is rotated, and what becomes of the old files.</summary>
/// <param name="Style">How.</param>
/// <param name="Kept">How many old files are kept.</param>
/// <param name="IsCompressed">Whether the second oldest of those that were renamed is compressed, as with logrotate's
/// <c>delaycompress</c>. A copy that is compressed while no exporter runs is not looked into.</param>
sealed record Rotation(RotationStyle Style, int Kept, bool IsCompressed);

/// <summary>Rotates a log again and again.</summary>
sealed class Rotator(
    LogWriter writer, LogFolder folder, Rotation rotation, SimulatedClock clock, Random random, Action<string> tell)
{
    readonly Queue<string> _dated = new();

    /// <summary>Rotates for ever; returns how long it rests.</summary>
    internal IEnumerable<TimeSpan> Run()
    {
        while (true)
        {
            yield return random.Next(3) == 0
                ? TimeSpan.FromSeconds(random.Next(2, 120))
                : TimeSpan.FromMinutes(random.Next(2, 120));
            int times = random.Next(6) == 0 ? random.Next(2, 6) : 1;
            for (int time = 0; time < times; time++)
            {
                foreach (TimeSpan rest in Rotate(isLast: time == times - 1))
                {
                    yield return rest;
                }
            }

            if (rotation is { IsCompressed: true, Style: RotationStyle.Numbered } && folder.Has(NumberedName(2)))
            {
                // Its writer has left it by then.
                yield return TimeSpan.FromSeconds(random.Next(40, 100));
                tell($"compress {NumberedName(2)}");
                foreach (TimeSpan rest in folder.Compress(NumberedName(2), Moment))
                {
                    yield return rest;
                }
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
            _ => [],
        };
        foreach (TimeSpan rest in steps)
        {
            yield return rest;
        }

        switch (rotation.Style)
        {
            case RotationStyle.Numbered:
                folder.Rename(writer.Path, $"{writer.Path}.1");
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
        string name = string.Create(CultureInfo.InvariantCulture, $"{writer.Path}-{clock.Calendar:yyyyMMdd-HHmmss}");
        if (folder.Has(name))
        {
            yield break;
        }

        folder.Rename(writer.Path, name);
        _dated.Enqueue(name);
        if (_dated.Count > rotation.Kept)
        {
            yield return Moment();
            folder.DeleteIfThere(_dated.Dequeue());
        }
    }

    string NumberedName(int number) => string.Create(CultureInfo.InvariantCulture, $"{writer.Path}.{number}");
}
