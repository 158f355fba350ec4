using LogMetrics.Runtime.Matching;

namespace LogMetrics.Runtime.Execution;

/// <summary>The integer of a capture, kept for as long as the match lasts.</summary>
sealed class CapturedInt(PatternSlot slot)
{
    long _match = -1;
    long _value;

    /// <summary>The integer, if it was read of the match that is there now.</summary>
    public bool TryGet(LineContext line, out long value)
    {
        value = _value;
        return _match == slot.MatchNumber && slot.HasMatched(line);
    }

    /// <summary>Keeps what was read of the match that is there now.</summary>
    public void Remember(long value)
    {
        _match = slot.MatchNumber;
        _value = value;
    }
}
