namespace LogMetrics.Regex.Automata;

/// <summary>Says whether a pattern matches by keeping all its ways in a row of bits, a bit for each byte it can wait for.</summary>
/// <remarks>
/// For texts that drive the deterministic automaton out of its cache: patterns that count how far they look back need a
/// state for every subset of places. Here a byte of text costs a table look-up for every eight places, whatever the text.
/// </remarks>
sealed class BitParallelNfa
{
    // The tables take four bytes for the square of it.
    const int MaxPlaces = 512;

    readonly ByteClasses _classes;
    readonly bool _isAnchored;
    readonly int _words;

    // By class: the places that wait for it. By eight places, of which each may be on: the places that follow.
    readonly ulong[] _waiting;
    readonly ulong[] _following;
    readonly ulong[] _start;
    readonly ulong[] _accepting;
    readonly ulong[] _acceptingAtEnd;
    readonly ulong[] _current;
    readonly bool _startAccepts;
    readonly bool _startAcceptsAtEnd;

    BitParallelNfa(Automaton automaton, int[] places)
    {
        _classes = new ByteClasses(automaton);
        _isAnchored = automaton.IsAnchored;
        _words = Math.Max(1, (places.Length + 63) / 64);
        _waiting = new ulong[_classes.Count * _words];
        _following = new ulong[_words * 8 * 256 * _words];
        _accepting = new ulong[_words];
        _acceptingAtEnd = new ulong[_words];
        _current = new ulong[_words];
        var numbers = new int[automaton.Code.Length];
        for (var i = 0; i < places.Length; i++)
        {
            numbers[places[i]] = i;
        }

        _start = Follow(automaton, automaton.Start, Assertions.BeginText, numbers, out _startAccepts);
        Follow(automaton, automaton.Start, Assertions.BeginText | Assertions.EndText, numbers, out _startAcceptsAtEnd);
        for (var i = 0; i < places.Length; i++)
        {
            AddPlace(automaton, i, automaton.Code[places[i]], numbers);
        }
    }

    /// <summary>The engine for an automaton, or null when it is too large or asks what depends on neighbouring bytes.</summary>
    public static BitParallelNfa? For(Automaton automaton)
    {
        // An unanchored search would have to know whether it stands at the start.
        var askable = automaton.IsAnchored ? Assertions.BeginText | Assertions.EndText : Assertions.EndText;
        if ((automaton.Asked & ~askable) != 0)
        {
            return null;
        }

        var places = Enumerable.Range(0, automaton.Code.Length)
            .Where(at => automaton.Code[at].Op == InstructionOp.Bytes).ToArray();
        return places.Length > MaxPlaces ? null : new BitParallelNfa(automaton, places);
    }

    public bool IsMatch(ReadOnlySpan<byte> text, int start)
    {
        if (_startAccepts || (_startAcceptsAtEnd && (start == text.Length || !_isAnchored)))
        {
            return start == 0 || !_isAnchored;
        }

        if (_isAnchored && start > 0)
        {
            return false;
        }

        var current = _current.AsSpan();
        _start.CopyTo(current);
        for (var position = start; position < text.Length; position++)
        {
            var accepting = position + 1 == text.Length ? _acceptingAtEnd : _accepting;
            if (Step(current, text[position], accepting))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves all places over a byte; true when one of them comes to a match.</summary>
    bool Step(Span<ulong> current, byte value, ulong[] accepting)
    {
        var waiting = _waiting.AsSpan(_classes.Map[value] * _words, _words);
        var accepted = 0UL;
        for (var i = 0; i < current.Length; i++)
        {
            current[i] &= waiting[i];
            accepted |= current[i] & accepting[i];
        }

        if (accepted != 0)
        {
            return true;
        }

        Span<ulong> next = stackalloc ulong[MaxPlaces / 64];
        next = next[.._words];
        if (!_isAnchored)
        {
            _start.CopyTo(next);
        }

        for (var i = 0; i < current.Length; i++)
        {
            for (var (bits, table) = (current[i], i * 8); bits != 0; bits >>= 8, table++)
            {
                var following = _following.AsSpan(((table << 8) | (int)(bits & 0xFF)) * _words, _words);
                for (var word = 0; word < next.Length; word++)
                {
                    next[word] |= following[word];
                }
            }
        }

        next.CopyTo(current);
        return false;
    }

    void AddPlace(Automaton automaton, int place, Instruction instruction, int[] numbers)
    {
        var (word, bit) = (place >> 6, 1UL << place);
        for (var byteClass = 0; byteClass < _classes.Count; byteClass++)
        {
            if (automaton.Sets[instruction.Argument].Contains(_classes.Representative(byteClass)))
            {
                _waiting[(byteClass * _words) + word] |= bit;
            }
        }

        var following = Follow(automaton, instruction.Next, Assertions.None, numbers, out var accepts);
        Follow(automaton, instruction.Next, Assertions.EndText, numbers, out var acceptsAtEnd);
        _accepting[word] |= accepts ? bit : 0;
        _acceptingAtEnd[word] |= acceptsAtEnd ? bit : 0;
        for (var subset = 0; subset < 256; subset++)
        {
            if (((subset >> (place & 7)) & 1) == 0)
            {
                continue;
            }

            for (var i = 0; i < _words; i++)
            {
                _following[(((place >> 3 << 8) | subset) * _words) + i] |= following[i];
            }
        }
    }

    ulong[] Follow(Automaton automaton, int from, Assertions holding, int[] numbers, out bool accepts)
    {
        var reached = new ulong[_words];
        var entered = new HashSet<int>();
        var open = new Stack<int>([from]);
        accepts = false;
        while (open.TryPop(out var at))
        {
            if (!entered.Add(at))
            {
                continue;
            }

            var instruction = automaton.Code[at];
            switch (instruction.Op)
            {
                case InstructionOp.Bytes:
                    reached[numbers[at] >> 6] |= 1UL << numbers[at];
                    break;
                case InstructionOp.Split:
                    open.Push(instruction.Argument);
                    open.Push(instruction.Next);
                    break;
                case InstructionOp.Assert when ((int)holding & instruction.Argument) == 0:
                case InstructionOp.Fail:
                    break;
                case InstructionOp.Match:
                    accepts = true;
                    break;
                default:
                    open.Push(instruction.Next);
                    break;
            }
        }

        return reached;
    }
}
