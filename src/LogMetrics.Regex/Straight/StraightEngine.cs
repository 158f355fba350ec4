using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Straight;

/// <summary>
/// Goes through a text the way one would by hand: field, separator, field. For patterns that are pieces in a row, each of
/// which shows by its own bytes, and by what follows, where it ends.
/// </summary>
/// <remarks>
/// <para>Why its match is the one that Perl and Go prefer. It goes one way through the pattern, and at every choice it goes
/// where that preferred match goes, if there is one:</para>
/// <para><b>Certain.</b> A run over a set, or a field made of one, after which no byte of the set can come, or the text has
/// to end, can only end where the bytes of the set end. If what follows are first some bytes that lie in the set and then one
/// that does not, it can only end that many bytes earlier. If everything after a greedy run can be left out, the longest
/// run is preferred and cannot fail. Ways that begin with different bytes exclude each other, and so do going round a loop
/// and leaving it.</para>
/// <para><b>Uncertain.</b> A lazy run before a literal prefers the first place of the literal, a greedy one the last. Ways that
/// may begin alike are gone in their order: one that fails on the way is out, but one that succeeds might not be
/// the one that what follows needs.</para>
/// <para>So when it arrives, the match is found. When it fails and has made only certain choices, there is none. Otherwise
/// another choice might have led to a match: then it gives up, and another engine decides. It does so too where a character
/// outside ASCII would have to be decoded to know its class, and where a match might begin later than it has looked.</para>
/// <para>Runs end before an ASCII byte or at the end of the text, everything else is ASCII, and a set holds all bytes
/// outside ASCII or none: so the text may be invalid UTF-8, and is never in the middle of a character.</para>
/// <para>From a failure it goes on at a step further on, never at one before, except round a loop, whose steps consume what
/// they look at. But each of many ways may look at all that is left of the text before it fails, and a match may be
/// attempted at several places: so the work on a text is counted, and where it is more than a few looks at
/// each byte, another engine decides.</para>
/// </remarks>
sealed class StraightEngine
{
    const int MaxAttempts = 8;
    const int MinPrefix = 2;
    const int MaxStepCount = 1000;

    // A longer literal says no more about where a match can start, and searching for it can cost its length at every byte.
    const int MaxPrefix = 32;

    // What a text may cost, in steps and words looked at: for each byte, and for all.
    const int WorkPerByte = 2;
    const int WorkPerText = 2000;

    // What giving up costs, in texts that have to be decided until the engine is trusted again.
    const int GivingUpWeight = 4;
    const int MaxGivingUps = 256;

    readonly StraightStep[] _steps;
    readonly byte[] _prefix;
    readonly bool _isAnchored;
    readonly int _slotCount;
    readonly int[] _scratch;
    readonly Open[] _open;
    int _givingUps;
    int _workLeft;

    StraightEngine(StraightStep[] steps, int depth, byte[] prefix, bool isAnchored, int slotCount)
    {
        _steps = steps;
        _open = new Open[depth];
        _prefix = prefix;
        _isAnchored = isAnchored;
        _slotCount = slotCount;
        _scratch = new int[slotCount];
    }

    /// <summary>Whether it still decides most texts that it is asked about.</summary>
    public bool IsWorthwhile => _givingUps <= MaxGivingUps;

    /// <summary>Counts the steps, and the words of text they looked at.</summary>
    public long Steps { get; private set; }

    /// <summary>The most steps that a text of so many bytes can take.</summary>
    public static long MaxSteps(int length) => WorkPerText + (WorkPerByte * (long)length) + (2L * length) + MaxStepCount;

    /// <summary>The engine for a pattern, or null when it is not of this kind.</summary>
    public static StraightEngine? For(RegexpNode tree, int slotCount)
    {
        if (StraightParser.Read(tree, out var isAnchored) is not { } pieces
            || StraightAnalysis.Decide(pieces, Ahead.Nothing) is null)
        {
            return null;
        }

        var prefix = isAnchored ? [] : PrefixOf(pieces);
        SettledLooks.TakeOut(pieces);
        var compiler = new StraightCompiler();
        var steps = compiler.Compile(pieces);
        return steps.Length > MaxStepCount ? null : new StraightEngine(steps, compiler.MaxDepth, prefix, isAnchored, slotCount);
    }

