using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Patterns;

/// <summary>The text of a definition, which knows where each of its characters is written.</summary>
public sealed class PlacedText
{
    readonly LocatePattern _locate;

    /// <summary>A text that is put together from pieces of a source.</summary>
    /// <param name="pieces">The pieces in order; each stands in the source as it stands in the text.</param>
    public PlacedText(ImmutableArray<SourceSpan> pieces)
    {
        Text = string.Concat(pieces.Select(piece => piece.Text.ToString()));
        Pieces = pieces;
        _locate = LocateInPieces;
    }

    /// <summary>A text that stands in its source with escapes, or is made of other texts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="locate">Where it is written.</param>
    public PlacedText(string text, LocatePattern locate)
    {
        Text = text;
        Pieces = [];
        _locate = locate;
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The pieces it was put together from; empty when it does not stand in its source as it is.</summary>
    internal ImmutableArray<SourceSpan> Pieces { get; }

    /// <summary>The rest of the text from an offset on.</summary>
    public PlacedText From(int offset)
    {
        var rest = ImmutableArray.CreateBuilder<SourceSpan>();
        foreach (SourceSpan piece in Pieces)
        {
            int skipped = Math.Min(offset, piece.Length);
            offset -= skipped;
            if (skipped < piece.Length)
            {
                rest.Add(new SourceSpan(piece.Source, piece.Start + skipped, piece.Length - skipped));
            }
        }

        return new PlacedText(rest.DrainToImmutable());
    }

    /// <summary>Where a stretch of the text is written; what goes over the end of a piece is cut there.</summary>
    /// <param name="offset">Offset into <see cref="Text"/> in UTF-16 units.</param>
    /// <param name="length">How many units.</param>
    public SourceSpan Locate(int offset, int length) => _locate(offset, length).Span;

    PatternPlace LocateInPieces(int offset, int length)
    {
        foreach (SourceSpan piece in Pieces)
        {
            if (offset < piece.Length || piece == Pieces[^1])
            {
                int start = Math.Min(offset, piece.Length);
                int fitting = Math.Clamp(length, 0, piece.Length - start);
                return new PatternPlace(new SourceSpan(piece.Source, piece.Start + start, fitting), null);
            }

            offset -= piece.Length;
        }

        return default;
    }
}
