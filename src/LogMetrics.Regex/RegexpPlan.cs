using System.Globalization;
using System.Text;
using LogMetrics.Regex.Automata;
using LogMetrics.Regex.Straight;

namespace LogMetrics.Regex;

/// <summary>How a pattern is matched, and why: for people who wonder what a pattern costs.</summary>
/// <param name="Engine">The engine that fills captures: <c>straight</c> from field to field, where every piece of the
/// pattern shows where it ends; <c>sweep</c> in one go with the match; <c>passes</c>: the end of the match first, then
/// its start, then the captures; or <c>backtracking</c>.</param>
/// <param name="Reason">Why that one, as a sentence without a full stop.</param>
/// <param name="Literals">Every match contains at least one of these; empty when that would say too little.</param>
/// <param name="HasPrefilter">Whether texts without any of the literals are thrown out before anything else runs.</param>
/// <param name="IsAnchored">Whether a match can only start where the text starts.</param>
/// <param name="InstructionCount">The size of the automaton that the pattern became.</param>
/// <param name="StateCount">The states that were worked out so far, as texts needed them.</param>
/// <param name="CacheBytes">The memory that these take; bounded.</param>
/// <param name="PlaceCount">The characters that the pattern can wait for: the bits of a row, in the engine that takes over
/// texts which need too many states.</param>
/// <param name="StepCost">The most operations, on vectors for the row and on words for the captures, that one character
/// costs that engine, whatever the text is.</param>
/// <param name="FallbackCount">The texts that needed so many states that the engine with rows had to take over.</param>
public sealed record RegexpPlan(
    string Engine,
    string Reason,
    IReadOnlyList<string> Literals,
    bool HasPrefilter,
    bool IsAnchored,
    int InstructionCount,
    int StateCount,
    long CacheBytes,
    int PlaceCount,
    int StepCost,
    long FallbackCount)
{
    internal static RegexpPlan Backtracking { get; } = new(
        "backtracking", "its author has allowed it; a text that takes too long counts as no match", [], false, false, 0, 0, 0, 0, 0, 0);

    /// <summary>The plan as lines of text: a word, a colon, what there is to say.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line(text, "engine", $"{Engine}: {Reason}");
        Line(text, "literals", Literals.Count == 0
            ? "none that every match contains"
            : string.Join(" or ", Literals.Select(literal => $"\"{literal}\"")));
        Line(text, "prefilter", HasPrefilter
            ? "texts without the literals are thrown out first"
            : IsAnchored ? "none: the start is anchored, so a miss ends within a few bytes" : "none: no literal is worth a search");
        Line(text, "start", IsAnchored ? "only where the text starts" : "anywhere");
        Line(text, "automaton", string.Create(CultureInfo.InvariantCulture, $"{InstructionCount} instructions"));
        Line(text, "states", string.Create(CultureInfo.InvariantCulture, $"{StateCount} worked out so far, {CacheBytes >> 10} KiB"));
        Line(text, "bound", string.Create(
            CultureInfo.InvariantCulture,
            $"texts that need too many states take rows of {PlaceCount} bits, at most {StepCost} operations for a character"));
        Line(text, "fallbacks", string.Create(CultureInfo.InvariantCulture, $"{FallbackCount} texts"));
        return text.ToString();
    }

    internal static RegexpPlan Of(Matcher matcher, StraightEngine? straight) => new(
        straight is { IsWorthwhile: true } ? "straight" : matcher.Sweep is null ? "passes" : "sweep",
        straight switch
        {
            null => matcher.SweepReason,
            { IsWorthwhile: true } => "every piece ends where the next bytes show it; texts that leave it open take "
                + (matcher.Sweep is null ? "passes" : "sweep"),
            _ => "the pieces left it open in too many texts where they end; " + matcher.SweepReason,
        },
        [.. matcher.Literals.Select(Encoding.UTF8.GetString)],
        matcher.HasPrefilter,
        matcher.Automaton.IsAnchored,
        matcher.Automaton.Code.Length,
        matcher.StateCount,
        matcher.CacheBytes,
        matcher.Rows.PlaceCount,
        matcher.Rows.WorstCost(),
        matcher.FallbackCount);

    static void Line(StringBuilder text, string word, string what) => text.Append(word).Append(": ").AppendLine(what);
}
