using System.Runtime.CompilerServices;

namespace LogMetrics.Regex.Automata;

/// <summary>Says whether a pattern matches by keeping all its ways in a row of bits, a bit for each byte it can wait for.</summary>
/// <remarks>
/// For texts that drive the deterministic automaton out of its cache: patterns that count how far they look back need a
/// state for every subset of places. Here a byte of text costs a table look-up for every eight places, whatever the text.
/// </remarks>
sealed class BitParallelNfa
{
    readonly Places _places;
    readonly ByteClasses _classes;
    readonly bool _isAnchored;

    // By class: the places that wait for it. By eight places, of which each may be on: the places that follow.
    readonly ulong[] _waiting;
    readonly ulong[] _following;
    readonly ulong[] _start;
    readonly ulong[] _accepting;
    readonly ulong[] _acceptingAtEnd;
    readonly ulong[] _current;
    readonly bool _startAccepts;
    readonly bool _startAcceptsAtEnd;

    BitParallelNfa(Automaton automaton, Places places)
    {
        _places = places;
        _classes = new ByteClasses(automaton);
        _isAnchored = automaton.IsAnchored;
        _waiting = places.WaitingFor(_classes);
        _accepting = new ulong[places.WordCount];
        _acceptingAtEnd = new ulong[places.WordCount];
        _current = new ulong[places.WordCount];
        _start = places.Follow(automaton.Start, Assertions.BeginText, out _startAccepts);
        places.Follow(automaton.Start, Assertions.BeginText | Assertions.EndText, out _startAcceptsAtEnd);
        var following = new ulong[places.Instructions.Length][];
        for (var i = 0; i < following.Length; i++)
        {
            var (word, bit) = (i >> 6, 1UL << i);
            var next = automaton.Code[places.Instructions[i]].Next;
            following[i] = places.Follow(next, Assertions.None, out var accepts);
            places.Follow(next, Assertions.EndText, out var acceptsAtEnd);
            _accepting[word] |= accepts ? bit : 0;
            _acceptingAtEnd[word] |= acceptsAtEnd ? bit : 0;
        }

        _following = places.TableOf(following);
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

        return Places.Of(automaton) is { } places ? new BitParallelNfa(automaton, places) : null;
    }

    // Texts that need it are rare and long: the first one shall not wait for a second compilation.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool Step(Span<ulong> current, byte value, ulong[] accepting)
    {
        var waiting = _waiting.AsSpan(_classes.Map[value] * current.Length, current.Length);
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

        Span<ulong> next = stackalloc ulong[Places.MaxWords];
        next = next[..current.Length];
        if (!_isAnchored)
        {
            _start.CopyTo(next);
        }

        _places.AddFollowing(current, _following, next);
        next.CopyTo(current);
        return false;
    }
}
