namespace LogMetrics.Regex.Automata;

/// <summary>
/// The instructions of an automaton over characters that wait for one, numbered in the order of the pattern: a set of them
/// is a row of bits. What only searches for a start is not among them.
/// </summary>
/// <remarks>
/// Instructions that wait for the same characters, and behind which the same places follow, share a number: whatever is
/// still to come of a text, either both lead on to a match or none. So alternatives that end alike, as those of addresses
/// do, are there once. Assertions on the way from one place to the next have numbers of their own, behind those of the places.
/// </remarks>
sealed class CharacterPlaces
{
    // Far more than any pattern that loads has; counting stops there.
    const int MaxEdges = 1_000_000;

    const int MatchMark = -1;
    const int SelfMark = -2;

    readonly int[] _numbers;
    readonly int[] _entered;
    readonly int[] _met;
    readonly int[] _ways;
    readonly Stack<(int At, Saving? Saves)> _open = new();
    int _generation;

    public CharacterPlaces(Automaton automaton)
    {
        Automaton = automaton;
        var code = automaton.Code;
        _numbers = new int[code.Length];
        _entered = new int[code.Length];
        _ways = new int[code.Length];
        _met = new int[code.Length];
        var isReached = ReachedFrom(automaton.Start);
        var alike = new int[code.Length];
        var following = FindAlike(isReached, alike);
        var (places, assertions) = (new List<int>(), new List<int>());
        for (var at = HasTooManyEdges ? -1 : code.Length - 1; at >= 0; at--)
        {
            if (isReached[at] && IsNode(code[at].Op) && alike[at] == at)
            {
                var nodes = code[at].Op == InstructionOp.Bytes ? places : assertions;
                _numbers[at] = nodes.Count;
                nodes.Add(at);
            }
        }

        foreach (var at in assertions)
        {
            _numbers[at] += places.Count;
        }

        for (var at = 0; at < code.Length; at++)
        {
            _numbers[at] = isReached[at] && IsNode(code[at].Op) && !HasTooManyEdges ? _numbers[alike[at]] : 0;
        }

        Instructions = [.. places];
        AssertionInstructions = [.. assertions];
        int[] all = [.. places, .. assertions];
        Accepts = new bool[all.Length];
        Following = new int[all.Length][];
        for (var node = 0; node < all.Length; node++)
        {
            Following[node] = Numbered(following[all[node]] ?? [], out Accepts[node]);
        }

        var first = new List<int>();
        if (!HasTooManyEdges)
        {
            Collect(automaton.Start, first);
        }

        Start = Numbered([.. first], out var startAccepts);
        StartAccepts = startAccepts;
    }

    public Automaton Automaton { get; }

    /// <summary>An instruction of each place.</summary>
    public int[] Instructions { get; }

    /// <summary>An instruction of each assertion; they are numbered from <see cref="Count"/> on.</summary>
    public int[] AssertionInstructions { get; }

    public int Count => Instructions.Length;

    /// <summary>By place and assertion: those that can follow it at once, ascending.</summary>
    public int[][] Following { get; }

    /// <summary>By place and assertion: whether a match can end behind it at once.</summary>
    public bool[] Accepts { get; }

    /// <summary>The places and assertions where a match can begin, ascending.</summary>
    public int[] Start { get; }

    /// <summary>Whether a match can end where it begins, whatever is asked there.</summary>
    public bool StartAccepts { get; }

    /// <summary>Whether so many places can follow each other that rows are no way to match the pattern; nothing is numbered then.</summary>
    public bool HasTooManyEdges { get; private set; }

