using System.Runtime.InteropServices;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>
/// Rewrites instructions that look ahead and those of atomic groups into plain ones: every instruction is copied for each
/// set of <see cref="Rider"/>s that threads come to it with.
/// </summary>
/// <remarks>
/// A look-ahead sends a rider along: the thread dies if the rider finds that it does not hold. An atomic group is left
/// where its rider has seen a match, and the rider goes along to see that there is no later one, which the group would
/// have preferred. So nothing is ever tried twice, and captures inside atomic groups are those of the chosen way. Where
/// a match is complete before all riders are, the automaton reads on behind it.
/// </remarks>
sealed class RiderExpansion
{
    readonly IReadOnlyList<Instruction> _code;
    readonly IReadOnlyList<Watcher> _watchers;
    readonly Alphabet _alphabet;
    readonly int _maxInstructions;
    readonly Dictionary<string, int> _riderNumbers = [];
    readonly List<Rider[]> _riders = [];
    readonly Dictionary<(int At, int Riders), int> _copies = [];
    readonly Queue<(int At, int Riders, int Copy)> _open = new();
    readonly List<Instruction> _result = [];

    // Of each instruction of the result: the riders it is for, and which one it was made of.
    readonly List<(int Riders, int At)> _origins = [];
    (int Riders, int At) _origin;

    /// <param name="code">The instructions.</param>
    /// <param name="alphabet">What they consume.</param>
    /// <param name="watchers">What <see cref="InstructionOp.Watch"/> and <see cref="InstructionOp.Release"/> name.</param>
    /// <param name="maxInstructions">The most instructions there may be.</param>
    public RiderExpansion(
        IReadOnlyList<Instruction> code,
        Alphabet alphabet,
        IReadOnlyList<Watcher> watchers,
        int maxInstructions)
    {
        _code = code;
        _alphabet = alphabet;
        _watchers = watchers;
        _maxInstructions = maxInstructions;
        NumberOf([]);

        // The engines look for the match in the first place.
        CopyOf(0, 0);
    }

    /// <summary>Whether the end of the text is asked for.</summary>
    public bool AsksForEnd { get; private set; }

    /// <summary>Copies everything that can be reached from some instructions.</summary>
    /// <param name="starts">The instructions, and where their copies are.</param>
    /// <returns>All copies, those for the same riders in the order of what they were made of: the steps of loops and of
    /// texts are as wide there as they were, and so are cheap for <see cref="RowStep"/>.</returns>
    public Instruction[] Run(params Span<int> starts)
    {
        foreach (ref var start in starts)
        {
            start = CopyOf(start, 0);
        }

        while (_open.TryDequeue(out var next))
        {
            _origin = (next.Riders, next.At);
            _result[next.Copy] = Copy(_code[next.At], _riders[next.Riders], next.Riders);
            if (_result.Count > _maxInstructions)
            {
                var node = _watchers[0].Node;
                throw new RegexpParseException(
                    RegexpError.TooLarge,
                    node.Offset,
                    node.Length,
                    $"with look-ahead and atomic groups the pattern would become more than {_maxInstructions} states");
            }
        }

        int[] order = [.. Enumerable.Range(0, _result.Count).OrderBy(at => _origins[at])];
        var places = new int[order.Length];
        for (var place = 0; place < order.Length; place++)
        {
            places[order[place]] = place;
        }

        foreach (ref var start in starts)
        {
            start = places[start];
        }

        return [.. order.Select(at => Moved(_result[at], places))];
    }

    static Instruction Moved(Instruction instruction, int[] places) => instruction.Op switch
    {
        InstructionOp.Match or InstructionOp.Fail => instruction,
        InstructionOp.Split => instruction with { Next = places[instruction.Next], Argument = places[instruction.Argument] },
        _ => instruction with { Next = places[instruction.Next] },
    };

    int NumberOf(Rider[] riders)
    {
        var name = string.Join(';', riders.Select(rider => $"{rider.Watcher},{rider.State},{rider.IsInside}"));
        if (!_riderNumbers.TryGetValue(name, out var number))
        {
            number = _riders.Count;
            _riderNumbers.Add(name, number);
            _riders.Add(riders);
        }

        return number;
    }

    int CopyOf(int at, int riders)
    {
        for (; _code[at].Op is InstructionOp.Watch or InstructionOp.Release; at = _code[at].Next)
        {
            riders = _code[at].Op == InstructionOp.Watch ? Begin(_code[at].Argument, riders) : End(_code[at].Argument, riders);
            if (riders < 0)
            {
                return Add(new Instruction(InstructionOp.Fail, 0, 0));
            }
        }

        if (!_copies.TryGetValue((at, riders), out var copy))
        {
            copy = Add(default, (riders, at));
            _copies.Add((at, riders), copy);
            _open.Enqueue((at, riders, copy));
        }

        return copy;
    }

