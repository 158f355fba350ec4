using System.Collections.Immutable;
using System.Text;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>The buckets of a histogram as they follow from the boundaries that its program wrote.</summary>
/// <remarks>A positive first boundary puts a bucket from zero before it; a first boundary of zero or less is where the
/// first bucket begins, and ends none. Everything below lands in the first bucket, everything above in the last.</remarks>
sealed class HistogramBounds
{
    internal HistogramBounds(ImmutableArray<double> boundaries)
    {
        bool fromZero = boundaries.Length > 0 && boundaries[0] > 0;
        Lower = fromZero || boundaries.Length == 0 ? [0, .. boundaries] : [.. boundaries];
        Upper = [.. Lower.AsSpan(1), double.PositiveInfinity];
        OrderOfTexts = [.. Enumerable.Range(0, Upper.Length)];
        LowerText = [.. Lower.Select(bound => Text(bound, canonical: false))];
        UpperText = [.. Upper.Select(bound => Text(bound, canonical: false))];
        CanonicalUpperText = [.. Upper.Select(bound => Text(bound, canonical: true))];
        Array.Sort([.. UpperText.Select(Encoding.ASCII.GetString)], OrderOfTexts, StringComparer.Ordinal);
    }

    /// <summary>The lower bounds, exclusive.</summary>
    internal double[] Lower { get; }

    /// <summary>The upper bounds, inclusive; the last is infinity.</summary>
    internal double[] Upper { get; }

    /// <summary>The lower bounds as mtail writes them.</summary>
    internal byte[][] LowerText { get; }

    /// <summary>The upper bounds as mtail writes them: <c>1</c>, <c>1e+06</c>.</summary>
    internal byte[][] UpperText { get; }

    /// <summary>The upper bounds as OpenMetrics wants them: <c>1.0</c>, <c>1e+06</c>.</summary>
    internal byte[][] CanonicalUpperText { get; }

    /// <summary>The buckets in the order of <see cref="UpperText"/>, compared as texts.</summary>
    internal int[] OrderOfTexts { get; }

    /// <summary>A boundary as labels have it.</summary>
    internal static byte[] Text(double bound, bool canonical)
    {
        Span<byte> text = stackalloc byte[NumberText.MaxBytes + 2];
        int length = NumberText.FormatFloat(bound, text);
        if (canonical && double.IsFinite(bound) && text[..length].IndexOfAny((byte)'.', (byte)'e') < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        return text[..length].ToArray();
    }
}
