using LogMetrics.Regex.Syntax;

namespace LogMetrics.Compiler.Language.Binding;

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

    /// <summary>The type of one group.</summary>
    /// <param name="capture">The node of the group in a simplified tree.</param>
    public static SimpleType TypeOf(RegexpNode capture)
    {
        RegexpNode group = capture.Subs[0];
        if (group.Op != RegexpOp.Alternate)
        {
            return TypeOfBranch(group);
        }

        LanguageType type = TypeOfBranch(group.Subs[0]);
        foreach (RegexpNode branch in group.Subs.Skip(1))
        {
            type = TypeRules.LeastUpperBound(type, TypeOfBranch(branch)) ?? SimpleType.String;
        }

        return (SimpleType)type;
    }

    static SimpleType TypeOfBranch(RegexpNode node)
    {
        if (MatchesOnly(node, Signs))
        {
            return SimpleType.String;
        }

        if (MatchesOnly(node, Signs + Digits))
        {
            bool hasDigit = node.ToString().AsSpan().ContainsAnyInRange('0', '9');
            return hasDigit && node.Op is not (RegexpOp.CharClass or RegexpOp.Alternate)
                ? SimpleType.Int
                : SimpleType.String;
        }

        if (MatchesOnly(node, Signs + Digits + ".eE"))
        {
            return node.ToString().AsSpan().Count('.') > 1 ? SimpleType.String : SimpleType.Float;
        }

        return SimpleType.String;
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
