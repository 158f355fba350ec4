namespace LogMetrics.Regex.Syntax;

/// <summary>The flags in force where a node was parsed.</summary>
[Flags]
public enum RegexpFlags
{
    /// <summary>None of the others.</summary>
    None = 0,

    /// <summary><c>(?i)</c>: letters match either case.</summary>
    FoldCase = 1,

    /// <summary>Not <c>(?m)</c>: <c>^</c> and <c>$</c> match only at the ends of the text.</summary>
    OneLine = 2,

    /// <summary><c>(?s)</c>: <c>.</c> matches a line feed too.</summary>
    DotNewline = 4,

    /// <summary>For a quantifier: as few as possible. While parsing: <c>(?U)</c>, which swaps <c>x*</c> and <c>x*?</c>.</summary>
    NonGreedy = 8,

    /// <summary>For <see cref="RegexpOp.EndText"/>: it was written as <c>$</c>.</summary>
    WasDollar = 16,

    /// <summary>For <see cref="RegexpOp.LookAhead"/> and <see cref="RegexpOp.LookBehind"/>: it holds where there is no
    /// character to look at.</summary>
    HoldsAtEdge = 32,

    /// <summary><c>(?O)</c>: the syntax is Oniguruma's. For <see cref="RegexpOp.WordBoundary"/>: words are Unicode's. For
    /// <see cref="RegexpOp.BeginLine"/>: not after a line feed that ends the text.</summary>
    Oniguruma = 64,

    /// <summary><c>(?x)</c> in Oniguruma's syntax: blanks and comments do not count.</summary>
    Extended = 128,

    /// <summary>For an empty <see cref="RegexpOp.Capture"/>: it reaches to the end of the line, or of the text with
    /// <see cref="DotNewline"/>, as in <c>(?=(.*))</c>.</summary>
    RestOfLine = 256,
}
