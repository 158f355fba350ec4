namespace LogMetrics.Regex.Automata;

/// <summary>Gives equal items the same number, from 0 in the order in which they come.</summary>
sealed class Numbering<T>(IEqualityComparer<T>? comparer = null)
    where T : notnull
{
    readonly Dictionary<T, int> _numbers = new(comparer);

    /// <summary>The items by their numbers.</summary>
    public List<T> Items { get; } = [];

    public int Of(T item)
    {
        if (!_numbers.TryGetValue(item, out var number))
        {
            number = Items.Count;
            Items.Add(item);
            _numbers.Add(item, number);
        }

        return number;
    }

    public void Clear()
    {
        Items.Clear();
        _numbers.Clear();
    }
}
