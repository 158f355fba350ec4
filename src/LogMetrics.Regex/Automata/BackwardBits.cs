using System.Runtime.CompilerServices;

namespace LogMetrics.Regex.Automata;

/// <summary>
/// The <see cref="BackwardPass"/> without states: for every position it writes down a row of bits, one for each
/// instruction that can consume the byte there and still come to a match.
/// </summary>
/// <remarks>
/// It starts at the end of the text and not at the end of the match, which need not be known: the first way in the order of
/// preference that leads to any match is the preferred one.
/// </remarks>
sealed class BackwardBits : Trail
{
    readonly Automaton _automaton;
    readonly Places _places;
    readonly ByteClasses _classes;
    readonly ulong[] _waiting;
    readonly ulong[] _preceding;
    readonly ulong[] _accepting;
    readonly ulong[] _acceptingAtEnd;
    ulong[] _trail = [];

    BackwardBits(Automaton automaton, Places places)
    {
        _automaton = automaton;
        _places = places;
        _classes = new ByteClasses(automaton);
        _waiting = places.WaitingFor(_classes);
        _accepting = new ulong[places.WordCount];
        _acceptingAtEnd = new ulong[places.WordCount];
        var preceding = new ulong[places.Instructions.Length][];
        for (var i = 0; i < preceding.Length; i++)
        {
            preceding[i] = new ulong[places.WordCount];
        }

        for (var i = 0; i < preceding.Length; i++)
        {
            var (word, bit) = (i >> 6, 1UL << i);
            var next = automaton.Code[places.Instructions[i]].Next;
            var following = places.Follow(next, Assertions.None, out var accepts);
            places.Follow(next, Assertions.EndText, out var acceptsAtEnd);
            _accepting[word] |= accepts ? bit : 0;
            _acceptingAtEnd[word] |= acceptsAtEnd ? bit : 0;
            for (var j = 0; j < preceding.Length; j++)
            {
                preceding[j][word] |= ((following[j >> 6] >> j) & 1) != 0 ? bit : 0;
            }
        }

        _preceding = places.TableOf(preceding);
    }

    /// <summary>The pass for an automaton, or null when it is too large or asks what depends on neighbouring bytes.</summary>
    public static BackwardBits? For(Automaton automaton) =>
        (automaton.Asked & ~(Assertions.BeginText | Assertions.EndText)) == 0 && Places.Of(automaton) is { } places
            ? new BackwardBits(automaton, places)
            : null;

    public override bool LeadsOn(int instruction, int position)
    {
        var place = _places.NumberOf(instruction);
        return ((_trail[(position * _places.WordCount) + (place >> 6)] >> place) & 1) != 0;
    }

    /// <summary>Goes back over a text, and finds where the leftmost match starts.</summary>
    /// <param name="text">Valid UTF-8 in which there is a match.</param>
    /// <param name="start">Where it may start at the earliest.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Run(ReadOnlySpan<byte> text, int start)
    {
        var words = _places.WordCount;
        if (_trail.Length < (text.Length + 1) * words)
        {
            _trail = new ulong[(text.Length + 1) * words];
        }

        var next = _trail.AsSpan(text.Length * words, words);
        next.Clear();
        for (var position = text.Length - 1; position >= start; position--)
        {
            var current = _trail.AsSpan(position * words, words);
            (position + 1 == text.Length ? _acceptingAtEnd : _accepting).CopyTo(current);
            _places.AddFollowing(next, _preceding, current);
            var waiting = _waiting.AsSpan(_classes.Map[text[position]] * words, words);
            for (var i = 0; i < words; i++)
            {
                current[i] &= waiting[i];
            }

            next = current;
        }

        return FindStart(text, start);
    }

    int FindStart(ReadOnlySpan<byte> text, int start)
    {
        var first = _places.Follow(_automaton.Start, Assertions.BeginText, out var firstAccepts);
        var other = _places.Follow(_automaton.Start, Assertions.None, out var otherAccepts);
        for (var position = start; position < text.Length; position++)
        {
            var found = position == 0 ? firstAccepts || Meets(first, 0) : otherAccepts || Meets(other, position);
            if (found && (text[position] & 0xC0) != 0x80)
            {
                return position;
            }
        }

        return text.Length;
    }

    bool Meets(ulong[] from, int position)
    {
        for (var i = 0; i < from.Length; i++)
        {
            if ((_trail[(position * from.Length) + i] & from[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
