namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary><c>subst(old, new, text)</c>: every occurrence is replaced; an empty <c>old</c> stands before each character and
/// at the end.</summary>
sealed class ReplaceNode(StringNode old, StringNode replacement, StringNode subject, ErrorPlace tooMuch) : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = StringValue.Empty;
        if (!old.TryEvaluate(line, out StringValue what)
            || !replacement.TryEvaluate(line, out StringValue with)
            || !subject.TryEvaluate(line, out StringValue text))
        {
            return false;
        }

        long count = what.Length == 0 ? text.Length + 1 : text.Bytes.Count(what.Bytes);
        if (count == 0)
        {
            value = text;
            return true;
        }

        if (!line.Scratch.TryReserve(text.Length + (count * with.Length), out Span<byte> room))
        {
            return line.Fail(tooMuch);
        }

        value = line.Scratch.Take(what.Length == 0
            ? InsertEverywhere(text.Bytes, with.Bytes, room)
            : ReplaceAll(text.Bytes, what.Bytes, with.Bytes, room));
        return true;
    }

    static int ReplaceAll(ReadOnlySpan<byte> text, ReadOnlySpan<byte> what, ReadOnlySpan<byte> with, Span<byte> room)
    {
        int length = 0;
        int found;
        while ((found = text.IndexOf(what)) >= 0)
        {
            text[..found].CopyTo(room[length..]);
            with.CopyTo(room[(length + found)..]);
            length += found + with.Length;
            text = text[(found + what.Length)..];
        }

        text.CopyTo(room[length..]);
        return length + text.Length;
    }

    static int InsertEverywhere(ReadOnlySpan<byte> text, ReadOnlySpan<byte> with, Span<byte> room)
    {
        int length = 0;
        for (int at = 0; at < text.Length;)
        {
            int step = Utf8Step.LengthAt(text, at);
            with.CopyTo(room[length..]);
            text.Slice(at, step).CopyTo(room[(length + with.Length)..]);
            length += with.Length + step;
            at += step;
        }

        with.CopyTo(room[length..]);
        return length + with.Length;
    }
}
