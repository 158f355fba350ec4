using System.Collections.Immutable;
using System.Text;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Patterns;

/// <summary>Replaces the references in a pattern by what they stand for, at any depth.</summary>
sealed class GrokExpander
{
    /// <summary>Deeper than any definition that was written by hand.</summary>
    const int MaxDepth = 100;

    readonly GrokLibrary _library;
    readonly GrokDialect _dialect;
    readonly int _maxLength;
    readonly StringBuilder _text = new();
    readonly ImmutableArray<ExpandedPattern.Segment>.Builder _segments = ImmutableArray.CreateBuilder<ExpandedPattern.Segment>();
    readonly ImmutableArray<PatternGroup>.Builder _groups = ImmutableArray.CreateBuilder<PatternGroup>();
    readonly HashSet<string> _namesInText = new(StringComparer.Ordinal);
    readonly List<GrokDefinition> _path = [];
    readonly List<GrokError> _errors = [];

    // Once something is wrong, each definition is gone through for its own mistakes only, and each reference reported once.
    readonly HashSet<GrokDefinition> _seen = [];
    readonly HashSet<(GrokDefinition?, int)> _reported = [];
    GrokReference _use;

    GrokExpander(GrokLibrary library, GrokDialect dialect, int maxLength)
    {
        _library = library;
        _dialect = dialect;
        _maxLength = maxLength;
        _groups.Add(new PatternGroup(null, false));
    }

    /// <summary>Expands a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="dialect">In which syntax it is written.</param>
    /// <param name="library">What the references mean.</param>
    /// <param name="maxLength">The most UTF-16 units the result may have.</param>
    /// <param name="errors">What is wrong with references; when there is something, the result cannot be used.</param>
    public static ExpandedPattern Expand(
        string text, GrokDialect dialect, GrokLibrary library, int maxLength, out IReadOnlyList<GrokError> errors)
    {
        var expander = new GrokExpander(library, dialect, maxLength);
        PatternPart[] parts = [.. PatternScanner.Parts(text, dialect)];
        expander._namesInText.UnionWith(parts.Where(part => part.Kind == PatternPartKind.NamedGroup).Select(part => part.Name!));
        expander.AppendInDialect(dialect, GrokDialect.Native, new PatternPart(PatternPartKind.Text, 0, 0), () => expander.AppendAll(text, parts, null));
        errors = expander._errors;
        return new ExpandedPattern(
            expander._text.ToString(), expander._groups.DrainToImmutable(), expander._segments.DrainToImmutable());
    }

    GrokDialect Dialect => Current?.Dialect ?? _dialect;

    GrokDefinition? Current => _path.Count == 0 ? null : _path[^1];

    void AppendAll(string text, IEnumerable<PatternPart> parts, GrokDefinition? definition)
    {
        // Where `(?O:…)` is written, a reference may stand inside or outside of it.
        bool isMixed = Dialect == GrokDialect.Native && text.Contains("(?O:", StringComparison.Ordinal);
        foreach (PatternPart part in parts)
        {
            if (definition is null && part.Kind == PatternPartKind.Reference)
            {
                _use = part.Reference;
            }

            switch (part.Kind)
            {
                case PatternPartKind.Reference:
                    AppendReference(part.Reference, isMixed);
                    break;
                case PatternPartKind.PlainGroup when definition is not null || _dialect == GrokDialect.Oniguruma:
                    Append("(?:", part, isVerbatim: false);
                    break;
                case PatternPartKind.PlainGroup:
                    _groups.Add(new PatternGroup(null, true));
                    Append("(", part, isVerbatim: true);
                    break;
                case PatternPartKind.NamedGroup:
                    AppendNamedGroup(text, part);
                    break;
                default:
                    Append(text.AsSpan(part.Offset, part.Length), part, isVerbatim: true);
                    break;
            }
        }
    }

