namespace LogMetrics.Regex.Syntax;

/// <summary>Takes captures that nobody reads out of a tree: what they hold stays, and matches as before.</summary>
static class GroupSelection
{
    /// <summary>The tree with these captures only, numbered from 1 in their order.</summary>
    public static RegexpNode Keep(RegexpNode node, IReadOnlySet<int> groups)
    {
        if (node.Op == RegexpOp.Capture && !groups.Contains(node.CaptureNumber))
        {
            return Keep(node.SubList[0], groups);
        }

        if (node.SubList.Count == 0)
        {
            return node;
        }

        return new RegexpNode(node.Op, node.Flags)
        {
            SubList = node.SubList.ConvertAll(sub => Keep(sub, groups)),
            RuneArray = node.RuneArray,
            Min = node.Min,
            Max = node.Max,
            CaptureNumber = node.Op == RegexpOp.Capture ? groups.Count(group => group > 0 && group <= node.CaptureNumber) : 0,
            CaptureName = node.CaptureName,
            Offset = node.Offset,
            Length = node.Length,
        };
    }
}
