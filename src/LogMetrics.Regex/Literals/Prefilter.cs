namespace LogMetrics.Regex.Literals;

/// <summary>Sorts out the texts that cannot match because they hold none of the literals that a match needs.</summary>
sealed class Prefilter
{
    readonly byte[] _only;
    readonly LiteralScanner? _scanner;

    Prefilter(IReadOnlyList<byte[]> literals)
    {
        Literals = literals;
        _only = literals[0];
        _scanner = literals.Count == 1 ? null : new LiteralScanner([.. literals.Select(literal => (literal, 0))]);
    }

    public IReadOnlyList<byte[]> Literals { get; }

    /// <summary>The prefilter for these literals, or null when they cannot be searched for.</summary>
    public static Prefilter? For(IReadOnlyList<byte[]> literals)
    {
        if (literals.Count == 0
            || (literals.Count > 1 && literals.Any(literal => literal.Length < LiteralScanner.MinBytes)))
        {
            return null;
        }

        return new Prefilter(literals);
    }

    public bool MayMatch(ReadOnlySpan<byte> text)
    {
        if (_scanner is null)
        {
            return text.IndexOf(_only) >= 0;
        }

        var found = 0UL;
        _scanner.Scan(text, new Span<ulong>(ref found));
        return found != 0;
    }
}