    void AppendNamedGroup(string text, PatternPart part)
    {
        string[] words = part.Name!.Split(':');
        bool isWritten = Current is null;
        if (isWritten && (!GrokField.IsName(words[0]) || words.Length > 2 || GrokField.TypeNamed(words.ElementAtOrDefault(1)) is null))
        {
            // The parser has the words for what is wrong with it.
            _groups.Add(new PatternGroup(null, true));
            Append(text.AsSpan(part.Offset, part.Length), part, isVerbatim: true);
            return;
        }

        var field = new GrokField(words[0], GrokField.TypeNamed(words.ElementAtOrDefault(1)) ?? GrokType.None);
        _groups.Add(new PatternGroup(field, isWritten));
        if (isWritten && GrokReference.IsName(part.Name))
        {
            Append(text.AsSpan(part.Offset, part.Length), part, isVerbatim: true);
        }
        else
        {
            Append(Opening(field), part, isVerbatim: false);
        }
    }

    void AppendReference(GrokReference reference, bool isMixed)
    {
        var part = new PatternPart(PatternPartKind.Reference, reference.Offset, reference.Length);
        if (Find(reference) is not { } definition || !HasRoom(definition, part))
        {
            return;
        }

        if (reference.Field is null)
        {
            Append("(?:", part, isVerbatim: false);
        }
        else if (FieldOf(reference, part) is { } field)
        {
            _groups.Add(new PatternGroup(field, false));
            Append(Opening(field), part, isVerbatim: false);
        }
        else
        {
            return;
        }

        AppendInDialect(definition.Dialect, isMixed ? null : Dialect, part, () =>
        {
            bool isNew = _seen.Add(definition);
            if (_errors.Count > 0 && !isNew)
            {
                return;
            }

            _path.Add(definition);
            PatternPart[] parts = [.. PatternScanner.Parts(definition.Text.Text, definition.Dialect)];
            CheckParentheses(parts);
            AppendAll(definition.Text.Text, parts, definition);
            _path.RemoveAt(_path.Count - 1);
        });
        Append(")", part, isVerbatim: false);
    }

    // Parentheses that do not pair up would pair up with those around the reference.
    void CheckParentheses(PatternPart[] parts)
    {
        if (PatternScanner.Unpaired(parts) is { } unpaired)
        {
            bool isEnd = unpaired.Kind == PatternPartKind.GroupEnd;
            Report(
                DiagnosticCode.InvalidPattern,
                unpaired,
                $"this {(isEnd ? "closing parenthesis has no opening" : "opening parenthesis has no closing")} one",
                isEnd ? "open the group with `(`, or write `\\)` for the character" : "close the group with `)`, or write `\\(` for the character");
        }
    }

    /// <summary>Puts what is written in another syntax than what stands around it, or may stand, into a group that says so.</summary>
    void AppendInDialect(GrokDialect dialect, GrokDialect? around, PatternPart part, Action append)
    {
        if (dialect == around)
        {
            append();
            return;
        }

        Append(dialect == GrokDialect.Oniguruma ? "(?O:" : "(?-O:", part, isVerbatim: false);
        append();
        Append(")", part, isVerbatim: false);
    }

    GrokDefinition? Find(GrokReference reference)
    {
        if (_library.Find(reference.Name) is { } definition)
        {
            return definition;
        }

        if (!_reported.Add((Current, reference.Offset)))
        {
            return null;
        }

        Report(
            DiagnosticCode.UndefinedGrokPattern,
            new PatternPart(PatternPartKind.Reference, reference.Offset, reference.Length),
            $"no pattern is named `{reference.Name}`",
            HintFor(reference.Name));
        return null;
    }

