using LogMetrics.Compiler.Programs;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Compiler.Patterns;

/// <summary>The type of a field that is given none: <c>%{INT:x}</c> is an integer, <c>%{NUMBER:x}</c> a float.</summary>
/// <remarks>
/// Unlike <see cref="CaptureTyping"/>, which has mtail's rules for the groups that authors write, this asks what the
/// pattern can match at all: at least one digit, an optional sign in front, at most one point. Leading blanks or a comma
/// make a text.
/// </remarks>
static class FieldTyping
{
    /// <summary>What can be there of a number, in order.</summary>
    [Flags]
    enum Part
    {
        None = 0,
        Sign = 1,
        Digit = 2,
        Point = 4,
        Other = 8,
    }

    /// <summary>The kind of value that a group gives.</summary>
    public static ValueKind KindOf(RegexpNode capture)
    {
        Part parts = PartsOf(capture);
        return (parts & Part.Other) != 0 || !AlwaysHasDigit(capture) || SignsAndPoints(capture) is not { } most || most > 1
            ? ValueKind.String
            : (parts & Part.Point) != 0 ? ValueKind.Float : ValueKind.Int;
    }

    static Part PartsOf(RegexpNode node)
    {
        switch (node.Op)
        {
            case RegexpOp.Literal:
                return Union(node.Runes.Select(rune => PartOf(rune, rune)));
            case RegexpOp.CharClass:
                return Union(Enumerable.Range(0, node.Runes.Count / 2).Select(i => PartOf(node.Runes[2 * i], node.Runes[(2 * i) + 1])));
            case RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline or RegexpOp.NoMatch:
                return Part.Other;
            default:
                return Union(node.Subs.Select(PartsOf));
        }
    }

    static Part PartOf(int first, int last) =>
        first >= '0' && last <= '9' ? Part.Digit
        : (first == '+' || first == '-') && last == first ? Part.Sign
        : first == '.' && last == '.' ? Part.Point
        : Part.Other;

    static Part Union(IEnumerable<Part> parts) => parts.Aggregate(Part.None, (all, part) => all | part);

    static bool AlwaysHasDigit(RegexpNode node) => node.Op switch
    {
        RegexpOp.Literal or RegexpOp.CharClass => PartsOf(node) == Part.Digit,
        RegexpOp.Concat => node.Subs.Any(AlwaysHasDigit),
        RegexpOp.Alternate => node.Subs.All(AlwaysHasDigit),
        RegexpOp.Plus or RegexpOp.Capture => AlwaysHasDigit(node.Subs[0]),
        RegexpOp.Repeat => node.Min > 0 && AlwaysHasDigit(node.Subs[0]),
        _ => false,
    };

    /// <summary>The most signs, or the most points, that a text can have; null when there is no most, or when something can
    /// stand before a sign.</summary>
    static int? SignsAndPoints(RegexpNode node)
    {
        int? signs = Most(node, Part.Sign);
        int? points = Most(node, Part.Point);
        return signs is null || points is null ? null : Math.Max(signs.Value, points.Value);
    }

    static int? Most(RegexpNode node, Part part)
    {
        if ((PartsOf(node) & part) == 0)
        {
            return 0;
        }

        switch (node.Op)
        {
            case RegexpOp.Literal:
                return part == Part.Sign && node.Runes.Skip(1).Any(rune => PartOf(rune, rune) == part)
                    ? null
                    : node.Runes.Count(rune => PartOf(rune, rune) == part);
            case RegexpOp.CharClass:
                return 1;
            case RegexpOp.Quest or RegexpOp.Capture:
                return Most(node.Subs[0], part);
            case RegexpOp.Repeat when node.Max == 1:
                return Most(node.Subs[0], part);
            case RegexpOp.Alternate:
                return node.Subs.Select(sub => Most(sub, part)).Aggregate((int?)0, (most, sub) => sub is null || most is null ? null : Math.Max(most.Value, sub.Value));
            case RegexpOp.Concat:
                // A sign comes first, or the text is no number.
                return part == Part.Sign && node.Subs.SkipWhile(IsEmptyWidth).Skip(1).Any(sub => (PartsOf(sub) & part) != 0)
                    ? null
                    : node.Subs.Select(sub => Most(sub, part)).Aggregate((int?)0, (sum, sub) => sum + sub);
            default:
                return null;
        }
    }

    static bool IsEmptyWidth(RegexpNode node) => PartsOf(node) == Part.None;
}
