using System.Numerics;

namespace LogMetrics.Regex.Automata;

/// <summary>Bytes that no instruction tells apart are one class: rows of a table need an entry for each class only.</summary>
/// <remarks>
/// Where an assertion needs the whole character and a byte does not tell its kind, the class of the byte is open. Its
/// entry stays empty, and for each kind that the character can be of there is a symbol beside the classes, which
/// <see cref="SymbolAt"/> finds by reading the character.
/// </remarks>
sealed class ByteClasses
{
    readonly byte[] _classOf = new byte[256];
    readonly List<int> _representatives = [];
    readonly List<(int ByteClass, int Kind)> _symbols = [];
    readonly Dictionary<(int ByteClass, int Kind), int> _symbolNumbers = [];
    readonly Neighbours _neighbours;
    readonly bool[] _isOpen;

    /// <param name="automaton">What tells bytes apart.</param>
    public ByteClasses(Automaton automaton)
    {
        _neighbours = automaton.Neighbours;

        // Refine one partition by every set in turn.
        var numbers = new int[256];
        var told = new int[256];
        foreach (var set in automaton.Sets)
        {
            for (var b = 0; b < 256; b++)
            {
                told[b] = set.Contains(b) ? 1 : 0;
            }

            Refine(numbers, told);
        }

        // Those that are no kind are below 0.
        Refine(numbers, [.. Enumerable.Range(0, 256).Select(b => _neighbours.KindOfByte(b) - Neighbours.Open)]);
        for (var b = 0; b < 256; b++)
        {
            if (numbers[b] == _representatives.Count)
            {
                _representatives.Add(b);
            }

            _classOf[b] = (byte)numbers[b];
        }

        _isOpen = new bool[Count + 1];
        for (var b = 0; b < 256; b++)
        {
            if (_neighbours.KindOfByte(b) == Neighbours.Open)
            {
                _isOpen[_classOf[b]] = HasOpen = true;
                AddSymbols(b);
            }
        }

        Stride = (int)BitOperations.RoundUpToPowerOf2((uint)(Count + 1 + _symbols.Count));
    }

    /// <summary>The class of each byte.</summary>
    public ReadOnlySpan<byte> Map => _classOf;

    public int Count => _representatives.Count;

    /// <summary>The class that stands for the end of the text.</summary>
    public int End => Count;

    /// <summary>The length of a table row: a power of two above the last symbol.</summary>
    public int Stride { get; }

    /// <summary>Whether some class is open.</summary>
    public bool HasOpen { get; }

    /// <summary>Whether the bytes of a class do not tell the kind of their character.</summary>
    public bool IsOpen(int byteClass) => _isOpen[byteClass];

    /// <summary>A byte of a class or symbol, or <see cref="Neighbours.Edge"/> for <see cref="End"/>.</summary>
    public int Representative(int symbol) => symbol == End
        ? Neighbours.Edge
        : _representatives[symbol < End ? symbol : _symbols[symbol - End - 1].ByteClass];

    /// <summary>The class of the byte at a position, or what stands for it and the kind of its character.</summary>
    public int SymbolAt(ReadOnlySpan<byte> text, int position)
    {
        if ((uint)position >= (uint)text.Length)
        {
            return End;
        }

        var byteClass = _classOf[text[position]];
        return _isOpen[byteClass]
            ? _symbolNumbers[(byteClass, _neighbours.KindAround(text, position))]
            : byteClass;
    }

    /// <summary>The kind of the character that a symbol belongs to, or <see cref="Neighbours.Inside"/>.</summary>
    public int KindOf(int symbol) =>
        symbol > End ? _symbols[symbol - End - 1].Kind : _neighbours.KindOfByte(Representative(symbol));

    /// <summary>Divides classes whose bytes somebody tells apart by numbers from 0 on.</summary>
    static void Refine(int[] numbers, int[] told)
    {
        var width = told.Max() + 1;
        var renumbered = new int[256 * width];
        var count = 0;
        for (var b = 0; b < 256; b++)
        {
            // Numbers from 1 on: 0 is what was not met yet.
            ref var number = ref renumbered[(numbers[b] * width) + told[b]];
            number = number == 0 ? ++count : number;
            numbers[b] = number - 1;
        }
    }

    void AddSymbols(int value)
    {
        var byteClass = _classOf[value];
        foreach (var kind in _neighbours.KindsOfByte(value))
        {
            if (_symbolNumbers.TryAdd((byteClass, kind), End + 1 + _symbols.Count))
            {
                _symbols.Add((byteClass, kind));
            }
        }
    }
}
