using System.Collections.Concurrent;

namespace LogMetrics.Runtime.Telemetry;

/// <summary>A counter of <see cref="OwnMetrics"/>; counting is an interlocked addition.</summary>
public sealed class OwnCounter
{
    const string Overflow = "__other__";

    readonly string[] _labelNames;
    readonly int _maxCells;
    readonly ConcurrentDictionary<string, OwnCounter> _cells = new(StringComparer.Ordinal);
    readonly string[] _labelValues;
    long _value;

    internal OwnCounter(string[] labelNames, int maxCells)
    {
        _labelNames = labelNames;
        _labelValues = [];
        _maxCells = maxCells;
        if (labelNames.Length == 0)
        {
            _cells.TryAdd("", this);
        }
    }

    OwnCounter(string[] labelValues)
    {
        _labelNames = [];
        _labelValues = labelValues;
    }

    /// <summary>The present value.</summary>
    public long Value => Interlocked.Read(ref _value);

    /// <summary>Its cells in no order: itself when it has no labels.</summary>
    internal IEnumerable<(string[] LabelValues, long Value)> Cells =>
        _cells.Values.Select(cell => (cell._labelValues, cell.Value));

    /// <summary>Counts on the cell without labels.</summary>
    /// <exception cref="InvalidOperationException">The counter has labels; count on a cell of it.</exception>
    public void Add(long amount = 1)
    {
        if (_labelNames.Length > 0)
        {
            throw new InvalidOperationException("A counter with labels counts in its cells.");
        }

        Interlocked.Add(ref _value, amount);
    }

    /// <summary>The cell of some label values, made on first use; keep it where counting is frequent.</summary>
    /// <remarks>There is a limit on cells; what is beyond it shares one whose labels are all <c>__other__</c>.</remarks>
    /// <exception cref="ArgumentException">The number of values is not that of the label names.</exception>
    public OwnCounter With(params string[] labelValues)
    {
        if (labelValues.Length != _labelNames.Length || labelValues.Length == 0)
        {
            throw new ArgumentException("There must be one value for each label name.", nameof(labelValues));
        }

        string key = string.Join('\uFFFF', labelValues);
        if (_cells.TryGetValue(key, out OwnCounter? cell))
        {
            return cell;
        }

        if (_cells.Count >= _maxCells && !Array.TrueForAll(labelValues, value => value == Overflow))
        {
            return With([.. labelValues.Select(_ => Overflow)]);
        }

        return _cells.GetOrAdd(key, _ => new OwnCounter([.. labelValues]));
    }
}
