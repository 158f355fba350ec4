using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Patterns;

/// <summary>A text that is put together from pieces of a source, and knows where each of its characters is written.</summary>
/// <param name="pieces">The pieces in order; each stands in the source as it stands in the text.</param>
public sealed class PlacedText(ImmutableArray<SourceSpan> pieces)
{
    /// <summary>The whole text.</summary>
    public string Text { get; } = string.Concat(pieces.Select(piece => piece.Text.ToString()));

    /// <summary>The places it was put together from.</summary>
    public ImmutableArray<SourceSpan> Pieces { get; } = pieces;

    /// <summary>Where a stretch of the text is written; what goes over the end of a piece is cut there.</summary>
    /// <param name="offset">Offset into <see cref="Text"/> in UTF-16 units.</param>
    /// <param name="length">How many units.</param>
    public SourceSpan Locate(int offset, int length)
    {
        foreach (SourceSpan piece in Pieces)
        {
            if (offset < piece.Length || piece == Pieces[^1])
            {
                int start = Math.Min(offset, piece.Length);
                return new SourceSpan(piece.Source, piece.Start + start, Math.Clamp(length, 0, piece.Length - start));
            }

            offset -= piece.Length;
        }

        return default;
    }
}
