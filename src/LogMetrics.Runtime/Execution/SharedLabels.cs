using System.Collections.Immutable;
using System.Globalization;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Matching;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

/// <summary>Finds the series references of a program that are written with the same keys, while the program is made ready.</summary>
/// <remarks>Keys are the same when they are the same expressions in the same order, wherever they are written. Only those count
/// that depend on nothing but the line: literals, captures, and texts made of them.</remarks>
/// <param name="slots">The patterns of the program; several numbers may stand for one slot.</param>
sealed class SharedLabels(PatternSlot[] slots)
{
    readonly Dictionary<string, (LabelTuple Tuple, HashSet<PatternSlot> Slots)> _tuples = new(StringComparer.Ordinal);
    readonly HashSet<PatternSlot> _changing = [];

    /// <summary>How often keys were evaluated that several places share.</summary>
    public long Fillings => _tuples.Values.Sum(shared => shared.Tuple.Fillings);

    /// <summary>Says that a slot is asked about other strings than the line, so that its captures may change on the way.</summary>
    public void SlotChangesWithinLine(PatternSlot slot) => _changing.Add(slot);

    /// <summary>The label values of keys: those of earlier keys that are the same, else new ones.</summary>
    public LabelTuple Of(ImmutableArray<Expression> keys, Func<LabelValues> newValues)
    {
        var read = new HashSet<PatternSlot>();
        string?[] names = [.. keys.Select(key => NameOf(key, read))];
        if (names.Length == 0 || names.Contains(null))
        {
            return new LabelTuple(newValues());
        }

        string name = string.Join(',', names);
        if (!_tuples.TryGetValue(name, out (LabelTuple Tuple, HashSet<PatternSlot> Slots) found))
        {
            found = (new LabelTuple(newValues()), read);
            _tuples.Add(name, found);
        }

        found.Tuple.Places++;
        return found.Tuple;
    }

    /// <summary>Ends the adding: from now on values are shared where nothing changes them within a line.</summary>
    public void Seal()
    {
        foreach ((LabelTuple tuple, HashSet<PatternSlot> read) in _tuples.Values)
        {
            tuple.IsShared = !read.Overlaps(_changing);
        }
    }

    // Two expressions have one name when they always have one value; null is for those that may change within a line.
    string? NameOf(Expression expression, HashSet<PatternSlot> read) => expression switch
    {
        StringLiteral literal => string.Create(CultureInfo.InvariantCulture, $"text{literal.Value.Length}:{literal.Value}"),
        IntLiteral literal => literal.Value.ToString(CultureInfo.InvariantCulture),
        CaptureExpression capture => NameOf(capture, read),
        ConvertExpression convert when NameOf(convert.Operand, read) is { } operand => $"{convert.Conversion}({operand})",
        CallExpression
        {
            Builtin: Builtin.ToLower or Builtin.Length or Builtin.Replace
                or Builtin.SourceName or Builtin.SourceFile or Builtin.SourceLabel or Builtin.SourceExtra,
        } call => NameOf(call.Builtin.ToString(), call.Arguments, read),
        ArithmeticExpression { Kind: ValueKind.String } sum => NameOf("add", [sum.Left, sum.Right], read),
        TextFunctionExpression function =>
            NameOf(string.Create(CultureInfo.InvariantCulture, $"function{function.Function.Text.Length}:{function.Function.Text}"), function.Arguments, read),
        _ => null,
    };

    string NameOf(CaptureExpression capture, HashSet<PatternSlot> read)
    {
        PatternSlot slot = slots[capture.PatternSlot];
        read.Add(slot);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"${Array.IndexOf(slots, slot)}.{capture.Group}.{string.Join('.', capture.OtherGroups)}");
    }

    string? NameOf(string function, ImmutableArray<Expression> arguments, HashSet<PatternSlot> read)
    {
        string?[] names = [.. arguments.Select(argument => NameOf(argument, read))];
        return names.Contains(null) ? null : $"{function}({string.Join(',', names)})";
    }
}