    public DfaAnswer IsMatch(ReadOnlySpan<byte> text) => TryMatch(text, 0, _scratch);

    /// <param name="text">Any bytes.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    /// <param name="slots">Receives the captures.</param>
    public DfaAnswer TryMatch(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        _workLeft = WorkPerText + (WorkPerByte * (text.Length - start));
        var answer = _isAnchored
            ? start > 0 ? DfaAnswer.No : Attempt(text, 0, slots)
            : _prefix.Length >= MinPrefix ? Search(text, start, slots) : Attempt(text, start, slots);
        if (answer == DfaAnswer.No && !_isAnchored && _prefix.Length < MinPrefix)
        {
            // Nearly all patterns match where the line starts, or not at all; the second is for others to find out.
            _givingUps++;
            return DfaAnswer.GaveUp;
        }

        if (answer == DfaAnswer.GaveUp)
        {
            _givingUps += GivingUpWeight;
        }
        else if (_givingUps > 0)
        {
            _givingUps--;
        }

        return answer;
    }

    static byte[] PrefixOf(List<Piece> pieces) =>
    [
        .. pieces.TakeWhile(piece => piece is SavePiece or SetPiece { Set.Count: 1 })
            .OfType<SetPiece>().Select(piece => piece.Set.ToArray()[0]).Take(MaxPrefix),
    ];

    // The first start that is not refused for certain is the leftmost.
    DfaAnswer Search(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var skipped = text[start..].IndexOf(_prefix);
            if (skipped < 0)
            {
                return DfaAnswer.No;
            }

            start += skipped;
            var answer = Attempt(text, start, slots);
            if (answer != DfaAnswer.No)
            {
                return answer;
            }

            if (_workLeft < 0)
            {
                break;
            }

            start++;
        }

