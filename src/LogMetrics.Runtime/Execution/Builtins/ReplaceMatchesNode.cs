using LogMetrics.Regex;

namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary><c>subst(/pattern/, new, text)</c>: every match becomes the literal text.</summary>
sealed class ReplaceMatchesNode(
    Regexp regexp, StringNode replacement, StringNode subject, ErrorPlace tooMuch) : StringNode
{
    readonly int[] _slots = new int[2 * regexp.GroupCount];

    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = StringValue.Empty;
        if (!replacement.TryEvaluate(line, out StringValue with) || !subject.TryEvaluate(line, out StringValue text))
        {
            return false;
        }

        if (!regexp.TryMatch(text.Bytes, _slots))
        {
            value = text;
            return true;
        }

        // A match can be empty before every character and at the end.
        long longest = text.Length + ((text.Length + 1L) * with.Length);
        if (!line.Scratch.TryReserve(longest, out Span<byte> room))
        {
            return line.Fail(tooMuch);
        }

        value = line.Scratch.Take(ReplaceAll(text.Bytes, with.Bytes, room));
        return true;
    }

    int ReplaceAll(ReadOnlySpan<byte> text, ReadOnlySpan<byte> with, Span<byte> room)
    {
        int length = 0;
        int copied = 0;
        int searched = 0;
        while (searched <= text.Length && regexp.TryMatch(text, searched, _slots))
        {
            int start = _slots[0];
            int end = _slots[1];
            ReadOnlySpan<byte> kept = text[copied..start];
            kept.CopyTo(room[length..]);
            length += kept.Length;

            // An empty match right behind the last one is no match of its own: it would replace twice at one place.
            if (end > copied || start == 0)
            {
                with.CopyTo(room[length..]);
                length += with.Length;
            }

            copied = end;
            int next = searched + Utf8Step.LengthAt(text, searched);
            searched = Math.Max(end, next);
        }

        text[copied..].CopyTo(room[length..]);
        return length + text.Length - copied;
    }
}
