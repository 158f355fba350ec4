namespace LogMetrics.Regex;

/// <summary>A pattern that cannot be compiled, and the place in it that is to blame.</summary>
/// <param name="error">What is wrong.</param>
/// <param name="offset">Where, in UTF-16 units from the start of the pattern.</param>
/// <param name="length">How many units the faulty piece has.</param>
/// <param name="message">A sentence that states the fact, without a full stop.</param>
public sealed class RegexpParseException(RegexpError error, int offset, int length, string message)
    : Exception(message)
{
    /// <summary>What is wrong.</summary>
    public RegexpError Error { get; } = error;

    /// <summary>Where, in UTF-16 units from the start of the pattern.</summary>
    public int Offset { get; } = offset;

    /// <summary>How many units the faulty piece has.</summary>
    public int Length { get; } = length;
}
