using System.Buffers;
using System.Text;

namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary><c>tolower(text)</c>: each character becomes its simple lower case, by Unicode and no culture.</summary>
sealed class ToLowerNode(StringNode operand, ErrorPlace tooMuch) : StringNode
{
    // Ⱥ has two bytes and ⱥ three; a byte that is no UTF-8 becomes U+FFFD, which has three.
    const int MaxGrowth = 3;

    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = StringValue.Empty;
        if (!operand.TryEvaluate(line, out StringValue text))
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = text.Bytes;
        bool isAscii = Ascii.IsValid(bytes);
        if (!line.Scratch.TryReserve(isAscii ? bytes.Length : (long)MaxGrowth * bytes.Length, out Span<byte> room))
        {
            return line.Fail(tooMuch);
        }

        if (isAscii)
        {
            Ascii.ToLower(bytes, room, out int written);
            value = line.Scratch.Take(written);
            return true;
        }

        value = line.Scratch.Take(Lower(bytes, room));
        return true;
    }

    static int Lower(ReadOnlySpan<byte> text, Span<byte> room)
    {
        int length = 0;
        while (!text.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(text, out Rune rune, out int used) == OperationStatus.Done;
            length += Lower(rune).EncodeToUtf8(room[length..]);
            text = text[(valid ? used : 1)..];
        }

        return length;
    }

    // The platform leaves İ as it is, because its lower case is another letter in Turkish.
    static Rune Lower(Rune rune) => rune.Value == 0x130 ? new Rune('i') : Rune.ToLowerInvariant(rune);
}
