using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Regex;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Compiler.Patterns;

/// <summary>From the text of a pattern, as either front end has it, to something that can be matched.</summary>
public static class PatternCompiler
{
    /// <summary>Compiles a pattern of a source text of its own, such as an argument of a command.</summary>
    /// <param name="source">The pattern.</param>
    /// <param name="dialect">In which syntax it is written.</param>
    /// <param name="options">The library and the limits.</param>
    /// <param name="findings">Receives what is wrong with it.</param>
    /// <returns>Null when something is.</returns>
    public static CompiledPattern? Compile(
        SourceText source, GrokDialect dialect, CompileOptions options, ICollection<Diagnostic> findings)
    {
        var diagnostics = new DiagnosticBag();
        CompiledPattern? compiled = Compile(
            source.Text,
            dialect,
            (offset, length) => new PatternPlace(new SourceSpan(source, offset, Math.Min(length, source.Text.Length - offset)), null),
            options.Grok,
            options,
            diagnostics);
        foreach (Diagnostic diagnostic in diagnostics.ToSorted())
        {
            findings.Add(diagnostic);
        }

        return compiled;
    }

    /// <summary>Compiles a pattern.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="dialect">In which syntax it is written.</param>
    /// <param name="locate">Where its text is written.</param>
    /// <param name="library">What its references mean.</param>
    /// <param name="options">The limits.</param>
    /// <param name="diagnostics">Where to report what is wrong.</param>
    /// <param name="isUnsafe">Whether it may be matched by backtracking if there is no other way.</param>
    /// <returns>Null when it was reported.</returns>
    internal static CompiledPattern? Compile(
        string text,
        GrokDialect dialect,
        LocatePattern locate,
        GrokLibrary library,
        CompileOptions options,
        DiagnosticBag diagnostics,
        bool isUnsafe = false)
    {
        ExpandedPattern expanded = GrokExpander.Expand(
            text, dialect, library, options.MaxExpandedPatternBytes, out IReadOnlyList<GrokError> errors);
        foreach (GrokError error in errors)
        {
            Report(error.Code, error.Origin, error.Message, error.Hint, locate, diagnostics);
        }

        if (errors.Count > 0)
        {
            return null;
        }

        try
        {
            var limits = new RegexpLimits { MaxPatternBytes = options.MaxExpandedPatternBytes };
            bool isAsWritten = expanded.Text == text;
            if (isUnsafe)
            {
                expanded = AllowedToBacktrack(expanded, limits, locate(0, text.Length).Span, diagnostics);
            }

            var regexp = Regexp.Compile(expanded.Text, limits);

            // Where nothing was put in, the parser knows best what the groups are.
            expanded = isAsWritten ? expanded.WithNames(regexp.GroupNames) : expanded;
            return new CompiledPattern(expanded, regexp, Kinds(expanded, regexp));
        }
        catch (RegexpParseException error)
        {
            DiagnosticCode code = error.Error switch
            {
                RegexpError.UnsupportedPerlSyntax => DiagnosticCode.UnsupportedPattern,
                RegexpError.TooLarge or RegexpError.NestingTooDeep => DiagnosticCode.PatternTooLarge,
                _ => DiagnosticCode.InvalidPattern,
            };
            PatternOrigin origin = expanded.Locate(error.Offset, error.Length);
            Report(code, origin, WithoutWhatWasPutIn(error, expanded.Text, origin), Hint(error.Error), locate, diagnostics);
            return null;
        }
    }

    // What is open to the end is cited up to the end, also with what closes references.
    static string WithoutWhatWasPutIn(RegexpParseException error, string text, PatternOrigin origin)
    {
        if (origin.Length == 0 || origin.Length >= error.Length)
        {
            return error.Message;
        }

        string written = $": `{text.AsSpan(error.Offset, origin.Length)}";
        int cited = error.Message.IndexOf(written, StringComparison.Ordinal);
        return cited < 0 ? error.Message : error.Message[..(cited + written.Length)] + "`";
    }

