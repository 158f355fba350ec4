namespace LogMetrics.Compiler.Programs;

/// <summary>A function from texts to a text that is too free to be nodes of a program: a template with loops or functions of its
/// own. It keeps nothing from one call to the next.</summary>
public abstract class TextFunction
{
    /// <summary>How it is written, in one line.</summary>
    public abstract string Text { get; }

    /// <summary>Computes it.</summary>
    /// <param name="arguments">The texts, in the order in which it named what it needs.</param>
    /// <param name="result">The text; after a failure, why there is none: a sentence without a full stop.</param>
    /// <returns>False when these arguments have no result, or one beyond the limits.</returns>
    public abstract bool TryEvaluate(ReadOnlySpan<string> arguments, out string result);
}