        return DfaAnswer.GaveUp;
    }

    DfaAnswer Attempt(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        slots[.._slotCount].Fill(-1);
        var steps = _steps;
        var position = start;
        var isUncertain = false;
        var depth = 0;
        var work = 0;
        for (var at = 0; ;)
        {
            var step = steps[at++];
            var before = position;
            switch (step.Op)
            {
                case StraightOp.Run:
                    var end = step.Run!.EndOf(text, position);
                    work += (end - position) >> 3;
                    if (step.AsksOutside && IsOutsideAscii(text, end))
                    {
                        return Ended(work, DfaAnswer.GaveUp);
                    }

                    end -= step.Tail;
                    position = end - position < step.Min ? -1 : end;
                    if (end - before > step.Max)
                    {
                        position = step.Tail > 0 ? -1 : before + step.Max;
                    }

                    break;
                case StraightOp.Fixed:
                    position = step.Fixed!.StandAt(text, position) ? position + step.Fixed.Length : -1;
                    break;
                case StraightOp.Field:
                    end = step.Run!.EndOf(text, position);
                    var allowed = IsOutsideAscii(text, end) || IsOutsideAscii(text, position - 1)
                        ? DfaAnswer.GaveUp
                        : step.Field!.Allow(text, position, end);
                    if (allowed == DfaAnswer.GaveUp)
                    {
                        return Ended(work, DfaAnswer.GaveUp);
                    }

                    work += end - position;
                    position = allowed == DfaAnswer.Yes ? end : -1;
                    break;
                case StraightOp.Look:
                case StraightOp.Boundary:
                    var holds = step.Op == StraightOp.Look
                        ? Look(step.Look!, text, step.Look!.IsAhead ? position : position - 1)
                        : LookAtBoundary(step.Boundary!, text, position);
                    if (holds == DfaAnswer.GaveUp)
                    {
                        return Ended(work, DfaAnswer.GaveUp);
                    }

                    position = holds == DfaAnswer.Yes ? position : -1;
                    break;
                case StraightOp.RunToFirst:
                case StraightOp.RunToLast:
                    position = FindLiteral(step, text, position);
                    isUncertain |= position >= 0;
                    work += (text.Length - before) >> 3;
                    if (work > _workLeft)
                    {
                        return Ended(work, DfaAnswer.GaveUp);
                    }

                    break;
                case StraightOp.End:
                    position = position == text.Length ? position : -1;
                    break;
                case StraightOp.Try:
                    if (step.HasFirst && (position == text.Length || !step.First.Contains(text[position])))
                    {
                        at = step.Target;
                        continue;
                    }

                    _open[depth++] = new Open(step, position, isUncertain);
                    isUncertain = false;
                    break;
                case StraightOp.Commit:
                    isUncertain |= step.IsUncertain | _open[--depth].WasUncertain;
                    // A round of a loop, or a way that was gone.
                    work += step.Target < at ? at - step.Target : 1;
                    at = step.Target;
                    if (work > _workLeft)
                    {
                        return Ended(work, DfaAnswer.GaveUp);
                    }

                    continue;
                case StraightOp.Branch:
                    if (position == text.Length || !step.First.Contains(text[position]))
                    {
                        at = step.Target;
                        continue;
                    }

                    break;
                case StraightOp.Jump:
                    at = step.Target;
                    continue;
                case StraightOp.Match:
                    slots[0] = start;
                    slots[1] = position;
                    return Ended(work + at, DfaAnswer.Yes);
            }

            if (position >= 0)
            {
                if (step.SlotBefore >= 0)
                {
                    slots[step.SlotBefore] = position;
                }

                if (step.Then.Length == 0 || step.ThenStandsAt(text, position))
                {
                    position += step.Then.Length;
                    if (step.SlotAfter >= 0)
                    {
                        slots[step.SlotAfter] = position;
                    }

                    continue;
                }
            }

            work++;
            if (depth == 0 || isUncertain || work > _workLeft)
            {
                return Ended(work + at, isUncertain || depth > 0 ? DfaAnswer.GaveUp : DfaAnswer.No);
            }

            var open = _open[--depth];
            (at, position, isUncertain) = (open.Step.Target, open.Position, open.WasUncertain);
            foreach (var slot in open.Step.Slots)
            {
                slots[slot] = -1;
            }
        }
    }

    DfaAnswer Ended(int work, DfaAnswer answer)
    {
        Steps += work;
        _workLeft -= work;
        return answer;
    }

    static bool IsOutsideAscii(ReadOnlySpan<byte> text, int position) =>
        (uint)position < (uint)text.Length && text[position] >= 0x80;

    static DfaAnswer Look(LookPiece look, ReadOnlySpan<byte> text, int at)
    {
        if ((uint)at >= (uint)text.Length)
        {
            return look.HoldsAtEdge ? DfaAnswer.Yes : DfaAnswer.No;
        }

        return look.Asks.Contains(text[at]) ? DfaAnswer.GaveUp : look.Holds.Contains(text[at]) ? DfaAnswer.Yes : DfaAnswer.No;
    }

    static DfaAnswer LookAtBoundary(BoundaryPiece boundary, ReadOnlySpan<byte> text, int position)
    {
        int before = position > 0 ? text[position - 1] : ' ';
        int after = position < text.Length ? text[position] : ' ';
        if (boundary.Asks.Contains(before) || boundary.Asks.Contains(after))
        {
            return DfaAnswer.GaveUp;
        }

        var isBetween = BoundaryPiece.WordBytes.Contains(before) != BoundaryPiece.WordBytes.Contains(after);
        return isBetween != boundary.IsNegated ? DfaAnswer.Yes : DfaAnswer.No;
    }

    /// <summary>The place of the literal where the run ends, or -1.</summary>
    static int FindLiteral(StraightStep step, ReadOnlySpan<byte> text, int start)
    {
        var from = start + step.Min;
        if (from > text.Length)
        {
            return -1;
        }

        if (step.Op == StraightOp.RunToFirst)
        {
            var skipped = text[from..].IndexOf(step.Literal);
            return skipped >= 0 && step.Run!.EndOf(text, start) >= from + skipped ? from + skipped : -1;
        }

        var end = step.Run!.EndOf(text, start);
        if (end < from)
        {
            return -1;
        }

        var last = text[from..Math.Min(end + step.Literal.Length, text.Length)].LastIndexOf(step.Literal);
        return last < 0 ? -1 : from + last;
    }

    /// <summary>A way that has begun and can still fail.</summary>
    readonly record struct Open(StraightStep Step, int Position, bool WasUncertain);
}
