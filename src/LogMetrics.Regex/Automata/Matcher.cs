using LogMetrics.Regex.Literals;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>Chooses the engines of one pattern, and hands a text from one to the next until one of them answers.</summary>
/// <remarks>
/// 1. The prefilter throws out texts without the literals that a match needs. 2. For yes or no a deterministic automaton
/// decides. 3. For captures: the sweep, while the pattern keeps few ways open. 4. Where it does not: the deterministic
/// automaton finds the end, and a pass back with rows of places the start and the captures. 5. Texts that need too many states
/// are judged by these rows as well. Long texts of patterns whose rows are one word have them instead of 4, because that is faster.
/// </remarks>
sealed class Matcher
{
    // What giving up costs a pattern's sweep, in texts that it has to finish until it is trusted again.
    const int GivingUpWeight = 4;
    const int MaxGivingUps = 64;

    // The texts that the deterministic automaton is spared at most after it gave up.
    const int MaxRest = 64;

    // From this length on, a text is judged before captures are filled: judging is many times faster.
    const int LongText = 4096;

    // An automaton of more instructions takes so long to build that a first line shall not wait for it.
    const int LargeAutomaton = 2000;

    // Larger ones have rows of more than one word, which have to be made to find that out.
    const int MaxNarrowAutomaton = 400;

    // So few instructions cannot come near the limit of what a character may cost.
    const int SmallAutomaton = 128;

    // When the allowance ends, each engine may have begun a state, and the bytes that end a stay in it.
    const long StatesBeyondAllowance = 64;

    readonly RegexpNode _simplified;
    readonly AutomatonSize _sizes;
    readonly int _maxStates;
    readonly int _verdictCacheBytes;
    readonly int _cacheBytes;
    readonly WorkAllowance _allowance = new();
    Prefilter? _prefilter;
    CaptureSweep? _sweep;
    LazyDfa? _dfa;
    PikeVm? _pikeVm;
    RowEngine? _rows;
    int _givingUps;
    int _rest;
    int _restLeft;
    long _sweepSteps;
    bool _hasWideMoves;

    public Matcher(RegexpNode tree, AutomatonSize sizes, int slotCount, RegexpLimits limits)
    {
        var (maxStates, maxCacheBytes) = (limits.MaxStates, limits.MaxCacheBytes);
        _maxStates = maxStates;
        _simplified = tree.Simplify();
        _sizes = sizes;
        // Three caches share what one pattern may take; the one that has to know every state gets the most.
        _verdictCacheBytes = maxCacheBytes / 2;
        _cacheBytes = maxCacheBytes / 4;
        Automaton = new AutomatonBuilder(sizes, withCaptures: true, maxStates).Build(_simplified, slotCount);
    }

    /// <summary>Makes the engines that are asked first.</summary>
    public void Prepare()
    {
        Literals = RequiredLiterals.Of(_simplified);
        // An anchored pattern gives up within a few bytes anyway.
        _prefilter = Automaton.IsAnchored ? null : Prefilter.For(Literals);
        if (Automaton.Code.Length > LargeAutomaton)
        {
            _ = Dfa;
        }

        _sweep = Automaton.SlotCount > CaptureSweep.MaxSlots ? null : new CaptureSweep(Automaton, _cacheBytes, _allowance);
    }

    public Automaton Automaton { get; }

    /// <summary>Of these every match contains at least one; empty when that says too little.</summary>
    public IReadOnlyList<byte[]> Literals { get; private set; } = [];

    public bool HasPrefilter => _prefilter is not null;

    /// <summary>The sweep, as long as it serves the pattern.</summary>
    public CaptureSweep? Sweep => _sweep;

    /// <summary>Why the sweep fills the captures, or why not.</summary>
    public string SweepReason => (_sweep, Automaton.SlotCount > CaptureSweep.MaxSlots) switch
    {
        (not null, _) => $"few ways through the pattern are open at once; texts with more than {CaptureSweep.MaxThreads} take passes",
        (_, true) => $"more than {(CaptureSweep.MaxSlots / 2) - 1} groups",
        _ => $"more than {CaptureSweep.MaxThreads} ways through the pattern were open at once in too many texts",
    };

    /// <summary>The states that all engines have worked out.</summary>
    public int StateCount =>
        (_sweep?.States.Count ?? 0) + (_dfa?.States.Count ?? 0) + (_rows?.StateCount ?? 0);

    /// <summary>The memory that the states of all engines take.</summary>
    public long CacheBytes =>
        (_sweep?.States.CacheBytes ?? 0) + (_dfa?.States.CacheBytes ?? 0) + (_rows?.CacheBytes ?? 0);

    public LazyDfa Dfa => _dfa ??=
        new LazyDfa(new AutomatonBuilder(_sizes, withCaptures: false, _maxStates).Build(_simplified, 0), _verdictCacheBytes, _allowance);