    /// <summary>A watcher gets on; -1 when it is clear at once that the thread ends.</summary>
    int Begin(int watcher, int riders)
    {
        var node = _watchers[watcher].Node;
        if (node.Op != RegexpOp.Atomic && _watchers[watcher].Matches(0))
        {
            return node.Op == RegexpOp.Ahead ? riders : -1;
        }

        return With(_riders[riders], new Rider(watcher, 0, node.Op == RegexpOp.Atomic));
    }

    /// <summary>A thread leaves an atomic group; -1 when the group would not have ended here.</summary>
    int End(int watcher, int riders)
    {
        var rider = Array.Find(_riders[riders], other => other.Watcher == watcher && other.IsInside);
        return _watchers[watcher].Matches(rider.State)
            ? With([.. _riders[riders].Where(other => other != rider)], rider with { IsInside = false })
            : -1;
    }

    int With(Rider[] riders, Rider rider) => NumberOf([.. riders.Append(rider).Distinct().Order()]);

    Instruction Copy(Instruction instruction, Rider[] riders, int number) => instruction.Op switch
    {
        InstructionOp.Split => instruction with
        {
            Next = CopyOf(instruction.Next, number),
            Argument = CopyOf(instruction.Argument, number),
        },
        InstructionOp.Save or InstructionOp.Assert => instruction with { Next = CopyOf(instruction.Next, number) },
        InstructionOp.Bytes when riders.Length > 0 => Way(instruction.Argument, instruction.Next, riders),
        InstructionOp.Bytes => instruction with { Next = CopyOf(instruction.Next, number) },
        InstructionOp.Match when riders.Length > 0 => Behind(instruction, riders),
        _ => instruction,
    };

    /// <summary>The ways over a byte or a character: one for each set of riders that can come out of it.</summary>
    Instruction Way(int set, int next, Rider[] riders)
    {
        var ways = new Dictionary<int, List<int>>();
        foreach (var part in _alphabet.PartsOf(set))
        {
            if (TryStep(riders, part, out var after))
            {
                ref var parts = ref CollectionsMarshal.GetValueRefOrAddDefault(ways, after, out _);
                (parts ??= []).Add(part);
            }
        }

        return Choice([.. ways.Select(way =>
            new Instruction(InstructionOp.Bytes, CopyOf(next, way.Key), _alphabet.SetOf(way.Value)))]);
    }

    /// <summary>Behind the match: reads on until no rider is left, or the text ends.</summary>
    Instruction Behind(Instruction match, Rider[] riders)
    {
        var at = IndexOf(match);
        var ways = new List<Instruction>();
        if (Array.TrueForAll(riders, rider => rider.HoldsAtEnd(_watchers[rider.Watcher])))
        {
            AsksForEnd = true;
            ways.Add(new Instruction(InstructionOp.Assert, CopyOf(at, 0), AutomatonBuilder.BitOf(Assertions.EndText)));
        }

        var reading = Way(_alphabet.All, at, riders);
        return Choice([.. ways, reading]);
    }

    int IndexOf(Instruction instruction)
    {
        for (var at = 0; ; at++)
        {
            if (_code[at] == instruction)
            {
                return at;
            }
        }
    }

    bool TryStep(Rider[] riders, int value, out int after)
    {
        var left = new List<Rider>(riders.Length);
        foreach (var rider in riders)
        {
            switch (rider.Step(_watchers[rider.Watcher], value, out var next))
            {
                case Rider.Verdict.Fails:
                    after = -1;
                    return false;
                case Rider.Verdict.Open:
                    left.Add(next);
                    break;
            }
        }

        after = NumberOf([.. left.Distinct().Order()]);
        return true;
    }

    Instruction Choice(Instruction[] ways)
    {
        if (ways.Length == 0)
        {
            return new Instruction(InstructionOp.Fail, 0, 0);
        }

        var choice = ways[^1];
        for (var i = ways.Length - 2; i >= 0; i--)
        {
            choice = new Instruction(InstructionOp.Split, Add(ways[i]), Add(choice));
        }

        return choice;
    }

    int Add(Instruction instruction) => Add(instruction, _origin);

    int Add(Instruction instruction, (int Riders, int At) origin)
    {
        _result.Add(instruction);
        _origins.Add(origin);
        return _result.Count - 1;
    }
}
