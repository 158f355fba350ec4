using System.Collections.Immutable;
using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Compiler.Programs;
using LogMetrics.Regex;

namespace LogMetrics.Compiler.GrokExporter.Lowering;

/// <summary>The grok definitions of a configuration, and the patterns that are made of them.</summary>
sealed class GrokPatterns
{
    readonly Dictionary<string, string> _definitions = new(StringComparer.Ordinal);
    readonly Dictionary<string, MatchPattern?> _patterns = new(StringComparer.Ordinal);
    readonly CompileOptions _options;
    readonly DiagnosticBag _diagnostics;

    public GrokPatterns(ImmutableArray<PatternLine> lines, CompileOptions options, DiagnosticBag diagnostics)
    {
        _options = options;
        _diagnostics = diagnostics;
        foreach (PatternLine line in lines)
        {
            Define(line.Text);
        }
    }

    /// <summary>The pattern of a match.</summary>
    /// <returns>Null when it cannot be one, which is then reported.</returns>
    public MatchPattern? Find(SettingText match)
    {
        if (!_patterns.TryGetValue(match.Value, out MatchPattern? pattern))
        {
            pattern = Compile(match);
            _patterns.Add(match.Value, pattern);
        }

        return pattern;
    }

    void Define(SettingText line)
    {
        string text = line.Value.Split('\n')[0];
        for (int at = 0; at < text.Length; at++)
        {
            int end = at;
            while (end < text.Length && IsNameCharacter(text[end]))
            {
                end++;
            }

            int body = end;
            while (body < text.Length && char.IsWhiteSpace(text[body]))
            {
                body++;
            }

            if (end > at && body > end && body < text.Length)
            {
                _definitions[text[at..end]] = text[body..];
                return;
            }

            at = Math.Max(at, end - 1);
        }

        _diagnostics.Error(
            DiagnosticCode.BadSetting, line.Span, "this defines no pattern", "write a name, a blank, and a regular expression: `ID [0-9a-f]+`");
    }

    MatchPattern? Compile(SettingText match)
    {
        if (Expand(match) is not { } text)
        {
            return null;
        }

        try
        {
            var regexp = Regexp.Compile(text, new RegexpLimits { MaxPatternBytes = _options.MaxPatternBytes });
            return new MatchPattern(text, [.. regexp.GroupNames], CaptureTyping.KindsOf(regexp.Tree, regexp.GroupCount));
        }
        catch (RegexpParseException error)
        {
            _diagnostics.Error(DiagnosticCode.InvalidPattern, match.Span, error.Message);
            return null;
        }
    }

    string? Expand(SettingText match)
    {
        string text = match.Value;
        for (int round = 0; round < 1000; round++)
        {
            int start = text.IndexOf("%{", StringComparison.Ordinal);
            int end = start < 0 ? -1 : text.IndexOf('}', start);
            if (end < 0)
            {
                return text;
            }

            string[] parts = text[(start + 2)..end].Split(':');
            if (parts.Length > 3 || !_definitions.TryGetValue(parts[0], out string? definition))
            {
                _diagnostics.Error(DiagnosticCode.InvalidPattern, match.Span, $"`%{{{parts[0]}}}` names no pattern");
                return null;
            }

            var expanded = new StringBuilder(text);
            expanded.Replace(text[start..(end + 1)], parts.Length == 1 ? $"(?:{definition})" : $"(?P<{parts[1]}>{definition})");
            text = expanded.ToString();
        }

        _diagnostics.Error(DiagnosticCode.InvalidPattern, match.Span, "the patterns refer to each other without end");
        return null;
    }

    static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '[' or '\\' or ']' or '^' or '_' or '`';
}

/// <summary>A pattern whose references are expanded.</summary>
/// <param name="Text">The regular expression.</param>
/// <param name="GroupNames">The names of its groups by number; null where a group has none.</param>
/// <param name="Kinds">What each group gives, by number.</param>
sealed record MatchPattern(string Text, ImmutableArray<string?> GroupNames, ImmutableArray<ValueKind> Kinds);
