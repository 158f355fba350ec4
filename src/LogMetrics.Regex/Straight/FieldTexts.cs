using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Straight;

/// <summary>The texts that a part of a pattern allows between two places that are known.</summary>
/// <remarks>
/// Fields repeat from line to line: a status, an address, the second of a timestamp. So texts that were allowed are kept, with
/// the bytes beside them: some hundred short ones, and the last of the longer ones, which is no longer compared after a
/// while if it does not repeat.
/// </remarks>
sealed class FieldTexts
{
    const int MaxCacheBytes = 256 * 1024;
    const int MaxKeptBytes = 64;
    const int MaxCredit = 64;

    readonly RegexpNode _tree;
    readonly WorkAllowance _allowance = new();
    readonly byte[] _kept = new byte[MaxKeptBytes];
    int _keptLength = -1;
    int _credit = MaxCredit;
    LazyDfa? _dfa;
    ShortTexts? _short;

    /// <param name="tree">A part without captures, look-ahead of more than a character, and atomic groups.</param>
    public FieldTexts(RegexpNode tree)
    {
        _tree = tree;
    }

    /// <summary>Whether the text from one place to another is allowed.</summary>
    /// <param name="text">What is searched; from the byte before the start to the byte after the end it is ASCII.</param>
    /// <param name="start">Where the field starts.</param>
    /// <param name="end">Where it ends: no text that is allowed holds the byte there.</param>
    public DfaAnswer Allow(ReadOnlySpan<byte> text, int start, int end)
    {
        // The bytes beside it count, because the part may look at them; at an edge no longer text is kept.
        if (ShortTexts.TryRead(text, start, end, out var key) && _short is not null && _short.Contains(key))
        {
            return DfaAnswer.Yes;
        }

        var isInside = start > 0 && end < text.Length;
        if (key == default && isInside && _keptLength == end - start + 2 && text.Slice(start - 1, _keptLength).SequenceEqual(_kept.AsSpan(0, _keptLength)))
        {
            _credit = MaxCredit;
            return DfaAnswer.Yes;
        }

        _dfa ??= Build();
        _allowance.Renew(_dfa.States.Flushes > 0);
        var answer = _dfa.FindEnd(text, start, out var reached);
        if (answer != DfaAnswer.Yes || reached != end)
        {
            return answer == DfaAnswer.GaveUp ? DfaAnswer.GaveUp : DfaAnswer.No;
        }

        if (key != default)
        {
            (_short ??= new ShortTexts()).Add(key);
        }
        else if (isInside && _credit > 0 && end - start + 2 <= MaxKeptBytes)
        {
            _credit--;
            _keptLength = end - start + 2;
            text.Slice(start - 1, _keptLength).CopyTo(_kept);
        }

        return DfaAnswer.Yes;
    }

    // When it is needed first: most patterns that are compiled never are.
    LazyDfa Build()
    {
        var builder = new AutomatonBuilder(new AutomatonSize(), withCaptures: false, RegexpLimits.Default.MaxStates);
        return new LazyDfa(builder.BuildPlaced(_tree.Simplify()), MaxCacheBytes, _allowance, isPlaced: true);
    }
}
