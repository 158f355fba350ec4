namespace LogMetrics.Regex.Automata;

/// <summary>
/// A pattern, or several, as a non-deterministic automaton over bytes; the preferred way out of a split comes first.
/// </summary>
/// <remarks>
/// The text it runs over is valid UTF-8: <see cref="RepairedText"/> sees to that. So a class that holds every character
/// outside ASCII needs to tell lead bytes from the bytes that follow them, and no more.
/// </remarks>
sealed class Automaton
{
    public required Instruction[] Code { get; init; }

    public required ByteSet[] Sets { get; init; }

    /// <summary>Of an automaton over characters: the sets of code points that its instructions name in place of sets of bytes.</summary>
    public IReadOnlyList<int[]> CharacterSets { get; init; } = [];

    /// <summary>Where a match that starts at the current position begins.</summary>
    public required int Start { get; init; }

    /// <summary>Where a search begins, which may skip characters first, at the lowest preference.</summary>
    public required int SearchStart { get; init; }

    public required int SlotCount { get; init; }

    /// <summary>Every assertion that some instruction asks.</summary>
    public required Assertions Asked { get; init; }

    /// <summary>Says which of them hold where.</summary>
    public required Neighbours Neighbours { get; init; }

    /// <summary>Whether a match can only start where the text starts.</summary>
    public bool IsAnchored => SearchStart == Start;
}
