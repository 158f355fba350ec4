using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogMetrics.Regex.Automata;

/// <summary>Words that start where a line of the processor's cache does: a vector that lies in two lines takes twice as long, and
/// to read what was just written there many times as long.</summary>
sealed class AlignedWords
{
    const int LineBytes = 64;

    readonly ulong[] _words;
    readonly int _first;

    public AlignedWords(int length)
    {
        Length = length;
        _words = GC.AllocateArray<ulong>(length + (LineBytes / sizeof(ulong)) - 1, pinned: true);
        var beyond = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_words, 0) & (LineBytes - 1));
        _first = beyond == 0 ? 0 : (LineBytes - beyond) / sizeof(ulong);
    }

    public AlignedWords(ReadOnlySpan<ulong> words)
        : this(words.Length) => words.CopyTo(Span);

    public int Length { get; }

    public Span<ulong> Span => _words.AsSpan(_first, Length);

    public ref ulong First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_words), _first);
    }
}
