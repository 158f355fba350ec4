using System.Text;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Tests.Regex;

/// <summary>
/// The oracle: matches by trying one way after the other on the simplified syntax tree, without any of the product's
/// automata. It decodes the text, tries every start in turn, and takes exponential time when it must; then it gives up.
/// </summary>
sealed class NaiveMatcher
{
    readonly (int Rune, int Offset)[] _text;
    readonly int _end;
    readonly int[] _slots;
    readonly HashSet<(RegexpNode Node, int Choice, int At)> _met = [];
    int _stepsLeft = 20_000;

    NaiveMatcher(ReadOnlySpan<byte> text, int groupCount)
    {
        var runes = new List<(int Rune, int Offset)>();
        for (var offset = 0; offset < text.Length;)
        {
            var valid = Rune.DecodeFromUtf8(text[offset..], out var rune, out var width)
                == System.Buffers.OperationStatus.Done;
            runes.Add((valid ? rune.Value : 0xFFFD, offset));
            offset += valid ? width : 1;
        }

        _text = [.. runes];
        _end = text.Length;
        _slots = new int[2 * groupCount];
    }

    /// <summary>The slots of the match; empty when there is none, null when it would take too long to say.</summary>
    public static int[]? Match(RegexpNode tree, ReadOnlySpan<byte> text, int groupCount)
    {
        tree = Copy(tree.Simplify());
        var matcher = new NaiveMatcher(text, groupCount);
        try
        {
            for (var start = 0; start <= matcher._text.Length; start++)
            {
                Array.Fill(matcher._slots, -1);
                matcher._met.Clear();
                var end = -1;
                if (matcher.Try(tree, start, at => (end = at) >= 0))
                {
                    matcher._slots[0] = matcher.Offset(start);
                    matcher._slots[1] = matcher.Offset(end);
                    return matcher._slots;
                }
            }

            return [];
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    int Offset(int at) => at < _text.Length ? _text[at].Offset : _end;

    /// <summary>Tries a node at a place, and after each way in which it matches the rest.</summary>
    bool Try(RegexpNode node, int at, Func<int, bool> rest)
    {
        if (--_stepsLeft < 0)
        {
            throw new TimeoutException();
        }

        switch (node.Op)
        {
            case RegexpOp.NoMatch:
                return false;
            case RegexpOp.EmptyMatch:
                return rest(at);
            case RegexpOp.Literal:
                return TryLiteral(node, at, rest);
            case RegexpOp.CharClass or RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline:
                return at < _text.Length && Contains(node, _text[at].Rune) && rest(at + 1);
            case RegexpOp.Capture:
                return Once(node, 0, at, () => TryCapture(node, at, rest));
            case RegexpOp.Concat:
                return TryAll(node.Subs, 0, at, rest);
            case RegexpOp.Alternate:
                return Once(node, 0, at, () => node.Subs.Any(sub => Try(sub, at, rest)));
            case RegexpOp.Atomic:
                return TryAtomic(node, at, rest);
            case RegexpOp.Ahead or RegexpOp.NotAhead:
                return TryAhead(node, at, rest);
            case RegexpOp.Quest:
                return TryQuest(node, at, rest);
            case RegexpOp.Star:
                return TryStar(node, at, rest);
            case RegexpOp.Plus:
                return Once(node, 0, at, () => TryRound(node, at, rest));
            default:
                return Once(node, 0, at, () => Holds(node, at) && rest(at));
        }
    }

    bool TryLiteral(RegexpNode node, int at, Func<int, bool> rest)
    {
        for (var i = 0; i < node.Runes.Count; i++)
        {
            if (at + i >= _text.Length || !SameLetter(node, node.Runes[i], _text[at + i].Rune))
            {
                return false;
            }
        }

        return rest(at + node.Runes.Count);
    }

    bool TryCapture(RegexpNode node, int at, Func<int, bool> rest)
    {
        var (start, end) = (2 * node.CaptureNumber, (2 * node.CaptureNumber) + 1);
        var (oldStart, oldEnd) = (_slots[start], _slots[end]);
        _slots[start] = Offset(at);
        var matched = Try(node.Subs[0], at, after =>
        {
            var innerEnd = _slots[end];
            _slots[end] = Offset(after);
            return rest(after) || Restore(end, innerEnd);
        });
        return matched || Restore(start, oldStart) || Restore(end, oldEnd);
    }

    bool Restore(int slot, int value)
    {
        _slots[slot] = value;
        return false;
    }

    bool TryAll(IReadOnlyList<RegexpNode> subs, int index, int at, Func<int, bool> rest) =>
        index == subs.Count
            ? rest(at)
            : Try(subs[index], at, after => TryAll(subs, index + 1, after, rest));

    bool TryAtomic(RegexpNode node, int at, Func<int, bool> rest)
    {
        var before = _slots.ToArray();
        var end = -1;
        if (TryAlone(node.Subs[0], at, after => (end = after) >= 0) && rest(end))
        {
            return true;
        }

        before.CopyTo(_slots, 0);
        return false;
    }

    bool TryAhead(RegexpNode node, int at, Func<int, bool> rest)
    {
        var before = _slots.ToArray();
        var found = TryAlone(node.Subs[0], at, _ => true);
        if (found != (node.Op == RegexpOp.Ahead))
        {
            before.CopyTo(_slots, 0);
            return false;
        }

        if (!found || !rest(at))
        {
            before.CopyTo(_slots, 0);
            return !found && rest(at);
        }

        return true;
    }

    // What is tried inside knows nothing of the way that leads to it.
    bool TryAlone(RegexpNode node, int at, Func<int, bool> rest)
    {
        var met = _met.ToArray();
        _met.Clear();
        var matched = Try(node, at, rest);
        _met.Clear();
        _met.UnionWith(met);
        return matched;
    }

    bool TryQuest(RegexpNode node, int at, Func<int, bool> rest)
    {
        bool Body() => Try(node.Subs[0], at, rest);
        return Once(node, 0, at, () => IsLazy(node) ? rest(at) || Body() : Body() || rest(at));
    }

    // x* is (x+)? where x can match nothing: then the first round may come to nothing, and no other.
    bool TryStar(RegexpNode node, int at, Func<int, bool> rest)
    {
        if (!CanBeEmpty(node.Subs[0]))
        {
            return TryAgain(node, at, rest);
        }

        return Once(node, 0, at, () => IsLazy(node)
            ? rest(at) || TryRound(node, at, rest)
            : TryRound(node, at, rest) || rest(at));
    }

    bool TryRound(RegexpNode node, int at, Func<int, bool> rest) =>
        Try(node.Subs[0], at, after => TryAgain(node, after, rest));

    bool TryAgain(RegexpNode node, int at, Func<int, bool> rest) =>
        Once(node, 1, at, () => IsLazy(node)
            ? rest(at) || TryRound(node, at, rest)
            : TryRound(node, at, rest) || rest(at));

    /// <summary>Tries a choice, unless the way that leads here has met it at this very place: it would go in circles.</summary>
    bool Once(RegexpNode node, int choice, int at, Func<bool> tries)
    {
        if (!_met.Add((node, choice, at)))
        {
            return false;
        }

        var matched = tries();
        _met.Remove((node, choice, at));
        return matched;
    }

    static bool CanBeEmpty(RegexpNode node) => node.Op switch
    {
        RegexpOp.NoMatch or RegexpOp.Literal or RegexpOp.CharClass or RegexpOp.AnyChar
            or RegexpOp.AnyCharNotNewline => false,
        RegexpOp.Capture or RegexpOp.Plus or RegexpOp.Atomic => CanBeEmpty(node.Subs[0]),
        RegexpOp.Concat => node.Subs.All(CanBeEmpty),
        RegexpOp.Alternate => node.Subs.Any(CanBeEmpty),
        _ => true,
    };

    // Counted repetitions share their copies; here every copy has to be known from the others.
    static RegexpNode Copy(RegexpNode node) => new(node.Op, node.Flags)
    {
        RuneArray = node.RuneArray,
        CaptureNumber = node.CaptureNumber,
        SubList = node.SubList.ConvertAll(Copy),
    };

    bool Holds(RegexpNode node, int at) => node.Op switch
    {
        RegexpOp.LookAhead => Looks(node, at),
        RegexpOp.LookBehind => Looks(node, at - 1),
        RegexpOp.BeginText => at == 0,
        RegexpOp.EndText => at == _text.Length,
        RegexpOp.BeginLine => at == 0 || _text[at - 1].Rune == '\n',
        RegexpOp.EndLine => at == _text.Length || _text[at].Rune == '\n',
        RegexpOp.WordBoundary => IsWord(at - 1) != IsWord(at),
        _ => IsWord(at - 1) == IsWord(at),
    };

    bool Looks(RegexpNode node, int at) => at >= 0 && at < _text.Length
        ? node.Runes.Chunk(2).Any(range => range[0] <= _text[at].Rune && _text[at].Rune <= range[1])
        : (node.Flags & RegexpFlags.HoldsAtEdge) != 0;

    bool IsWord(int at) =>
        at >= 0 && at < _text.Length && _text[at].Rune < 128
        && (char.IsAsciiLetterOrDigit((char)_text[at].Rune) || _text[at].Rune == '_');

    static bool IsLazy(RegexpNode node) => (node.Flags & RegexpFlags.NonGreedy) != 0;

    static bool Contains(RegexpNode node, int rune)
    {
        if (node.Op != RegexpOp.CharClass)
        {
            return node.Op == RegexpOp.AnyChar || rune != '\n';
        }

        for (var i = 0; i < node.Runes.Count; i += 2)
        {
            if (rune >= node.Runes[i] && rune <= node.Runes[i + 1])
            {
                return true;
            }
        }

        return false;
    }

    static bool SameLetter(RegexpNode node, int wanted, int actual)
    {
        if (wanted == actual || (node.Flags & RegexpFlags.FoldCase) == 0)
        {
            return wanted == actual;
        }

        // The generated texts know these letters of more than one case, and no others.
        return Lower(wanted) == Lower(actual);
    }

    static int Lower(int rune) => rune switch
    {
        0x212A => 'k',
        0x17F => 's',
        _ when Rune.IsValid(rune) => Rune.ToLowerInvariant(new Rune(rune)).Value,
        _ => rune,
    };
}
