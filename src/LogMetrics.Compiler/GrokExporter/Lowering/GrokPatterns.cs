using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Compiler.GrokExporter.Lowering;

/// <summary>The grok definitions of a configuration over those of the library, and the patterns that are made of them.</summary>
sealed class GrokPatterns
{
    readonly Dictionary<(string Text, bool IsUnsafe), CompiledPattern?> _patterns = [];
    readonly CompileOptions _options;
    readonly DiagnosticBag _diagnostics;
    readonly GrokLibrary _library;

    public GrokPatterns(ImmutableArray<GrokDefinition> definitions, CompileOptions options, DiagnosticBag diagnostics)
    {
        _options = options;
        _diagnostics = diagnostics;
        _library = definitions.IsEmpty ? options.Grok : options.Grok.With(definitions);
    }

    /// <summary>The pattern of a match: metrics with the same text share it.</summary>
    /// <param name="match">The text.</param>
    /// <param name="isUnsafe">Whether it may backtrack.</param>
    /// <returns>Null when it cannot be one, which is then reported, once.</returns>
    public CompiledPattern? Find(SettingText match, bool isUnsafe)
    {
        if (!_patterns.TryGetValue((match.Value, isUnsafe), out CompiledPattern? pattern))
        {
            pattern = PatternCompiler.Compile(
                match.Value,
                DialectOf(match.Value),
                (offset, length) => new PatternPlace(match.SpanOf(offset, length), null),
                _library,
                _options,
                _diagnostics,
                isUnsafe);
            _patterns.Add((match.Value, isUnsafe), pattern);
        }

        return pattern;
    }

    /// <summary>Oniguruma's syntax, unless the pattern means the same in that of programs: references, plain characters, escaped
    /// signs, and any text between them. So the same pattern is the same text, whichever front end it comes from.</summary>
    public static GrokDialect DialectOf(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            if (text.AsSpan(at).StartsWith("%{"))
            {
                if (GrokReference.At(text, at, GrokDialect.Oniguruma) is { Type: { } type } && GrokField.TypeNamed(type) is null)
                {
                    // A type that programs would refuse.
                    return GrokDialect.Oniguruma;
                }

                int end = text.IndexOf('}', at);
                at = end < 0 ? text.Length : end;
            }
            else if (text.AsSpan(at).StartsWith(".*") && at + 2 < text.Length && text[at + 2] is not ('?' or '*' or '+'))
            {
                at++;
            }
            else if (c == '\\' && at + 1 < text.Length && char.IsAscii(text[at + 1]) && char.IsPunctuation(text[at + 1]))
            {
                at++;
            }
            else if (!char.IsAsciiLetterOrDigit(c) && !" -_/:<>\"'=,;@#&~!".Contains(c))
            {
                return GrokDialect.Oniguruma;
            }
        }

        return GrokDialect.Native;
    }
}
