namespace LogMetrics.Regex.Automata;

/// <summary>A class of characters as a small automaton over the bytes of their UTF-8 form.</summary>
/// <remarks>
/// Its states are numbered so that a state only leads to earlier ones; the target <see cref="Done"/> leaves the class.
/// Equal tails are one state.
/// </remarks>
sealed class Utf8Class
{
    public const int Done = -1;

    const int FirstOutsideAscii = 0x80;
    const int MaxRune = 0x10FFFF;

    readonly Dictionary<State, int> _known = [];

    Utf8Class()
    {
    }

    /// <summary>Each state: sets of bytes, apart from each other, and where each leads.</summary>
    public List<List<(ByteSet Bytes, int Target)>> States { get; } = [];

    /// <summary>The instructions it takes: one for each way, and a split between any two.</summary>
    public int InstructionCount => States.Sum(ways => Math.Max(1, (2 * ways.Count) - 1));

    /// <summary>The state it starts in is the last one.</summary>
    public int Start => States.Count - 1;

    /// <param name="ranges">The first and last code points of its ranges in turn, ascending and apart.</param>
    public static Utf8Class Of(ReadOnlySpan<int> ranges)
    {
        var result = new Utf8Class();
        var single = default(ByteSet);
        var sequences = new List<(int Low, int High)[]>();
        var restIsWhole = ranges.Length > 0 && ranges[^1] == MaxRune && ranges[^2] <= FirstOutsideAscii;
        for (var i = 0; i < ranges.Length; i += 2)
        {
            single = single.Union(ByteSet.Of(ranges[i], Math.Min(ranges[i + 1], FirstOutsideAscii - 1)));
            if (!restIsWhole && ranges[i + 1] >= FirstOutsideAscii)
            {
                AddSequences(sequences, Math.Max(ranges[i], FirstOutsideAscii), ranges[i + 1]);
            }
        }

        var ways = restIsWhole ? result.AnyOutsideAscii() : result.Ways(sequences, 0);
        if (single.Count > 0)
        {
            ways.Insert(0, (single, Done));
        }

        // The start is not shared: it has to be the last.
        result.States.Add(ways);
        return result;
    }

    // The text is valid, so the lead byte alone says how many bytes follow.
    List<(ByteSet Bytes, int Target)> AnyOutsideAscii()
    {
        var following = ByteSet.Of(0x80, 0xBF);
        var one = Intern([(following, Done)]);
        var two = Intern([(following, one)]);
        var three = Intern([(following, two)]);
        return [(ByteSet.Of(0xC2, 0xDF), one), (ByteSet.Of(0xE0, 0xEF), two), (ByteSet.Of(0xF0, 0xF4), three)];
    }

    // Sequences that begin alike stand next to each other, because the ranges ascend.
    List<(ByteSet Bytes, int Target)> Ways(List<(int Low, int High)[]> sequences, int depth)
    {
        var ways = new List<(ByteSet Bytes, int Target)>();
        for (var i = 0; i < sequences.Count;)
        {
            var range = sequences[i][depth];
            var end = i + 1;
            while (end < sequences.Count && sequences[end][depth] == range)
            {
                end++;
            }

            var isLast = depth == sequences[i].Length - 1;
            var target = isLast ? Done : Intern(Ways(sequences.GetRange(i, end - i), depth + 1));
            var bytes = ByteSet.Of(range.Low, range.High);
            var same = ways.FindIndex(way => way.Target == target);
            if (same >= 0)
            {
                ways[same] = (ways[same].Bytes.Union(bytes), target);
            }
            else
            {
                ways.Add((bytes, target));
            }

            i = end;
        }

        return ways;
    }

    int Intern(List<(ByteSet Bytes, int Target)> ways)
    {
        var state = new State(ways);
        if (!_known.TryGetValue(state, out var number))
        {
            number = States.Count;
            States.Add(ways);
            _known.Add(state, number);
        }

        return number;
    }

    // Cuts a range of code points where the number of bytes changes, and where a byte would not run through all its values.
    static void AddSequences(List<(int Low, int High)[]> sequences, int low, int high)
    {
        foreach (var last in (ReadOnlySpan<int>)[0x7FF, 0xFFFF])
        {
            if (low <= last && high > last)
            {
                AddSequences(sequences, low, last);
                AddSequences(sequences, last + 1, high);
                return;
            }
        }

        for (var i = 1; i < Length(high); i++)
        {
            var mask = (1 << (6 * i)) - 1;
            if ((low & ~mask) == (high & ~mask))
            {
                continue;
            }

            if ((low & mask) != 0)
            {
                AddSequences(sequences, low, low | mask);
                AddSequences(sequences, (low | mask) + 1, high);
                return;
            }

            if ((high & mask) != mask)
            {
                AddSequences(sequences, low, (high & ~mask) - 1);
                AddSequences(sequences, high & ~mask, high);
                return;
            }
        }

        var length = Length(high);
        var sequence = new (int Low, int High)[length];
        for (var i = 0; i < length; i++)
        {
            sequence[i] = (ByteAt(low, i, length), ByteAt(high, i, length));
        }

        sequences.Add(sequence);
    }

    static int Length(int rune) => rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;

    static int ByteAt(int rune, int index, int length)
    {
        var bits = rune >> (6 * (length - 1 - index));
        if (index > 0)
        {
            return 0x80 | (bits & 0x3F);
        }

        return length switch
        {
            2 => 0xC0 | bits,
            3 => 0xE0 | bits,
            _ => 0xF0 | bits,
        };
    }

    readonly struct State(List<(ByteSet Bytes, int Target)> ways) : IEquatable<State>
    {
        readonly List<(ByteSet Bytes, int Target)> _ways = ways;

        public bool Equals(State other) => _ways.SequenceEqual(other._ways);

        public override bool Equals(object? obj) => obj is State other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var way in _ways)
            {
                hash.Add(way);
            }

            return hash.ToHashCode();
        }
    }
}
