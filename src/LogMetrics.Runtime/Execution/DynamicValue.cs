using System.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution;

/// <summary>A value with its kind: an integer, a double or a text.</summary>
readonly struct DynamicValue
{
    readonly double _float;
    readonly ValueKind _kind;

    DynamicValue(ValueKind kind, long intValue, double floatValue, StringValue text)
    {
        _kind = kind;
        Int = intValue;
        _float = floatValue;
        Text = text;
    }

    public bool IsInt => _kind == ValueKind.Int;

    public bool IsText => _kind == ValueKind.String;

    public long Int { get; }

    /// <summary>The text; empty unless it is one.</summary>
    public StringValue Text { get; }

    public static bool TryEvaluate(ExpressionNode node, LineContext line, out DynamicValue value)
    {
        switch (node)
        {
            case IntNode number:
                bool evaluated = number.TryEvaluate(line, out long integer);
                value = new DynamicValue(ValueKind.Int, integer, 0, StringValue.Empty);
                return evaluated;
            case FloatNode number:
                evaluated = number.TryEvaluate(line, out double real);
                value = new DynamicValue(ValueKind.Float, 0, real, StringValue.Empty);
                return evaluated;
            case StringNode text:
                evaluated = text.TryEvaluate(line, out StringValue bytes);
                value = new DynamicValue(ValueKind.String, 0, 0, bytes);
                return evaluated;
            default:
                throw new UnreachableException(node.GetType().Name);
        }
    }

    /// <summary>The value as a double; false for a text that reads as none.</summary>
    public bool TryReadFloat(out double value)
    {
        if (_kind == ValueKind.String)
        {
            return NumberText.ParseFloat(Text.Bytes, out value) == NumberError.None;
        }

        value = IsInt ? Int : _float;
        return true;
    }
}
