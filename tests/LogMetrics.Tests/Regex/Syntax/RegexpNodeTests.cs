using LogMetrics.Regex.Syntax;

namespace LogMetrics.Tests.Regex.Syntax;

/// <summary>The tree of a pattern has Go's shape, because mtail decides by it which type a capture has.</summary>
public sealed class RegexpNodeTests
{
    [Fact]
    public void Trees_have_the_shape_that_Go_gives_them()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var line in CaseFile.Lines("Regex/Syntax/trees.cases"))
        {
            var parts = line.Split(" ⇶ ");
            var tree = RegexpNode.Parse(parts[0]);
            var actual = $"{parts[0]} ⇶ {tree} ⇶ {tree.Simplify()}";
            count++;
            if (actual != line)
            {
                wrong.Add($"{line}\n  but it is {actual}");
            }
        }

        Assert.True(count > 40, "the case file is not found or not read");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Captures_know_where_they_stand_in_the_pattern()
    {
        var tree = RegexpNode.Parse("é(?P<a>x(y))|(z)");
        var captures = LogMetrics.Regex.Automata.TreeFacts.Captures(tree).ToList();
        Assert.Equal([(1, "a", 1, 11), (2, null, 8, 3), (3, null, 13, 3)], captures.Select(
            capture => (capture.CaptureNumber, capture.CaptureName, capture.Offset, capture.Length)));
    }
}