    static ExpandedPattern AllowedToBacktrack(
        ExpandedPattern expanded, RegexpLimits limits, SourceSpan span, DiagnosticBag diagnostics)
    {
        try
        {
            Regexp.Compile(expanded.Text, limits);
            diagnostics.Warning(
                DiagnosticCode.NeedlesslyUnsafePattern,
                span,
                "this pattern can be matched in linear time, and is",
                "leave `unsafe_regex` away");
            return expanded;
        }
        catch (RegexpParseException error) when (error.Error is not RegexpError.TooLarge)
        {
            diagnostics.Warning(
                DiagnosticCode.UnsafePattern,
                span,
                $"this pattern is matched by backtracking: a line on which it takes longer than {limits.BacktrackingMilliseconds} ms is no match, "
                + $"and after {limits.MaxBacktrackingTimeouts} such lines it matches nothing",
                "watch logmetrics_pattern_timeouts_total");
            return expanded.Unsafe();
        }
    }

    static ImmutableArray<ValueKind> Kinds(ExpandedPattern expanded, Regexp regexp)
    {
        ImmutableArray<ValueKind> written = CaptureTyping.KindsOf(regexp.Tree, regexp.GroupCount);
        var kinds = written.ToBuilder();
        foreach (RegexpNode capture in Captures(regexp.Tree))
        {
            if (expanded.Groups[capture.CaptureNumber] is { Field: { } field } group)
            {
                kinds[capture.CaptureNumber] = field.Type switch
                {
                    GrokType.Int => ValueKind.Int,
                    GrokType.Float => ValueKind.Float,
                    GrokType.String => ValueKind.String,
                    _ => group.IsWritten ? written[capture.CaptureNumber] : FieldTyping.KindOf(capture),
                };
            }
        }

        return kinds.DrainToImmutable();
    }

    static IEnumerable<RegexpNode> Captures(RegexpNode tree)
    {
        var nodes = new Stack<RegexpNode>([tree]);
        while (nodes.TryPop(out RegexpNode? node))
        {
            if (node.Op == RegexpOp.Capture)
            {
                yield return node;
            }

            foreach (RegexpNode sub in node.Subs)
            {
                nodes.Push(sub);
            }
        }
    }

    static void Report(
        DiagnosticCode code, PatternOrigin origin, string message, string? hint, LocatePattern locate, DiagnosticBag diagnostics)
    {
        var notes = new List<DiagnosticNote>();
        SourceSpan span;
        if (origin.Definition is { } definition)
        {
            PatternPlace use = locate(origin.UseOffset, origin.UseLength);
            span = definition.Text.Locate(origin.Offset, origin.Length);
            notes.Add(new DiagnosticNote(use.Span, $"the reference that leads to `{definition.Name}`"));
            if (use.Through is { } through)
            {
                notes.Add(new DiagnosticNote(through, "the pattern that uses it"));
            }
        }
        else
        {
            PatternPlace place = locate(origin.Offset, origin.Length);
            span = place.Span;
            if (place.Through is { } through)
            {
                notes.Add(new DiagnosticNote(through, "the pattern that uses it"));
            }
        }

        diagnostics.Error(code, span, message, hint, [.. notes]);
    }

    static string? Hint(RegexpError error) => error switch
    {
        RegexpError.MissingParenthesis => "close the group with `)`, or write `\\(` for the character",
        RegexpError.UnexpectedParenthesis => "open the group with `(`, or write `\\)` for the character",
        RegexpError.MissingBracket => "close the class with `]`, or write `\\[` for the character",
        RegexpError.MissingRepeatArgument => "put a backslash before it to match the character itself",
        RegexpError.InvalidEscape => "leave the backslash away, or write `\\\\` for a backslash",
        RegexpError.UnsupportedPerlSyntax => "rewrite it without this, or allow this pattern to backtrack: `unsafe_regex /…/` in programs, `unsafe_regex: true` beside `match`",
        RegexpError.InvalidCharacterClass =>
            "the names are alnum, alpha, ascii, blank, cntrl, digit, graph, lower, print, punct, space, upper, word and xdigit, "
            + "and behind `\\p` categories such as `L`, and scripts such as `Greek`",
        RegexpError.InvalidRepeatSize => "repeat at most 1000 times",
        _ => null,
    };
}
