using System.Buffers;
using System.Text;

namespace LogMetrics.Runtime.Execution.Builtins;

static class Utf8Step
{
    /// <summary>How many bytes the character at an offset has; a byte that is no UTF-8 counts alone, and the end of the
    /// text has 1, so that going over a text always ends.</summary>
    public static int LengthAt(ReadOnlySpan<byte> text, int offset)
    {
        if (offset >= text.Length || text[offset] < 0x80)
        {
            return 1;
        }

        return Rune.DecodeFromUtf8(text[offset..], out _, out int length) == OperationStatus.Done ? length : 1;
    }
}
