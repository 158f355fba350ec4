using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary>A text that is read as a time by one layout.</summary>
/// <remarks>The last text is remembered with its time, because lines of one second carry the same one. Unlike mtail's, the
/// memory belongs to one call and so to one layout, and a text that does not fit is an error every time.</remarks>
sealed class TimeText(StringNode text, TimeLayout layout, ErrorPlace badTime)
{
    const int MaxRememberedBytes = 64;

    readonly byte[] _lastText = new byte[MaxRememberedBytes];
    int _lastLength = -1;
    int _lastYear;
    UnixTime _lastTime;

    /// <summary>Reads the time.</summary>
    /// <returns>False when there is no text or it does not fit; the line then holds the error.</returns>
    public bool TryRead(LineContext line, out UnixTime time)
    {
        time = default;
        if (!text.TryEvaluate(line, out StringValue value))
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = value.Bytes;
        int year = line.YearIfNone;
        if (bytes.Length == _lastLength && year == _lastYear && bytes.SequenceEqual(_lastText.AsSpan(0, _lastLength)))
        {
            time = _lastTime;
            return true;
        }

        if (layout.Read(bytes, line.TimeZone, year, out time, out _) != TimeError.None)
        {
            return line.Fail(badTime, value);
        }

        if (bytes.Length <= MaxRememberedBytes)
        {
            bytes.CopyTo(_lastText);
            _lastLength = bytes.Length;
            _lastYear = year;
            _lastTime = time;
        }

        return true;
    }
}
