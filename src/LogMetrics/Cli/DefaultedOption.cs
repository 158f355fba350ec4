using System.CommandLine;

namespace LogMetrics.Cli;

/// <summary>An option with a default that its description names in the words of the command line.</summary>
/// <remarks>The library would print the default as the value prints itself: <c>00:00:00.2500000</c> for <c>250ms</c>.</remarks>
sealed class DefaultedOption<T> : Option<T>
{
    readonly T _defaultValue;

    /// <summary>Declares it.</summary>
    /// <param name="name">The name with its dashes.</param>
    /// <param name="description">A sentence.</param>
    /// <param name="defaultText">The default as a user would write it.</param>
    /// <param name="defaultValue">The default.</param>
    public DefaultedOption(string name, string description, string defaultText, T defaultValue)
        : base(name)
    {
        Description = $"{description} [default: {defaultText}]";
        _defaultValue = defaultValue;
    }

    /// <summary>What was given, or the default.</summary>
    public T In(ParseResult parsed) => parsed.GetResult(this) is null ? _defaultValue : parsed.GetValue(this) ?? _defaultValue;
}
