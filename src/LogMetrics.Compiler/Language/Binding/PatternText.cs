using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>A piece of a pattern that is written in one literal.</summary>
/// <param name="Text">The text after its escapes.</param>
/// <param name="Literal">Where the literal is written, delimiters included.</param>
/// <param name="Constant">Where a constant was named to put it in; null when the literal stands in the pattern itself.</param>
/// <param name="IsUnsafe">Whether it may backtrack, and with it the whole pattern.</param>
readonly record struct PatternPiece(string Text, SourceSpan Literal, SourceSpan? Constant, bool IsUnsafe = false);

/// <summary>The text of a pattern, put together from literals and constants, that knows where each character was written.</summary>
sealed class PatternText(ImmutableArray<PatternPiece> pieces)
{
    public ImmutableArray<PatternPiece> Pieces { get; } = pieces;

    public bool IsUnsafe => Pieces.Any(piece => piece.IsUnsafe);

    public string Text { get; } = string.Concat(pieces.Select(piece => piece.Text));

    /// <summary>The same text as what a constant of a name stands for.</summary>
    public IEnumerable<PatternPiece> NamedAt(SourceSpan use) => Pieces.Select(piece => piece with { Constant = use });

    /// <summary>Where a stretch of the text is written, and the use of the constant that brought it in, if one did.</summary>
    public PatternPlace Locate(int offset, int length)
    {
        int start = 0;
        for (int i = 0; i < Pieces.Length; i++)
        {
            PatternPiece piece = Pieces[i];
            if (offset < start + piece.Text.Length || i == Pieces.Length - 1)
            {
                return new PatternPlace(Inside(piece, offset - start, length), piece.Constant);
            }

            start += piece.Text.Length;
        }

        return default;
    }

    static SourceSpan Inside(PatternPiece piece, int offset, int length)
    {
        int start = InLiteral(piece, offset);
        int end = InLiteral(piece, Math.Min(offset + Math.Max(length, 0), piece.Text.Length));
        return new SourceSpan(piece.Literal.Source, start, Math.Max(end - start, 0));
    }

    /// <summary>Where a character of the piece stands in the source: an escaped delimiter takes one place more.</summary>
    static int InLiteral(PatternPiece piece, int offset)
    {
        ReadOnlySpan<char> literal = piece.Literal.Text;
        if (literal.IsEmpty || literal[0] is not ('/' or '"'))
        {
            return Math.Min(piece.Literal.Start + offset, piece.Literal.End);
        }

        char delimiter = literal[0];
        int at = 1;
        for (; offset > 0 && at < literal.Length; offset--)
        {
            bool escapedDelimiter = literal[at] == '\\' && at + 1 < literal.Length && literal[at + 1] == delimiter;
            at += escapedDelimiter ? 2 : 1;
        }

        return Math.Min(piece.Literal.Start + at, piece.Literal.End);
    }
}
