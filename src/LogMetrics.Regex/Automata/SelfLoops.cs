using System.Buffers;

namespace LogMetrics.Regex.Automata;

/// <summary>
/// The states that stay themselves over most bytes, such as in the middle of <c>[^"]*</c>: a vectorised search finds the
/// byte that ends the stay.
/// </summary>
/// <remarks>
/// A search costs a few nanoseconds to begin. So a state earns it: by a long stay, and it loses it again when its stays
/// turn out short.
/// </remarks>
sealed class SelfLoops
{
    const int LongStay = 16;
    const int ShortStay = 8;
    const int MaxShortStays = 32;

    SearchValues<byte>?[] _exits = new SearchValues<byte>?[16];
    int[] _shortStays = new int[16];

    /// <summary>The stay from which on a state is worth a look.</summary>
    public static int StayWorthALook => LongStay;

    /// <summary>The bytes that end a stay in the state of this index; null when they are not searched for.</summary>
    public SearchValues<byte>? ExitsOf(int index) => index < _exits.Length ? _exits[index] : null;

    /// <summary>Whether it is not yet known how long the stays in this state are.</summary>
    public bool IsOpen(int index) =>
        index >= _exits.Length || (_exits[index] is null && _shortStays[index] < MaxShortStays);

    public void Accelerate(int index, ReadOnlySpan<byte> exits)
    {
        MakeRoom(index);
        _exits[index] = SearchValues.Create(exits);
    }

    /// <summary>Leaves a state as it is for ever.</summary>
    public void Refuse(int index)
    {
        MakeRoom(index);
        _shortStays[index] = MaxShortStays;
    }

    /// <summary>Takes note of a stay that was searched.</summary>
    public void Note(int index, int stay)
    {
        _shortStays[index] += stay < ShortStay ? 1 : _shortStays[index] > 0 ? -1 : 0;
        if (_shortStays[index] >= MaxShortStays)
        {
            _exits[index] = null;
        }
    }

    public void Clear()
    {
        Array.Clear(_exits);
        Array.Clear(_shortStays);
    }

    void MakeRoom(int index)
    {
        if (index >= _exits.Length)
        {
            var length = Math.Max(2 * _exits.Length, index + 1);
            Array.Resize(ref _exits, length);
            Array.Resize(ref _shortStays, length);
        }
    }
}
