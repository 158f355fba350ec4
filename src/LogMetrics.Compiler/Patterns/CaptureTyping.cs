using System.Collections.Immutable;
using LogMetrics.Compiler.Programs;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Compiler.Patterns;

/// <summary>The type of a capture, found from the form of its group: <c>(\d+)</c> is an integer, <c>(\S+)</c> a string.</summary>
/// <remarks>
/// The rules are mtail's to the letter, because they decide what programs compute. They look at the tree as Go's parser
/// and simplifier leave it, and at how Go prints it: so <c>(\d\d)</c> is an integer, while <c>(\d)</c>, a bare class,
/// is a string.
/// </remarks>
static class CaptureTyping
{
    const string Signs = "+-";
    const string Digits = "0123456789";

    /// <summary>The kind of value that each group of a pattern gives, by number; None for group 0, which has none.</summary>
    /// <param name="tree">The tree of the pattern, as it was parsed.</param>
    /// <param name="groupCount">How many groups it has, group 0 included.</param>
    public static ImmutableArray<ValueKind> KindsOf(RegexpNode tree, int groupCount)
    {
        var kinds = new ValueKind[groupCount];

        // A group that is simplified away, as in (x){0}, takes no part in any match.
        Array.Fill(kinds, ValueKind.String);
        kinds[0] = ValueKind.None;
        var nodes = new Stack<RegexpNode>([tree.Simplify()]);
        while (nodes.TryPop(out RegexpNode? node))
        {
            // Simplifying writes repetitions out, so that a group can be there several times; they are all alike.
            if (node.Op == RegexpOp.Capture)
            {
                kinds[node.CaptureNumber] = KindOf(node);
            }

            foreach (RegexpNode sub in node.Subs)
            {
                nodes.Push(sub);
            }
        }

        return [.. kinds];
    }

    static ValueKind KindOf(RegexpNode capture)
    {
        RegexpNode group = capture.Subs[0];

        // Int, Float, String: each can become the next, so that the last of all branches is the one for all.
        return group.Op == RegexpOp.Alternate ? group.Subs.Max(KindOfBranch) : KindOfBranch(group);
    }

    static ValueKind KindOfBranch(RegexpNode node)
    {
        if (MatchesOnly(node, Signs))
        {
            return ValueKind.String;
        }

        if (MatchesOnly(node, Signs + Digits))
        {
            bool hasDigit = node.ToString().AsSpan().ContainsAnyInRange('0', '9');
            return hasDigit && node.Op is not (RegexpOp.CharClass or RegexpOp.Alternate)
                ? ValueKind.Int
                : ValueKind.String;
        }

        if (MatchesOnly(node, Signs + Digits + ".eE"))
        {
            return node.ToString().AsSpan().Count('.') > 1 ? ValueKind.String : ValueKind.Float;
        }

        return ValueKind.String;
    }

    /// <summary>Whether every character that the node can match is one of these. What is no character (an anchor, the
    /// empty match) counts as one that is not.</summary>
    static bool MatchesOnly(RegexpNode node, string characters)
    {
        switch (node.Op)
        {
            case RegexpOp.Literal:
                return node.Runes.All(rune => Contains(characters, rune));
            case RegexpOp.CharClass:
                for (int i = 0; i < node.Runes.Count; i += 2)
                {
                    for (int rune = node.Runes[i]; rune <= node.Runes[i + 1]; rune++)
                    {
                        if (!Contains(characters, rune))
                        {
                            return false;
                        }
                    }
                }

                return true;
            case RegexpOp.Star or RegexpOp.Plus or RegexpOp.Quest or RegexpOp.Repeat or RegexpOp.Capture
                or RegexpOp.Concat or RegexpOp.Alternate:
                return node.Subs.All(sub => MatchesOnly(sub, characters));
            default:
                return false;
        }
    }

    static bool Contains(string characters, int rune) => rune <= char.MaxValue && characters.Contains((char)rune);
}
