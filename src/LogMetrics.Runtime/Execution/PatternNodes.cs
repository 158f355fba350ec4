using LogMetrics.Runtime.Matching;

namespace LogMetrics.Runtime.Execution;

sealed class MatchLineNode(PatternSlot slot, LinePatternSet set, int index, bool negated) : BoolNode
{
    public LinePatternSet Set => set;

    public int Index => index;

    public bool IsNegated => negated;

    public override bool TryEvaluate(LineContext line, out bool value)
    {
        value = slot.AskLine(set, index, line) != negated;
        return true;
    }
}

sealed class MatchStringNode(PatternSlot slot, AskedPattern pattern, StringNode subject, bool negated) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value)
    {
        bool evaluated = subject.TryEvaluate(line, out StringValue text);
        value = evaluated && slot.Ask(pattern, text, line) != negated;
        return evaluated;
    }
}

sealed class CaptureNode(PatternSlot slot, int group, ErrorPlace noMatch) : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value) =>
        slot.TryGetCapture(line, group, out value) || line.Fail(noMatch);

    public override bool TryRead(LineContext line, out ReadOnlySpan<byte> bytes) =>
        slot.TryReadCapture(line, group, out bytes) || line.Fail(noMatch);
}

/// <summary>A name that several groups of a pattern have, as in alternatives of one log format.</summary>
sealed class FirstCaptureNode(PatternSlot slot, int[] groups, ErrorPlace noMatch) : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value) =>
        slot.TryGetFirstCapture(line, groups, out value) || line.Fail(noMatch);
}

sealed class DefinedNode(PatternSlot slot, int[] groups, ErrorPlace noMatch) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value)
    {
        value = false;
        foreach (int group in groups)
        {
            if (!slot.TryGetTookPart(line, group, out bool tookPart))
            {
                return line.Fail(noMatch);
            }

            value |= tookPart;
        }

        line.Matched = value;
        return true;
    }
}