    string HintFor(string name)
    {
        string known = new([.. name.TakeWhile(c => GrokReference.IsName([c]))]);
        if (name.Contains("%{", StringComparison.Ordinal))
        {
            return $"a `}}` is missing behind `{known}`";
        }

        if (name.Contains('=', StringComparison.Ordinal))
        {
            return "a definition inside of a reference is not read: give it a name of its own, with a line of a file or with `grok NAME /…/`";
        }

        if (known.Length < name.Length && _library.Find(known) is not null)
        {
            return $"only a field may stand behind the name: `%{{{known}}}` or `%{{{known}:field}}`";
        }

        return NameSuggestion.Nearest(name, _library.Definitions.Select(definition => definition.Name)) is { } nearest
            ? $"did you mean `{nearest}`?"
            : $"define it: `grok {name} /…/` in a program, `- '{name} …'` below `grok_patterns` in a configuration; or write `%\\{{` for the characters themselves";
    }

    bool HasRoom(GrokDefinition definition, PatternPart part)
    {
        if (_path.Contains(definition))
        {
            string way = string.Join(" → ", _path.SkipWhile(step => step != definition).Append(definition).Select(step => step.Name));
            Report(DiagnosticCode.RecursiveGrokPattern, part, $"the pattern `{definition.Name}` uses itself: {way}", "break the circle");
            return false;
        }

        if (_path.Count < MaxDepth && _text.Length + definition.Text.Text.Length <= _maxLength)
        {
            return true;
        }

        if (_errors.All(error => error.Code != DiagnosticCode.PatternTooLarge))
        {
            Report(
                DiagnosticCode.PatternTooLarge,
                part,
                _path.Count < MaxDepth
                    ? $"with references put in, the pattern has more than {_maxLength} characters"
                    : $"references nest deeper than {MaxDepth} levels",
                "use fewer references, or smaller definitions");
        }

        return false;
    }

    GrokField? FieldOf(GrokReference reference, PatternPart part)
    {
        string name = reference.Field!;
        if (Dialect == GrokDialect.Oniguruma)
        {
            // A slip in the files that everyone has: a question mark among the letters of a field.
            name = name.Replace("?", "", StringComparison.Ordinal);
        }

        if (!GrokField.IsName(name))
        {
            Report(
                DiagnosticCode.InvalidGrokReference,
                part,
                $"`{reference.Field}` is no name for a field",
                name.Contains("%{", StringComparison.Ordinal)
                    ? $"a `}}` is missing behind `{name.Split(' ', '%')[0]}`"
                    : "use letters, digits, and `_ . - @ [ ]`");
            return null;
        }

        if (GrokField.TypeNamed(reference.Type) is { } type)
        {
            return new GrokField(name, type);
        }

        if (Dialect == GrokDialect.Oniguruma && !reference.Type!.Contains(':'))
        {
            // Grok ignores what it does not know there, and grok_exporter all of it.
            return new GrokField(name, GrokType.None);
        }

        Report(
            DiagnosticCode.InvalidGrokReference, part, $"`{reference.Type}` is no type of a field", "the types are int, float and string");
        return null;
    }

    // Only the first group of a name carries it in the text; what a number means is in the list of groups.
    string Opening(GrokField field) =>
        GrokReference.IsName(field.Name) && !char.IsAsciiDigit(field.Name[0]) && _namesInText.Add(field.Name)
            ? $"(?P<{field.Name}>"
            : "(";

    void Append(ReadOnlySpan<char> text, PatternPart part, bool isVerbatim)
    {
        var segment = new ExpandedPattern.Segment(_text.Length, text.Length, isVerbatim, OriginOf(part));
        _text.Append(text);

        // What is one stretch where it is written stays one, so that a mistake in it can be shown whole.
        if (_segments.Count > 0 && _segments[^1].TryJoin(segment) is { } joined)
        {
            _segments[^1] = joined;
        }
        else
        {
            _segments.Add(segment);
        }
    }

    PatternOrigin OriginOf(PatternPart part) => new(Current, part.Offset, part.Length, _use.Offset, _use.Length);

    void Report(DiagnosticCode code, PatternPart part, string message, string? hint) =>
        _errors.Add(new GrokError(code, OriginOf(part), message, hint));
}
