using System.Text;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>
/// Which assertions of an automaton hold at a place, by the characters before and after it. Characters that no assertion
/// tells apart are of one kind, and the ends of the text are a kind of their own.
/// </summary>
/// <remarks>
/// Assertions are about characters, and automata see bytes. Most kinds can be told from the first byte of a character; where
/// they cannot, such as between the letters and the signs that begin with C3, the byte is <see cref="Open"/>, and whoever
/// needs to know has to read the whole character.
/// </remarks>
sealed class Neighbours
{
    /// <summary>What stands for the byte before the text and the byte after it.</summary>
    public const int Edge = -1;

    /// <summary>The kind of the ends of the text.</summary>
    public const int EdgeKind = 0;

    /// <summary>In place of a kind: the byte goes on with a character that has begun before.</summary>
    public const int Inside = -1;

    /// <summary>In place of a kind: the byte alone does not tell.</summary>
    public const int Open = -2;

    /// <summary>The bit that stands for the look-around with the number 0.</summary>
    public const int FirstLook = 16;

    /// <summary>The most look-arounds that one automaton can tell apart.</summary>
    public const int MaxLooks = 64 - FirstLook;

    const int RuneCount = CharClassBuilder.MaxRune + 1;
    const int FirstLead = 0xC2;
    const int LastLead = 0xF4;

    const int LastNewline = -2;

    static readonly int[] Word = AsciiClasses.Perl('w')!;

    // Ranges of code points of one kind: where each starts, and its kind.
    readonly int[] _starts;
    readonly int[] _rangeKinds;
    readonly int[] _byteKinds = new int[256];
    readonly int[][] _leadKinds = new int[256][];
    readonly Side[] _kinds;
    readonly int[] _behind;
    readonly int[] _ahead;
    readonly int _lastNewlineKind;

    // For texts with characters outside ASCII; null until one is met.
    RuneTable? _table;

    /// <param name="asked">Every assertion that some instruction asks.</param>
    /// <param name="looks">The look-arounds among them, by number.</param>
    public Neighbours(Assertions asked, IReadOnlyList<Look> looks)
    {
        if ((asked & Assertions.BeginInnerLine) != 0)
        {
            asked |= Assertions.AfterNewline | Assertions.BeforeSomething;
        }

        var kinds = new List<Side> { SideOf(Edge, asked, looks) };
        (_starts, _rangeKinds) = Ranges(asked, looks, kinds);
        _lastNewlineKind = KindFor(SideOf(LastNewline, asked, looks), kinds);
        _kinds = [.. kinds];
        _behind = FirstOfEach(side => (side.Behind, side.IsWord, side.IsUnicodeWord));
        _ahead = FirstOfEach(side => (side.Ahead, side.IsWord, side.IsUnicodeWord));
        for (var b = 0; b < 256; b++)
        {
            _leadKinds[b] = b < ByteSet.AsciiEnd ? [KindOf(b)] : b is >= FirstLead and <= LastLead ? KindsOfLead(b) : [];
            _byteKinds[b] = _leadKinds[b].Length switch
            {
                0 => Inside,
                1 => _leadKinds[b][0],
                _ => Open,
            };
        }

        if (_lastNewlineKind != _byteKinds['\n'])
        {
            _leadKinds['\n'] = [_byteKinds['\n'], _lastNewlineKind];
            _byteKinds['\n'] = Open;
        }

        OutsideAscii = [.. Enumerable.Range(FirstLead, LastLead - FirstLead + 1).SelectMany(b => _leadKinds[b]).Distinct()];
    }

    /// <summary>How many kinds there are; they are numbered from 0.</summary>
    public int KindCount => _kinds.Length;

    /// <summary>The kinds that characters outside ASCII can be of.</summary>
    public IReadOnlyList<int> OutsideAscii { get; }

    /// <summary>The kind of the character that a byte begins; <see cref="Inside"/>, or <see cref="Open"/>.</summary>
    public int KindOfByte(int value) => value < 0 ? EdgeKind : _byteKinds[value];

    /// <summary>The kinds that a character can be of that begins with this byte.</summary>
    public IReadOnlyList<int> KindsOfByte(int value) => _leadKinds[value];

    /// <summary>The kind that stands for all those that look the same from behind.</summary>
    public int FromBehind(int kind) => _behind[kind];

    /// <summary>The kind that stands for all those that look the same to one who stands before them.</summary>
    public int FromAhead(int kind) => _ahead[kind];

    /// <summary>The kind of the character before a position, or of the edge.</summary>
    public int KindBefore(ReadOnlySpan<byte> text, int position)
    {
        if (position == 0)
        {
            return EdgeKind;
        }

        var start = position - 1;
        while (start > 0 && IsInside(text[start]))
        {
            start--;
        }

        return KindAfter(text, start);
    }

    /// <summary>The kind of the character that begins at a position, or of the edge.</summary>
    public int KindAfter(ReadOnlySpan<byte> text, int position)
    {
        if (position >= text.Length)
        {
            return EdgeKind;
        }

        var kind = _byteKinds[text[position]];
        if (kind >= 0)
        {
            return kind;
        }

        if (text[position] == '\n')
        {
            return position + 1 == text.Length ? _lastNewlineKind : KindOf('\n');
        }

        _ = Rune.DecodeFromUtf8(text[position..], out var rune, out _);
        return (_table ??= new RuneTable(_starts, _rangeKinds)).Of(rune.Value);
    }

    /// <summary>The kind of the character that the byte at a position belongs to.</summary>
    public int KindAround(ReadOnlySpan<byte> text, int position) =>
        IsInside(text[position]) ? KindBefore(text, position + 1) : KindAfter(text, position);

