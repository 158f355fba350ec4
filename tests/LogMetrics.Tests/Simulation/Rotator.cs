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

/// <summary>Rotates a log again and again.</summary>
sealed class Rotator(
    LogWriter writer, LogFolder folder, RotationStyle style, int kept, SimulatedClock clock, Random random, Action<string> tell)
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
        }
    }

    TimeSpan Moment() => random.Next(4) > 0 ? TimeSpan.FromMicroseconds(random.Next(300)) : TimeSpan.FromMilliseconds(random.Next(400));

    IEnumerable<TimeSpan> Rotate(bool isLast)
    {
        if (!folder.Has(writer.Path))
        {
            yield break;
        }

        tell($"{style} rotation of {writer.Path}");
        IEnumerable<TimeSpan> steps = style switch
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

        switch (style)
        {
            case RotationStyle.Numbered:
                folder.Rename(writer.Path, $"{writer.Path}.1");
                break;
            case RotationStyle.Delete:
                folder.Delete(writer.Path);
                break;
        }

        if (style == RotationStyle.CopyTruncate)
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
        string last = NumberedName(kept);
        if (folder.Has(last))
        {
            folder.Delete(last);
            yield return Moment();
        }

        for (int number = kept - 1; number > 0; number--)
        {
            if (folder.Has(NumberedName(number)))
            {
                folder.Rename(NumberedName(number), NumberedName(number + 1));
                yield return Moment();
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
        string name = string.Create(CultureInfo.InvariantCulture, $"{writer.Path}-{clock.GetUtcNow():yyyyMMdd-HHmmss}");
        if (folder.Has(name))
        {
            yield break;
        }

        folder.Rename(writer.Path, name);
        _dated.Enqueue(name);
        if (_dated.Count > kept)
        {
            yield return Moment();
            folder.Delete(_dated.Dequeue());
        }
    }

    string NumberedName(int number) => string.Create(CultureInfo.InvariantCulture, $"{writer.Path}.{number}");
}