    /// <summary>
    /// The most that a character of a text can cost the engine for texts that need too many states, in operations on vectors;
    /// 0 when the pattern is so small that it does not matter.
    /// </summary>
    public int WorstStepCost => Automaton.Code.Length <= SmallAutomaton ? 0 : Rows.WorstCost();

    /// <summary>The engine for texts that need too many states.</summary>
    public RowEngine Rows => _rows ??= new RowEngine(
        new AutomatonBuilder(_sizes, withCaptures: true, _maxStates, overCharacters: true).Build(_simplified, Automaton.SlotCount), _cacheBytes);

    public PikeVm PikeVm => _pikeVm ??= new PikeVm(Automaton);

    /// <summary>How many texts were matched without states because they need too many.</summary>
    public long FallbackCount { get; private set; }

    /// <summary>The instructions visited by all engines so far: a measure of time that is the same on every machine.</summary>
    public long Steps =>
        (_sweep?.Steps ?? _sweepSteps) + (_dfa?.States.Steps ?? 0) + (_rows?.Steps ?? 0) + (_pikeVm?.Steps ?? 0);

    /// <summary>The most steps that a text of so many bytes can take, whatever stands in it and whatever came before.</summary>
    public long MaxSteps(int length) => WorkAllowance.UnitsPerText + (StatesBeyondAllowance * Automaton.Code.Length)
        + CaptureSweep.MaxMoves(Automaton, length) + Rows.MaxSteps(length);

    public bool MayMatch(ReadOnlySpan<byte> text) => _prefilter is null || _prefilter.MayMatch(text);

    /// <param name="text">Valid UTF-8 that the prefilter has let through.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    public bool IsMatch(ReadOnlySpan<byte> text, int start)
    {
        _allowance.Renew(HasFlushed);
        var answer = Judge(text, start);
        if (answer != DfaAnswer.GaveUp)
        {
            return answer == DfaAnswer.Yes;
        }

        FallbackCount++;
        return Rows.IsMatch(text, start);
    }

    /// <param name="text">Valid UTF-8 that the prefilter has let through.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    /// <param name="slots">Receives the captures.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        _allowance.Renew(HasFlushed);
        if (text.Length - start >= LongText && Judge(text, start) is not DfaAnswer.Yes and var verdict)
        {
            return verdict == DfaAnswer.GaveUp && TryMatchInRows(text, start, slots);
        }

        if (_sweep is not null && !(_hasWideMoves && text.Length - start >= LongText))
        {
            var answer = _sweep.TryMatch(text, start, slots);
            if (answer != DfaAnswer.GaveUp)
            {
                _givingUps -= _givingUps > 0 ? 1 : 0;
                return answer == DfaAnswer.Yes;
            }

            // In long texts it would take as long again, in vain.
            _hasWideMoves |= text.Length - start >= LongText && !_allowance.IsSpent;

            // States that are merely not known yet will be.
            _givingUps += _allowance.IsSpent && _sweep.States.Flushes == 0 ? 0 : GivingUpWeight;
            if (_givingUps > MaxGivingUps)
            {
                _sweepSteps = _sweep.Steps;
                _sweep = null;
            }
        }

        if (text.Length - start >= LongText && Automaton.Code.Length <= MaxNarrowAutomaton && Rows.IsNarrow)
        {
            return Rows.TryMatch(text, start, slots);
        }

        return TryMatchInPasses(text, start, slots);
    }

    /// <summary>Finds the end, then the start, then the captures.</summary>
    public bool TryMatchInPasses(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        var answer = Dfa.FindEnd(text, start, out var end);
        if (answer == DfaAnswer.No)
        {
            return false;
        }

        if (answer == DfaAnswer.GaveUp)
        {
            return TryMatchInRows(text, start, slots);
        }

        // A rider that looks behind the match can know enough inside a character, of which rows see all or nothing.
        while (end < text.Length && (text[end] & 0xC0) == 0x80)
        {
            end++;
        }

        return Rows.TryMatch(text, start, end, slots);
    }

    bool HasFlushed => _dfa?.States.Flushes > 0 || _sweep?.States.Flushes > 0;

    bool TryMatchInRows(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        FallbackCount++;
        return Rows.TryMatch(text, start, slots);
    }

    /// <summary>Asks the deterministic automaton for yes or no.</summary>
    /// <remarks>After it gave up although it had forgotten states for this, it is spared for a while, longer every time.</remarks>
    DfaAnswer Judge(ReadOnlySpan<byte> text, int start)
    {
        if (_restLeft > 0)
        {
            _restLeft--;
            return DfaAnswer.GaveUp;
        }

        var answer = Dfa.IsMatch(text, start);
        if (answer != DfaAnswer.GaveUp)
        {
            _rest = 0;
        }
        else if (Dfa.States.Flushes > 0)
        {
            _rest = Math.Min((2 * _rest) + 1, MaxRest);
            _restLeft = _rest;
        }

        return answer;
    }
}
