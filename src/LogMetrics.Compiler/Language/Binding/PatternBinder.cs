using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Syntax;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>Puts patterns together, checks them, and declares their groups.</summary>
sealed class PatternBinder(BindingContext context)
{
    const int MaxPieces = 10_000;

    readonly DiagnosticBag _diagnostics = context.Diagnostics;

    /// <summary>Whether an expression is a pattern: by its looks, or because it begins with the name of a constant.</summary>
    public bool IsPattern(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case ParenthesizedSyntax parenthesized:
                return IsPattern(parenthesized.Inner);
            case NameSyntax name:
                return IsConstant(name);
            default:
                return PatternPlaces.IsPattern(expression)
                    || (PatternPlaces.IsSumOfNames(expression) && IsConstant(FirstName(expression)));
        }
    }

    /// <summary>A pattern that is asked, or stands for itself.</summary>
    /// <param name="expression">What <see cref="IsPattern"/> or stands to the right of <c>=~</c>.</param>
    /// <param name="declareGroups">Whether its groups can be used from here on; those of <c>subst</c> cannot.</param>
    /// <returns>Null when it was reported.</returns>
    public BoundPattern? Bind(ExpressionSyntax expression, bool declareGroups = true)
    {
        if (Text(expression) is not { } text || Compile(text) is not { } compiled)
        {
            context.Scope.HasFailedPattern |= declareGroups;
            return null;
        }

        var pattern = new BoundPattern(compiled, expression.Span);
        if (declareGroups)
        {
            DeclareGroups(pattern);
        }

        return pattern;
    }

    /// <summary>The text of a constant.</summary>
    /// <returns>Null when it was reported.</returns>
    public PatternText? Constant(ExpressionSyntax value)
    {
        if (value is RegexSyntax or NameSyntax || PatternPlaces.IsPattern(value) || PatternPlaces.IsSumOfNames(value))
        {
            return Text(value);
        }

        NotAPattern(value.Span, "the value of a constant is a pattern", "write it between slashes");
        return null;
    }

    PatternText? Text(ExpressionSyntax expression)
    {
        var pieces = new List<PatternPiece>();
        if (!Collect(expression, pieces))
        {
            return null;
        }

        // Constants made of constants can double with every line, so the size is known before the text is made.
        long bytes = pieces.Sum(piece => (long)Encoding.UTF8.GetByteCount(piece.Text));
        if (bytes <= context.Options.MaxPatternBytes && pieces.Count <= MaxPieces)
        {
            return new PatternText([.. pieces]);
        }

        _diagnostics.Error(
            DiagnosticCode.PatternTooLarge,
            expression.Span,
            bytes > context.Options.MaxPatternBytes
                ? $"the pattern has {bytes} bytes, and {context.Options.MaxPatternBytes} are allowed"
                : $"the pattern is made of {pieces.Count} pieces, and {MaxPieces} are allowed",
            "split it over several conditions");
        return null;
    }

    bool Collect(ExpressionSyntax expression, List<PatternPiece> pieces)
    {
        switch (expression)
        {
            case RegexSyntax regex:
                pieces.Add(new PatternPiece(regex.Text, regex.Literal, null, regex.IsUnsafe));
                return true;
            case StringSyntax text:
                pieces.Add(new PatternPiece(text.Value, text.Span, null));
                return true;
            case IntSyntax number:
                pieces.Add(new PatternPiece(number.Value.ToString(CultureInfo.InvariantCulture), number.Span, null));
                return true;
            case ParenthesizedSyntax parenthesized:
                return Collect(parenthesized.Inner, pieces);
            case BinarySyntax { Operator: BinaryOperator.Add } sum:
                return Collect(sum.Left, pieces) & Collect(sum.Right, pieces);
            case NameSyntax name:
                return CollectConstant(name, pieces);
            case BinarySyntax or ComplementSyntax or FloatSyntax:
                NotAPattern(
                    expression.Span,
                    "a pattern is made of patterns and constants",
                    "write it between slashes, and join pieces with `+`");
                return false;
            default:
                // mtail compiles this and gets the empty pattern.
                _diagnostics.Warning(
                    DiagnosticCode.EmptyMatch,
                    expression.Span,
                    $"`{Shorten(expression)}` is not known when the program is loaded, so this matches everything",
                    "compare with `==`, or match a pattern that is written in the program");
                return true;
        }
    }

    bool CollectConstant(NameSyntax name, List<PatternPiece> pieces)
    {
        if (context.Scope.Find(scope => scope.Metrics, name.Name) is { } metric)
        {
            metric.Used = true;
            NotAPattern(
                name.Span,
                $"`{name.Name}` is a metric, and cannot be part of a pattern",
                "use a constant: `const NAME /…/`",
                new DiagnosticNote(metric.Declaration.Name.Span, "declared here"));
            return false;
        }

        if (context.Scope.Find(scope => scope.Constants, name.Name) is { } constant)
        {
            constant.Used = true;
            pieces.AddRange(constant.Text.NamedAt(name.Span));
            return true;
        }

        _diagnostics.Error(
            DiagnosticCode.UndeclaredName,
            name.Span,
            $"`{name.Name}` is not declared",
            $"add `const {name.Name} /…/` before it");
        return false;
    }

    CompiledPattern? Compile(PatternText text) => PatternCompiler.Compile(
        text.Text, GrokDialect.Native, text.Locate, context.Grok, context.Options, _diagnostics, text.IsUnsafe);

    void DeclareGroups(BoundPattern pattern)
    {
        if (context.InBegin)
        {
            // There is no line whose groups could be meant; reading one is reported.
            return;
        }

        Scope scope = context.Scope;
        ImmutableArray<PatternGroup> groups = pattern.Compiled.Expanded.Groups;
        int written = 0;
        for (int group = 0; group < groups.Length; group++)
        {
            var symbol = new CaptureSymbol(pattern, [group], TypeOf(pattern.Compiled.Kinds[group]), pattern.Span);
            string? name = groups[group].Field?.FlatName;

            // Numbers count the parentheses of the author; what references bring along has names only.
            if (group == 0 || groups[group].IsWritten)
            {
                string number = (group == 0 ? 0 : ++written).ToString(CultureInfo.InvariantCulture);
                if (scope.Captures.TryGetValue(number, out CaptureSymbol? earlier))
                {
                    if (name is not null)
                    {
                        ReportDuplicate($"the number of the group `{name}`, {number}, is taken", pattern, earlier);
                        continue;
                    }

                    // The later pattern supplies the text, but the group keeps the type it had.
                    symbol = symbol with { Type = earlier.Type };
                }

                scope.Captures[number] = symbol;
            }

            if (name is not null)
            {
                DeclareName(name, symbol);
            }
        }
    }

    void DeclareName(string name, CaptureSymbol symbol)
    {
        Scope scope = context.Scope;
        if (scope.Captures.TryAdd(name, symbol))
        {
            return;
        }

        CaptureSymbol earlier = scope.Captures[name];
        if (earlier.Pattern != symbol.Pattern)
        {
            ReportDuplicate($"a group `{name}` is there already", symbol.Pattern, earlier);
            return;
        }

        // Of groups that the author wrote the first one is meant, as in mtail.
        if (earlier.Groups.Concat(symbol.Groups).All(group => symbol.Pattern.Compiled.Expanded.Groups[group].IsWritten))
        {
            return;
        }

        // Of fields it is the first group that is not empty, so it holds what all of them can hold.
        ImmutableArray<int> all = earlier.Groups.AddRange(symbol.Groups);
        ValueKind kind = all.Max(group => symbol.Pattern.Compiled.Kinds[group]);
        scope.Captures[name] = earlier with { Groups = all, Type = TypeOf(kind) };
    }

    static SimpleType TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.None => SimpleType.None,
        ValueKind.Int => SimpleType.Int,
        ValueKind.Float => SimpleType.Float,
        _ => SimpleType.String,
    };

    void ReportDuplicate(string message, BoundPattern pattern, CaptureSymbol earlier) =>
        _diagnostics.Error(
            DiagnosticCode.DuplicateCapture,
            pattern.Span,
            message + " in this condition",
            "nest this condition inside of the other, or use a group without a name",
            new DiagnosticNote(earlier.Span, "by this pattern"));

    bool IsConstant(NameSyntax? name) => name is not null
        && context.Scope.Find(scope => scope.Metrics, name.Name) is null
        && context.Scope.Find(scope => scope.Constants, name.Name) is not null;

    static NameSyntax? FirstName(ExpressionSyntax sum)
    {
        while (sum is BinarySyntax binary)
        {
            sum = binary.Left;
        }

        return sum as NameSyntax;
    }

    void NotAPattern(SourceSpan span, string message, string hint, params ReadOnlySpan<DiagnosticNote> notes) =>
        _diagnostics.Error(DiagnosticCode.NotAPattern, span, message, hint, notes);

    static string Shorten(ExpressionSyntax expression)
    {
        ReadOnlySpan<char> text = expression.Span.Text;
        return text.Length <= 40 ? text.ToString() : string.Concat(text[..37], "…");
    }
}
