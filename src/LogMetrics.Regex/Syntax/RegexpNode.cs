namespace LogMetrics.Regex.Syntax;

/// <summary>A node of the syntax tree of a pattern, in the form that Go's parser gives it.</summary>
/// <remarks>
/// The tree is already rewritten as Go rewrites it while parsing: neighbouring literals are one, an alternation of
/// single characters is a class, common prefixes of alternatives are factored out. mtail decides the type of a capture
/// by this very shape, so the rewrites are part of the language. Do not change a tree.
/// </remarks>
public sealed class RegexpNode
{
    static readonly int[] NoRunes = [];

    internal RegexpNode(RegexpOp op, RegexpFlags flags = RegexpFlags.None)
    {
        Op = op;
        Flags = flags;
    }

    /// <summary>What the node stands for.</summary>
    public RegexpOp Op { get; internal set; }

    /// <summary>The flags in force where it was parsed.</summary>
    public RegexpFlags Flags { get; internal set; }

    /// <summary>The code points of a literal; or the ranges of a class or a look-around, first and last in turn, ascending
    /// and apart.</summary>
    public IReadOnlyList<int> Runes => RuneArray;

    /// <summary>The operands.</summary>
    public IReadOnlyList<RegexpNode> Subs => SubList;

    /// <summary>For <see cref="RegexpOp.Repeat"/>: the least count.</summary>
    public int Min { get; internal set; }

    /// <summary>For <see cref="RegexpOp.Repeat"/>: the greatest count, or -1 when there is none.</summary>
    public int Max { get; internal set; }

    /// <summary>For <see cref="RegexpOp.Capture"/>: its number, from 1.</summary>
    public int CaptureNumber { get; internal set; }

    /// <summary>For <see cref="RegexpOp.Capture"/>: its name, or null.</summary>
    public string? CaptureName { get; internal set; }

    /// <summary>For <see cref="RegexpOp.Capture"/>: where its parenthesis opens, in UTF-16 units.</summary>
    public int Offset { get; internal set; }

    /// <summary>For <see cref="RegexpOp.Capture"/>: the UTF-16 units from there to after its closing parenthesis.</summary>
    public int Length { get; internal set; }

    /// <summary>For <see cref="RegexpOp.LeftParenthesis"/>: what it begins.</summary>
    internal GroupKind GroupKind { get; init; }

    internal int[] RuneArray { get; set; } = NoRunes;

    internal List<RegexpNode> SubList { get; set; } = [];

    internal bool IsFoldCase => (Flags & RegexpFlags.FoldCase) != 0;

    internal bool IsRestOfLine => (Flags & RegexpFlags.RestOfLine) != 0;

    internal bool IsOniguruma => (Flags & RegexpFlags.Oniguruma) != 0;

    internal bool IsNonGreedy => (Flags & RegexpFlags.NonGreedy) != 0;

    /// <summary>Whether it matches exactly one code point out of a set (so that it can be merged with others of the kind).</summary>
    internal bool IsOneChar =>
        Op is RegexpOp.CharClass or RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline
        || (Op == RegexpOp.Literal && RuneArray.Length == 1);

    /// <summary>Parses a pattern.</summary>
    /// <param name="pattern">The pattern text.</param>
    /// <param name="syntax">In which syntax it is written.</param>
    /// <exception cref="RegexpParseException">It is not valid.</exception>
    public static RegexpNode Parse(string pattern, PatternSyntax syntax = PatternSyntax.Go) =>
        new RegexpParser(pattern, syntax).Parse();

    /// <summary>The equivalent tree without <see cref="RegexpOp.Repeat"/>: counted repetitions are written out.</summary>
    public RegexpNode Simplify() => RegexpSimplifier.Simplify(this);

    /// <summary>The pattern text of this tree, as Go prints it (up to Go 1.21, which puts flags where they are needed).</summary>
    public override string ToString() => RegexpPrinter.Print(this);

    internal static RegexpNode Concat(params ReadOnlySpan<RegexpNode> subs) =>
        new(RegexpOp.Concat) { SubList = [.. subs] };

    /// <summary>The same node with other operands.</summary>
    internal RegexpNode With(List<RegexpNode> subs) => new(Op, Flags)
    {
        SubList = subs,
        RuneArray = RuneArray,
        Min = Min,
        Max = Max,
        CaptureNumber = CaptureNumber,
        CaptureName = CaptureName,
        Offset = Offset,
        Length = Length,
    };

    internal bool SameAs(RegexpNode other)
    {
        if (Op != other.Op || !RuneArray.AsSpan().SequenceEqual(other.RuneArray) || SubList.Count != other.SubList.Count)
        {
            return false;
        }

        const RegexpFlags Telling = RegexpFlags.NonGreedy | RegexpFlags.FoldCase | RegexpFlags.WasDollar
            | RegexpFlags.HoldsAtEdge | RegexpFlags.Oniguruma;
        var flagsCount = Op is RegexpOp.Literal or RegexpOp.EndText or RegexpOp.Star or RegexpOp.Plus
            or RegexpOp.Quest or RegexpOp.Repeat or RegexpOp.LookAhead or RegexpOp.LookBehind
            or RegexpOp.BeginLine or RegexpOp.WordBoundary or RegexpOp.NoWordBoundary;
        if ((flagsCount && (Flags & Telling) != (other.Flags & Telling))
            || Min != other.Min || Max != other.Max
            || CaptureNumber != other.CaptureNumber || CaptureName != other.CaptureName)
        {
            return false;
        }

        for (var i = 0; i < SubList.Count; i++)
        {
            if (!SubList[i].SameAs(other.SubList[i]))
            {
                return false;
            }
        }

        return true;
    }
}
