using LogMetrics.Compiler.GrokExporter.Templates;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Regex;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>The regular expression of <c>gsub</c> in a template → one that means the same in a program.</summary>
static class ReplacedPattern
{
    /// <summary>Writes it: as it stands if both syntaxes understand the same, otherwise as <c>(?O:…)</c>.</summary>
    /// <param name="regexp">An expression that compiles.</param>
    /// <param name="tree">What it matches.</param>
    public static string Of(string regexp, out RegexpNode tree)
    {
        tree = GsubFunction.Compile(regexp, PatternSyntax.Oniguruma).Tree;

        // A reference in a pattern of a program is none here.
        string text = WithNamedGroupsOnly(regexp).Replace("%{", "%\\{", StringComparison.Ordinal);
        return MeansTheSame(text) ? text : $"(?O:{text})";
    }

    static bool MeansTheSame(string text)
    {
        try
        {
            return RegexpNode.Parse(text).ToString() == RegexpNode.Parse(text, PatternSyntax.Oniguruma).ToString();
        }
        catch (RegexpParseException)
        {
            return false;
        }
    }

    // Where a group has a name, the others do not count, which they would in a program.
    static string WithNamedGroupsOnly(string regexp)
    {
        PatternPart[] parts = [.. PatternScanner.Parts(regexp, GrokDialect.Oniguruma)];
        return !parts.Any(part => part.Kind == PatternPartKind.NamedGroup)
            ? regexp
            : string.Concat(parts.Select(part =>
                part.Kind == PatternPartKind.PlainGroup ? "(?:" : regexp.Substring(part.Offset, part.Length)));
    }
}
