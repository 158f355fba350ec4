namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>A template that cannot be read; caught where reading begins.</summary>
/// <param name="message">What is wrong, as a sentence without a full stop.</param>
/// <param name="start">Where, in UTF-16 units from the start of the template.</param>
/// <param name="length">How long the faulty piece is.</param>
/// <param name="hint">What to do.</param>
sealed class TemplateSyntaxException(string message, int start, int length, string? hint = null) : Exception(message)
{
    public int Start { get; } = start;

    public int Length { get; } = length;

    public string? Hint { get; } = hint;

    /// <summary>Whether a function is used wrongly, in a template that can be read.</summary>
    public bool IsCall { get; init; }
}
