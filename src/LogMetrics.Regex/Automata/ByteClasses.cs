using System.Numerics;

namespace LogMetrics.Regex.Automata;

/// <summary>Bytes that no instruction tells apart are one class: rows of a table need an entry for each class only.</summary>
sealed class ByteClasses
{
    readonly byte[] _classOf = new byte[256];
    readonly List<int> _representatives = [];

    public ByteClasses(Automaton automaton)
    {
        var sets = new List<ByteSet>(automaton.Sets);
        if ((automaton.Asked & (Assertions.BeginLine | Assertions.EndLine)) != 0)
        {
            sets.Add(ByteSet.Of('\n', '\n'));
        }

        if ((automaton.Asked & (Assertions.WordBoundary | Assertions.NoWordBoundary)) != 0)
        {
            sets.Add(ByteSet.Of('0', '9').Union(ByteSet.Of('A', 'Z')).Union(ByteSet.Of('_', '_'))
                .Union(ByteSet.Of('a', 'z')));
        }

        // Refine one partition by every set in turn.
        var numbers = new int[256];
        foreach (var set in sets)
        {
            var renumbered = new Dictionary<(int, bool), int>();
            for (var b = 0; b < 256; b++)
            {
                var key = (numbers[b], set.Contains(b));
                if (!renumbered.TryGetValue(key, out var number))
                {
                    number = renumbered.Count;
                    renumbered.Add(key, number);
                }

                numbers[b] = number;
            }
        }

        for (var b = 0; b < 256; b++)
        {
            if (numbers[b] == _representatives.Count)
            {
                _representatives.Add(b);
            }

            _classOf[b] = (byte)numbers[b];
        }

        Stride = (int)BitOperations.RoundUpToPowerOf2((uint)Count + 1);
    }

    /// <summary>The class of each byte.</summary>
    public ReadOnlySpan<byte> Map => _classOf;

    public int Count => _representatives.Count;

    /// <summary>The class that stands for the end of the text.</summary>
    public int End => Count;

    /// <summary>The length of a table row: a power of two above <see cref="End"/>.</summary>
    public int Stride { get; }

    /// <summary>A byte of a class, or <see cref="Place.Edge"/> for <see cref="End"/>.</summary>
    public int Representative(int byteClass) => byteClass == End ? Place.Edge : _representatives[byteClass];
}
