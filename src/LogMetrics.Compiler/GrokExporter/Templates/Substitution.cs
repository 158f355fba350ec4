using System.Collections.Immutable;
using LogMetrics.Compiler.Programs;
using LogMetrics.Regex;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary><c>gsub</c> as programs call it: its one argument is the text.</summary>
sealed class Substitution : TextFunction
{
    readonly string _regexp;
    readonly ImmutableArray<ReplacementPiece> _replacement;

    Substitution(string regexp, string replacement, ImmutableArray<ReplacementPiece> pieces)
    {
        _regexp = regexp;
        _replacement = pieces;
        Text = $"gsub /{regexp}/ {replacement}";
    }

    /// <inheritdoc/>
    public override string Text { get; }

    /// <summary>Makes one.</summary>
    /// <param name="regexp">A regular expression that compiles.</param>
    /// <param name="replacement">What every match becomes.</param>
    /// <returns>Null when a backslash of the replacement means nothing.</returns>
    public static Substitution? TryCreate(string regexp, string replacement) =>
        GsubFunction.ReadReplacement(replacement) is { } pieces ? new Substitution(regexp, replacement, pieces) : null;

    /// <inheritdoc/>
    public override bool TryEvaluate(ReadOnlySpan<string> arguments, out string result)
    {
        Regexp regexp = GsubFunction.Compiled(_regexp, PatternSyntax.Go);
        string? replaced = GsubFunction.Replace(arguments[0], regexp, _replacement, TemplateRun.MaxOutputChars);
        result = replaced ?? "gsub: the text becomes too long";
        return replaced is not null;
    }
}
