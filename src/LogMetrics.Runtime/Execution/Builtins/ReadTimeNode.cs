using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary><c>timestamp(text, "layout")</c>: the time in a text, in seconds since 1970 with their fraction.</summary>
/// <remarks>As in <see cref="ParseTimeNode"/>, the last text is remembered with its time.</remarks>
sealed class ReadTimeNode(StringNode text, TimeLayout layout, ErrorPlace badTime) : FloatNode
{
    const int MaxRememberedBytes = 64;

    readonly byte[] _lastText = new byte[MaxRememberedBytes];
    int _lastLength = -1;
    int _lastYear;
    double _lastSeconds;

    public override bool TryEvaluate(LineContext line, out double value)
    {
        value = 0;
        if (!text.TryEvaluate(line, out StringValue written))
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = written.Bytes;
        int year = line.YearIfNone;
        if (bytes.Length == _lastLength && year == _lastYear && bytes.SequenceEqual(_lastText.AsSpan(0, _lastLength)))
        {
            value = _lastSeconds;
            return true;
        }

        if (layout.Read(bytes, line.TimeZone, year, out UnixTime time, out _) != TimeError.None)
        {
            return line.Fail(badTime, written);
        }

        // The same product as in templates, so that both give the same last digit.
        value = time.TotalNanoseconds * 1e-9;
        if (bytes.Length <= MaxRememberedBytes)
        {
            bytes.CopyTo(_lastText);
            _lastLength = bytes.Length;
            _lastYear = year;
            _lastSeconds = value;
        }

        return true;
    }
}