    /// <summary>The assertions that hold between characters of two kinds.</summary>
    public Assertions Between(int before, int after)
    {
        ref readonly var one = ref _kinds[before];
        ref readonly var other = ref _kinds[after];
        var holding = one.Behind | other.Ahead
            | (one.IsWord == other.IsWord ? Assertions.NoWordBoundary : Assertions.WordBoundary)
            | (one.IsUnicodeWord == other.IsUnicodeWord ? Assertions.NoUnicodeWordBoundary : Assertions.UnicodeWordBoundary);
        const Assertions Inner = Assertions.AfterNewline | Assertions.BeforeSomething;
        return (holding & Inner) == Inner ? holding | Assertions.BeginInnerLine : holding;
    }

    /// <summary>The assertions that hold at a position of a text.</summary>
    public Assertions At(ReadOnlySpan<byte> text, int position) =>
        Between(KindBefore(text, position), KindAfter(text, position));

    /// <summary>Whether the assertion of an instruction is among those that hold.</summary>
    public static bool Holds(Assertions holding, Instruction instruction) =>
        (((ulong)holding >> instruction.Argument) & 1) != 0;

    static bool IsInside(byte value) => (value & 0xC0) == 0x80;

    static (int[] Starts, int[] Kinds) Ranges(Assertions asked, IReadOnlyList<Look> looks, List<Side> kinds)
    {
        var cuts = new SortedSet<int> { 0, '\n', '\n' + 1 };
        var asksUnicode = (asked & (Assertions.UnicodeWordBoundary | Assertions.NoUnicodeWordBoundary)) != 0;
        foreach (var ranges in looks.Select(look => look.Ranges).Append(Word).Append(asksUnicode ? UnicodeSets.Word : []))
        {
            for (var i = 0; i < ranges.Length; i += 2)
            {
                cuts.Add(ranges[i]);
                cuts.Add(ranges[i + 1] + 1);
            }
        }

        cuts.Remove(RuneCount);
        var (starts, rangeKinds) = (new List<int>(), new List<int>());
        foreach (var cut in cuts)
        {
            var kind = KindFor(SideOf(cut, asked, looks), kinds);
            if (rangeKinds.Count == 0 || rangeKinds[^1] != kind)
            {
                starts.Add(cut);
                rangeKinds.Add(kind);
            }
        }

        return ([.. starts], [.. rangeKinds]);
    }

    static int KindFor(Side side, List<Side> kinds)
    {
        var kind = kinds.IndexOf(side);
        if (kind < 0)
        {
            kind = kinds.Count;
            kinds.Add(side);
        }

        return kind;
    }

    static Side SideOf(int rune, Assertions asked, IReadOnlyList<Look> looks)
    {
        var (behind, ahead) = (Assertions.None, Assertions.BeforeSomething);
        if (rune == Edge)
        {
            behind = Assertions.BeginText | Assertions.BeginLine | Assertions.BeginInnerLine;
            ahead = Assertions.EndText | Assertions.EndLine | Assertions.EndTextOrLastNewline;
        }
        else if (rune is '\n' or LastNewline)
        {
            behind = Assertions.BeginLine | Assertions.AfterNewline;
            ahead |= Assertions.EndLine | (rune == LastNewline ? Assertions.EndTextOrLastNewline : 0);
            rune = '\n';
        }

        for (var i = 0; i < looks.Count; i++)
        {
            if (rune == Edge ? looks[i].HoldsAtEdge : CharClassBuilder.Contains(looks[i].Ranges, rune))
            {
                var bit = (Assertions)(1UL << (FirstLook + i));
                behind |= looks[i].IsAhead ? 0 : bit;
                ahead |= looks[i].IsAhead ? bit : 0;
            }
        }

        var asksWord = (asked & (Assertions.WordBoundary | Assertions.NoWordBoundary)) != 0;
        var asksUnicode = (asked & (Assertions.UnicodeWordBoundary | Assertions.NoUnicodeWordBoundary)) != 0;
        return new Side(
            behind & asked,
            ahead & asked,
            asksWord && CharClassBuilder.Contains(Word, rune),
            asksUnicode && CharClassBuilder.Contains(UnicodeSets.Word, rune));
    }

    int[] FirstOfEach<T>(Func<Side, T> look)
        where T : notnull
    {
        var first = new Dictionary<T, int>();
        return [.. _kinds.Select((side, kind) => first.TryGetValue(look(side), out var known) ? known : first[look(side)] = kind)];
    }

    int KindOf(int rune)
    {
        var index = _starts.AsSpan().BinarySearch(rune);
        return _rangeKinds[index < 0 ? ~index - 1 : index];
    }

    int[] KindsOfLead(int lead)
    {
        var (low, high) = lead switch
        {
            < 0xE0 => ((lead & 0x1F) << 6, ((lead & 0x1F) << 6) | 0x3F),
            < 0xF0 => ((lead & 0x0F) << 12, ((lead & 0x0F) << 12) | 0xFFF),
            _ => ((lead & 0x07) << 18, ((lead & 0x07) << 18) | 0x3FFFF),
        };

        // Three bytes begin at 800, four at 10000: what comes before is written shorter.
        low = Math.Max(low, lead == 0xE0 ? 0x800 : lead == 0xF0 ? 0x10000 : 0);
        high = Math.Min(high, CharClassBuilder.MaxRune);
        var kinds = new HashSet<int> { KindOf(low) };
        for (var i = 0; i < _starts.Length; i++)
        {
            if (_starts[i] > low && _starts[i] <= high)
            {
                kinds.Add(_rangeKinds[i]);
            }
        }

        return [.. kinds];
    }

    /// <summary>What a character answers to those who stand behind it and to those who stand before it.</summary>
    readonly record struct Side(Assertions Behind, Assertions Ahead, bool IsWord, bool IsUnicodeWord);
}
