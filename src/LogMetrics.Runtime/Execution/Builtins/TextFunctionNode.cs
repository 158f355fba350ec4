using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary>A text that a function makes of others. The one node that leaves bytes for strings, and so allocates.</summary>
sealed class TextFunctionNode(TextFunction function, StringNode[] arguments, SourceSpan span, ErrorPlace tooMuch) : StringNode
{
    // The messages of a function are few, but they may hold text of the line, so not every one becomes a place.
    const int MaxErrors = 20;

    readonly string[] _texts = new string[arguments.Length];
    readonly Dictionary<string, ErrorPlace> _errors = new(StringComparer.Ordinal);

    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = StringValue.Empty;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].TryEvaluate(line, out StringValue text))
            {
                return false;
            }

            _texts[i] = Encoding.UTF8.GetString(text.Bytes);
        }

        if (!function.TryEvaluate(_texts, out string result))
        {
            return line.Fail(ErrorOf(result));
        }

        if (!line.Scratch.TryReserve(Encoding.UTF8.GetMaxByteCount(result.Length), out Span<byte> room))
        {
            return line.Fail(tooMuch);
        }

        value = line.Scratch.Take(Encoding.UTF8.GetBytes(result, room));
        return true;
    }

    ErrorPlace ErrorOf(string message)
    {
        string known = _errors.ContainsKey(message) || _errors.Count < MaxErrors ? message : "the template cannot be filled in";
        if (!_errors.TryGetValue(known, out ErrorPlace? place))
        {
            place = new ErrorPlace(span, RuntimeErrorCode.BadTemplate, known);
            _errors.Add(known, place);
        }

        return place;
    }
}
