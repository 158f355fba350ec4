using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

/// <summary>The keys of a series, evaluated into label values: once for a line, when all series of a program that are written
/// with the same keys share it.</summary>
/// <remarks>Only success is remembered: each place that fails says so itself, with its own place in the program. Values that had
/// to be cut are not remembered either, because each cut is counted.</remarks>
sealed class LabelTuple(LabelValues labels)
{
    readonly LabelSetNumbers _numbers = new();
    long _filledAt = -1;

    /// <summary>Whether the values stay the same for as long as a line lasts; decided before the first line.</summary>
    public bool IsShared { get; set; }

    /// <summary>How many places name a series by these keys.</summary>
    public int Places { get; set; }

    /// <summary>The number of the present values, where several places ask for it; <see cref="LabelSetNumbers.None"/> where
    /// the values have to be looked up.</summary>
    public int Number { get; private set; } = LabelSetNumbers.None;

    /// <summary>How often the keys were evaluated.</summary>
    public long Fillings { get; private set; }

    /// <summary>The values; valid until it is filled again.</summary>
    public LabelValues Labels => labels;

    /// <summary>Evaluates the keys, unless the line's values are there already.</summary>
    /// <param name="line">The line.</param>
    /// <param name="keys">The keys as the place has them that asks: their errors tell of that place.</param>
    /// <returns>False when a key fails; the line then holds the error.</returns>
    public bool TryFill(LineContext line, StringNode[] keys) => _filledAt == line.Number || TryFillAnew(line, keys);

    bool TryFillAnew(LineContext line, StringNode[] keys)
    {
        _filledAt = -1;
        Number = LabelSetNumbers.None;
        Fillings++;
        labels.Clear();
        foreach (StringNode key in keys)
        {
            if (!key.TryRead(line, out ReadOnlySpan<byte> value))
            {
                return false;
            }

            labels.Add(value);
        }

        if (IsShared && !labels.HasCut)
        {
            _filledAt = line.Number;
            Number = Places > 1 ? _numbers.Of(labels) : LabelSetNumbers.None;
        }

        return true;
    }
}