    /// <summary>How many assertions there can be between one place and the next.</summary>
    public int AssertionDepth
    {
        get
        {
            var depths = new int[Following.Length];
            var depth = 0;
            for (var node = Count; node < depths.Length; node++)
            {
                depth = Math.Max(depth, DepthOf(node));
            }

            return depth;

            // Where assertions lead round a loop, each can hold once.
            int DepthOf(int node)
            {
                if (depths[node] == 0)
                {
                    depths[node] = AssertionInstructions.Length;
                    depths[node] = 1 + Following[node].Where(next => next >= Count).Select(DepthOf).DefaultIfEmpty(0).Max();
                }

                return Math.Min(depths[node], AssertionInstructions.Length);
            }
        }
    }

    /// <summary>The place of an instruction that waits for a character.</summary>
    public int NumberOf(int instruction) => _numbers[instruction];

    /// <summary>Begins to tell places that were met from others.</summary>
    public void BeginNumbers() => _generation++;

    /// <summary>Whether a place was not met since.</summary>
    public bool IsFirstOf(int number)
    {
        var isFirst = _met[number] != _generation;
        _met[number] = _generation;
        return isFirst;
    }

    /// <summary>Finds what is reached from an instruction without consuming anything, in the order of preference.</summary>
    /// <param name="from">The instruction.</param>
    /// <param name="holding">The assertions that hold.</param>
    /// <param name="leaves">Receives the instructions that wait or match.</param>
    /// <param name="saves">Receives for each the slots that are saved on the way; null when nobody asks.</param>
    public void Follow(int from, Assertions holding, List<int> leaves, List<Saving?>? saves = null)
    {
        leaves.Clear();
        saves?.Clear();
        _generation++;
        _open.Clear();
        _open.Push((from, null));
        while (_open.TryPop(out var way))
        {
            if (_entered[way.At] == _generation)
            {
                continue;
            }

            _entered[way.At] = _generation;
            ref readonly var instruction = ref Automaton.Code[way.At];
            switch (instruction.Op)
            {
                case InstructionOp.Split:
                    _open.Push((instruction.Argument, way.Saves));
                    _open.Push((instruction.Next, way.Saves));
                    break;
                case InstructionOp.Save:
                    _open.Push((instruction.Next, saves is null ? null : new Saving(instruction.Argument, way.Saves)));
                    break;
                case InstructionOp.Assert:
                    if (Neighbours.Holds(holding, instruction))
                    {
                        _open.Push((instruction.Next, way.Saves));
                    }

                    break;
                case InstructionOp.Fail:
                    break;
                default:
                    leaves.Add(way.At);
                    saves?.Add(way.Saves);
                    break;
            }
        }
    }

    /// <summary>The most that choosing the preferred way from a place can cost, in words that are looked at.</summary>
    /// <param name="holding">The assertions that hold.</param>
    public int MostRuns(Assertions holding)
    {
        var (most, leaves, isFollowed) = (0, new List<int>(), new bool[Automaton.Code.Length]);
        Look(Automaton.Start);
        for (var at = 0; at < Automaton.Code.Length; at++)
        {
            if (Automaton.Code[at].Op == InstructionOp.Bytes)
            {
                Look(Automaton.Code[at].Next);
            }
        }

        return most;

        void Look(int from)
        {
            if (!isFollowed[from])
            {
                isFollowed[from] = true;
                Follow(from, holding, leaves);
                leaves.RemoveAll(leaf => Automaton.Code[leaf].Op == InstructionOp.Match);
                most = Math.Max(most, Ways.CostOf([.. leaves.Select(NumberOf)]));
            }
        }
    }

    static bool IsNode(InstructionOp op) => op is InstructionOp.Bytes or InstructionOp.Assert;

    bool[] ReachedFrom(int start)
    {
        var isReached = new bool[Automaton.Code.Length];
        var open = new Stack<int>([start]);
        while (open.TryPop(out var at))
        {
            if (isReached[at])
            {
                continue;
            }

            isReached[at] = true;
            ref readonly var instruction = ref Automaton.Code[at];
            if (instruction.Op is not (InstructionOp.Match or InstructionOp.Fail))
            {
                open.Push(instruction.Next);
            }

            if (instruction.Op == InstructionOp.Split)
            {
                open.Push(instruction.Argument);
            }
        }

        return isReached;
    }

