namespace LogMetrics.Compiler.Diagnostics;

/// <summary>A piece of a source text. File, line and column are derived from it when somebody wants to read them.</summary>
/// <param name="Source">The text it lies in.</param>
/// <param name="Start">Offset of its first UTF-16 unit.</param>
/// <param name="Length">How many units it has; 0 is a place between two characters. It may cross lines.</param>
public readonly record struct SourceSpan(SourceText Source, int Start, int Length)
{
    /// <summary>The offset behind its last unit.</summary>
    public int End => Start + Length;

    /// <summary>The line it starts in, from 1.</summary>
    public int Line => Source.LineOf(Start);

    /// <summary>The column it starts at, from 1.</summary>
    public int Column => Source.ColumnOf(Start);

    /// <summary>The text it covers.</summary>
    public ReadOnlySpan<char> Text => Source.Text.AsSpan(Start, Length);

    /// <summary>The smallest span that covers this one and another one of the same source.</summary>
    public SourceSpan To(SourceSpan other)
    {
        int start = Math.Min(Start, other.Start);
        return new SourceSpan(Source, start, Math.Max(End, other.End) - start);
    }

    /// <summary>File name, line and column, as diagnostics and runtime errors print them.</summary>
    public override string ToString() => $"{Source.Path}:{Line}:{Column}";
}
