using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>
/// A small deterministic automaton that goes along with a thread: it sees the same bytes or characters, and says what the inside of a
/// look-ahead or of an atomic group would have done with them.
/// </summary>
/// <remarks>
/// Its states follow the order of preference, so the last match it sees is the end that the inside would choose by itself.
/// </remarks>
sealed class Watcher
{
    /// <summary>The state in which nothing can match any more.</summary>
    public const int Dead = -1;

    const int MaxStates = 2000;

    readonly List<int[]> _next = [];
    readonly List<bool> _matches = [];
    readonly List<bool> _matchesAtEnd = [];
    readonly bool _seesAll;

    // Null where it goes over bytes.
    readonly CharacterClasses? _classes;

    /// <param name="node">The look-ahead or atomic group.</param>
    /// <param name="body">The automaton of its inside.</param>
    /// <param name="seesAll">Whether it sees every match, and not only what is preferred to those before.</param>
    public Watcher(RegexpNode node, Automaton body, bool seesAll)
    {
        Node = node;
        _seesAll = seesAll;
        CharacterSets = body.CharacterSets;
        _classes = body.Sets.Length > 0 ? null : new CharacterClasses(CharacterSets);
        if ((body.Asked & ~Assertions.EndText) != 0 || (body.Asked != 0 && node.Op == RegexpOp.Atomic))
        {
            throw Refused("an assertion inside a look-ahead of several characters, or inside an atomic group,");
        }

        var closure = new Closure(body);
        var numbers = new Dictionary<string, int>();
        var keys = new List<int[]>();
        NumberOf([body.Start], numbers, keys);
        for (var state = 0; state < keys.Count; state++)
        {
            if (keys.Count > MaxStates)
            {
                throw Refused("what stands in this group");
            }

            WorkOut(body, closure, state, numbers, keys);
        }
    }

    /// <summary>What is watched for.</summary>
    public RegexpNode Node { get; }

    /// <summary>The sets of code points that it tells apart; none where it goes over bytes.</summary>
    public IReadOnlyList<int[]> CharacterSets { get; }

    /// <summary>Whether no match of the inside is the beginning of a longer one; for a watcher that sees all.</summary>
    public bool EndsInOnePlace
    {
        get
        {
            // Every state leads to a match, so a match that leads anywhere leads to a longer one.
            for (var state = 0; state < _next.Count; state++)
            {
                if (_matches[state] && Array.Exists(_next[state], next => next != Dead))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The bytes that can follow a match which is the beginning of a longer one; for a watcher that sees all.</summary>
    public ByteSet ReadBehindEnds
    {
        get
        {
            var bytes = default(ByteSet);
            for (var state = 0; state < _next.Count; state++)
            {
                for (var value = 0; _matches[state] && value < 256; value++)
                {
                    bytes = _next[state][value] == Dead ? bytes : bytes.With((byte)value);
                }
            }

            return bytes;
        }
    }

    /// <summary>Whether it sees the same matches as another one, whatever the text is.</summary>
    public bool EndsLike(Watcher other)
    {
        var met = new HashSet<(int, int)> { (0, 0) };
        var open = new Queue<(int State, int OtherState)>(met);
        while (open.TryDequeue(out var pair))
        {
            if (_matches[pair.State] != other._matches[pair.OtherState])
            {
                return false;
            }

            for (var value = 0; value < 256; value++)
            {
                var next = (_next[pair.State][value], other._next[pair.OtherState][value]);
                if ((next.Item1 == Dead) != (next.Item2 == Dead))
                {
                    // The one that goes on will see a match.
                    return false;
                }

                if (next.Item1 != Dead && met.Add(next))
                {
                    open.Enqueue(next);
                }
            }
        }

        return true;
    }

    /// <summary>Whether the inside matches what was seen so far.</summary>
    public bool Matches(int state) => _matches[state];

    /// <summary>Whether it matches what was seen so far if the text ends here.</summary>
    public bool MatchesAtEnd(int state) => _matchesAtEnd[state];

    /// <summary>The state after a byte or a code point, or <see cref="Dead"/>.</summary>
    public int Next(int state, int value) => _next[state][_classes?.Of(value) ?? value];

    RegexpParseException Refused(string what) => new(
        RegexpError.UnsupportedPerlSyntax,
        Node.Offset,
        Node.Length,
        $"{what} takes backtracking, which only `unsafe_regex` allows");

    static int NumberOf(int[] key, Dictionary<string, int> numbers, List<int[]> keys)
    {
        var name = string.Join(',', key);
        if (!numbers.TryGetValue(name, out var number))
        {
            number = keys.Count;
            numbers.Add(name, number);
            keys.Add(key);
        }

        return number;
    }

    void WorkOut(Automaton body, Closure closure, int state, Dictionary<string, int> numbers, List<int[]> keys)
    {
        _matchesAtEnd.Add(Follow(body, closure, keys[state], Assertions.EndText) >= 0);
        var match = Follow(body, closure, keys[state], Assertions.None);
        _matches.Add(match >= 0);
        var leaves = closure.Leaves[..(match >= 0 && !_seesAll ? match : closure.Count)]
            .Where(leaf => body.Code[leaf].Op == InstructionOp.Bytes).ToArray();
        var row = new int[_classes?.Count ?? 256];
        for (var value = 0; value < row.Length; value++)
        {
            var key = leaves.Where(leaf => IsIn(body.Code[leaf].Argument, value))
                .Select(leaf => body.Code[leaf].Next).Distinct().ToArray();
            row[value] = key.Length == 0 ? Dead : NumberOf(key, numbers, keys);
        }

        _next.Add(row);

        bool IsIn(int set, int value) =>
            _classes is null ? body.Sets[set].Contains(value) : _classes.SetsOf[value].AsSpan().Contains(set);
    }

    /// <summary>Follows the threads of a state; the place of the first match among the leaves, or -1.</summary>
    static int Follow(Automaton body, Closure closure, int[] key, Assertions holding)
    {
        closure.Begin();
        foreach (var at in key)
        {
            closure.Follow(at, 0, holding);
        }

        return Array.FindIndex(closure.Leaves, 0, closure.Count, leaf => body.Code[leaf].Op == InstructionOp.Match);
    }
}