    /// <summary>Finds for each place and assertion the first one with the same future, and what follows that.</summary>
    /// <remarks>Patterns are built from their ends, so that what follows is nearly always numbered before. Where it is not,
    /// because a loop leads back, it counts as like nothing else.</remarks>
    int[]?[] FindAlike(bool[] isReached, int[] alike)
    {
        var code = Automaton.Code;
        var following = new int[]?[code.Length];
        var known = new Dictionary<int[], int>(AutomatonSize.RangesComparer.Instance);
        var (leaves, key) = (new List<int>(), new List<int>());
        var edges = 0;
        Array.Fill(alike, -1);
        for (var at = 0; at < code.Length && !HasTooManyEdges; at++)
        {
            if (!isReached[at] || !IsNode(code[at].Op))
            {
                continue;
            }

            Collect(code[at].Next, leaves);
            key.Clear();
            foreach (var leaf in leaves)
            {
                key.Add(code[leaf].Op == InstructionOp.Match ? MatchMark
                    : leaf == at ? SelfMark
                    : alike[leaf] >= 0 ? alike[leaf] : leaf);
            }

            key.Sort();
            RemoveRepeated(key);
            if (key is [>= 0 and var only] && alike[only] == only && code[at].Op == InstructionOp.Assert
                && (code[only].Op, code[only].Argument) == (code[at].Op, code[at].Argument))
            {
                // To ask the same twice is to ask it once.
                alike[at] = only;
                continue;
            }

            key.Add((2 * code[at].Argument) + (code[at].Op == InstructionOp.Assert ? 1 : 0));
            int[] whole = [.. key];
            if (known.TryGetValue(whole, out var other))
            {
                alike[at] = other;
                continue;
            }

            alike[at] = at;
            known.Add(whole, at);
            following[at] = Array.ConvertAll(whole[..^1], leaf => leaf == SelfMark ? at : leaf);
            edges += whole.Length;
            HasTooManyEdges = edges > MaxEdges;
        }

        return following;
    }

    int[] Numbered(int[] following, out bool accepts)
    {
        accepts = false;
        var numbers = new List<int>(following.Length);
        foreach (var at in following)
        {
            if (at == MatchMark || Automaton.Code[at].Op == InstructionOp.Match)
            {
                accepts = true;
            }
            else
            {
                numbers.Add(_numbers[at]);
            }
        }

        numbers.Sort();
        RemoveRepeated(numbers);
        return [.. numbers];
    }

    static void RemoveRepeated(List<int> sorted)
    {
        var kept = 0;
        for (var i = 0; i < sorted.Count; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                sorted[kept++] = sorted[i];
            }
        }

        sorted.RemoveRange(kept, sorted.Count - kept);
    }

    /// <summary>Collects the places, assertions and matches that come next, in no order.</summary>
    void Collect(int from, List<int> leaves)
    {
        leaves.Clear();
        _generation++;
        var depth = 0;
        Enter(from, ref depth);
        while (depth > 0)
        {
            var at = _ways[--depth];
            ref readonly var instruction = ref Automaton.Code[at];
            switch (instruction.Op)
            {
                case InstructionOp.Split:
                    Enter(instruction.Argument, ref depth);
                    Enter(instruction.Next, ref depth);
                    break;
                case InstructionOp.Save:
                    Enter(instruction.Next, ref depth);
                    break;
                case InstructionOp.Fail:
                    break;
                default:
                    leaves.Add(at);
                    break;
            }
        }
    }

    void Enter(int at, ref int depth)
    {
        if (_entered[at] != _generation)
        {
            _entered[at] = _generation;
            _ways[depth++] = at;
        }
    }
}

/// <summary>A slot that is saved on a way, and those before it.</summary>
sealed record Saving(int Slot, Saving? Before);
