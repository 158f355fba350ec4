using System.Runtime.CompilerServices;
using System.Text;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>Characters that no set of an automaton tells apart are one class.</summary>
sealed class CharacterClasses
{
    const int ContinuationMask = 0xC0;
    const int Continuation = 0x80;

    readonly ushort[] _single = new ushort[ByteSet.AsciiEnd];

    // Ranges of code points of one class: where each starts, and its class.
    readonly int[] _starts;
    readonly int[] _classes;

    // For texts with characters outside ASCII; null until one is met.
    RuneTable? _table;

    /// <param name="sets">Sets of code points: first and last ones in turn, ascending and apart.</param>
    public CharacterClasses(IReadOnlyList<int[]> sets)
    {
        var ends = new List<(int At, int Set)>();
        for (var set = 0; set < sets.Count; set++)
        {
            for (var i = 0; i < sets[set].Length; i++)
            {
                ends.Add((sets[set][i] + (i & 1), set));
            }
        }

        // Whoever is in the same sets is of the same class; a set of sets is known by the exclusive or of random numbers.
        ends.Sort();
        var random = new Random(1);
        var marks = sets.Select(_ => (random.NextInt64() << 32) ^ random.NextInt64()).ToArray();
        var isIn = new bool[sets.Count];
        var numbers = new Dictionary<long, ushort>();
        var (starts, classes, members) = (new List<int>(), new List<int>(), new List<int[]>());
        var mark = 0L;
        for (var (at, i) = (0, 0); at <= CharClassBuilder.MaxRune;)
        {
            for (; i < ends.Count && ends[i].At == at; i++)
            {
                mark ^= marks[ends[i].Set];
                isIn[ends[i].Set] ^= true;
            }

            if (!numbers.TryGetValue(mark, out var number))
            {
                number = (ushort)numbers.Count;
                numbers.Add(mark, number);
                members.Add([.. Enumerable.Range(0, isIn.Length).Where(set => isIn[set])]);
            }

            starts.Add(at);
            classes.Add(number);
            at = i < ends.Count ? ends[i].At : CharClassBuilder.MaxRune + 1;
        }

        _starts = [.. starts];
        _classes = [.. classes];
        SetsOf = [.. members];
        for (var rune = 0; rune < ByteSet.AsciiEnd; rune++)
        {
            _single[rune] = Of(rune);
        }
    }

    public int Count => SetsOf.Length;

    /// <summary>By class, the sets that hold its characters.</summary>
    public int[][] SetsOf { get; }

    /// <summary>The ranges of code points of one class, ascending: first and last one, and the class.</summary>
    public IEnumerable<(int First, int Last, int Class)> Ranges() => _starts.Select((start, i) =>
        (start, (i + 1 < _starts.Length ? _starts[i + 1] : CharClassBuilder.MaxRune + 1) - 1, _classes[i]));

    /// <summary>The class of a code point.</summary>
    public ushort Of(int rune)
    {
        var index = _starts.AsSpan().BinarySearch(rune);
        return (ushort)_classes[index < 0 ? ~index - 1 : index];
    }

    /// <summary>The class of the character at a position, which moves behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int After(ReadOnlySpan<byte> text, ref int position)
    {
        var value = text[position];
        if (value < ByteSet.AsciiEnd)
        {
            position++;
            return _single[value];
        }

        return AfterLead(text, ref position);
    }

    /// <summary>The class of the character before a position, which moves to where that character starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Before(ReadOnlySpan<byte> text, ref int position)
    {
        var value = text[--position];
        return value < ByteSet.AsciiEnd ? _single[value] : BeforeLast(text, ref position);
    }

    int BeforeLast(ReadOnlySpan<byte> text, ref int position)
    {
        while ((text[position] & ContinuationMask) == Continuation)
        {
            position--;
        }

        var start = position;
        return AfterLead(text, ref start);
    }

    int AfterLead(ReadOnlySpan<byte> text, ref int position)
    {
        Rune.DecodeFromUtf8(text[position..], out var rune, out var width);
        position += width;
        return (_table ??= new RuneTable(_starts, _classes)).Of(rune.Value);
    }
}
