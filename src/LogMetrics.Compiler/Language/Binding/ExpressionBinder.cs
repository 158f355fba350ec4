using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Syntax;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>Finds out what names mean and what types expressions have, from left to right as mtail does.</summary>
sealed class ExpressionBinder
{
    readonly BindingContext _context;
    readonly DiagnosticBag _diagnostics;
    readonly PatternBinder _patterns;
    readonly CallBinder _calls;
    readonly OperatorTyping _operators;

    /// <summary>Whether the keys that come next may be stars.</summary>
    bool _anyKeyAllowed;

    public ExpressionBinder(BindingContext context, PatternBinder patterns)
    {
        _context = context;
        _diagnostics = context.Diagnostics;
        _patterns = patterns;
        _calls = new CallBinder(context, this, patterns);
        _operators = new OperatorTyping(context.Diagnostics);
    }

    /// <summary>An expression for its value. A pattern that stands as an operand asks the line.</summary>
    public BoundExpression Bind(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case IntSyntax number:
                return new BoundInt(number.Value, number.Span);
            case FloatSyntax number:
                return new BoundFloat(number.Value, number.Span);
            case StringSyntax text:
                return new BoundString(text.Value, text.Span);
            case ParenthesizedSyntax parenthesized:
                return Bind(parenthesized.Inner);
            case CaptureSyntax capture:
                return FindCapture(capture) is { } symbol
                    ? new BoundCapture(symbol, capture.Span)
                    : new BoundError(capture.Span);
            case CallSyntax call:
                return _calls.Bind(call);
            case NameSyntax or IndexSyntax:
                return BindName(expression);
            case RegexSyntax:
                return _patterns.Bind(expression) ?? (BoundExpression)new BoundError(expression.Span);
            case IncrementSyntax increment:
                return BindIncrement(increment);
            case ComplementSyntax complement:
                BoundExpression operand = Bind(complement.Operand);
                _operators.Expect(SimpleType.Int, operand, "`~` works on integers");
                return new BoundComplement(operand, complement.Span);
            case BinarySyntax binary:
                return BindBinary(binary);
            case ChoiceSyntax choice:
                return BindChoice(choice);
            default:
                return new BoundError(expression.Span);
        }
    }

    /// <summary>An expression as the operand of <c>&amp;&amp;</c> and <c>||</c>, or as a whole condition.</summary>
    public BoundExpression BindOperand(ExpressionSyntax expression)
    {
        if (!_patterns.IsPattern(expression))
        {
            return Bind(expression);
        }

        if (_context.InBegin)
        {
            _diagnostics.Error(
                DiagnosticCode.LineInBegin,
                expression.Span,
                "a `begin` block runs before there is a line that a pattern could match",
                "move it out of the block");
        }

        return _patterns.Bind(expression) is { } pattern
            ? new BoundMatch(null, pattern, negated: false, expression.Span)
            : new BoundError(expression.Span);
    }

    /// <summary>A whole condition.</summary>
    public BoundExpression BindCondition(ExpressionSyntax written)
    {
        // A sum of constants at the beginning is a pattern too, but only here is it known to be one.
        ExpressionSyntax condition = PatternPlaces.NestedToTheRight(
            written, first => first is BinarySyntax && _patterns.IsPattern(first));
        BoundExpression bound = BindOperand(condition);
        bool isCondition = bound.Type.IsError
            || bound is BoundMatch or BoundBinary or BoundComplement or BoundIncrement or BoundTruth or BoundDefined;
        if (!isCondition)
        {
            _diagnostics.Error(
                DiagnosticCode.NotACondition,
                condition.Span,
                $"`{condition}` is {(bound.Type.Root is TypeVariable ? "a metric" : bound.Type)}, and no condition",
                bound.Type.Is(SimpleType.String) ? "compare it, such as with `!= \"\"`" : "compare it, such as with `> 0`");
        }

        return bound;
    }

    /// <summary>The series that are to be deleted; here a star stands for every value of a label.</summary>
    /// <param name="target">What is written behind <c>del</c>.</param>
    /// <param name="isTimed">Whether it is to happen after a time, which only a single series can have.</param>
    /// <returns>Null when it was reported.</returns>
    public BoundSeries? BindDeleted(IndexSyntax target, bool isTimed)
    {
        _anyKeyAllowed = !isTimed;
        BoundSeries? bound = BindTarget(target);
        _anyKeyAllowed = false;
        return bound;
    }

    /// <summary>A series that is to be changed.</summary>
    /// <returns>Null when it was reported.</returns>
    public BoundSeries? BindTarget(ExpressionSyntax target)
    {
        BoundExpression bound = Bind(target);
        if (bound is BoundSeries series)
        {
            return series;
        }

        if (!bound.Type.IsError)
        {
            _diagnostics.Error(
                DiagnosticCode.NotAssignable,
                target.Span,
                "only metrics can be changed",
                bound is BoundCapture ? "assign the capture to a metric, and change that" : null);
        }

        return null;
    }

    public CaptureSymbol? FindCapture(CaptureSyntax capture)
    {
        if (_context.InBegin)
        {
            _diagnostics.Error(
                DiagnosticCode.LineInBegin,
                capture.Span,
                "a `begin` block runs before there is a line that a capture could be taken from",
                "move it out of the block");
            return null;
        }

        // Numbers are compared as they are written: mtail knows no `$01`.
        if (_context.Scope.Find(scope => scope.Captures, capture.Name) is { } symbol)
        {
            return symbol;
        }

        if (_context.Scope.Chain().Any(scope => scope.HasFailedPattern))
        {
            return null;
        }

        if (_context.CapturesUnknown)
        {
            return null;
        }

        string[] visible = [.. _context.Scope.Chain().SelectMany(scope => scope.Captures.Keys).Distinct()];
        string? nearest = capture.IsNamed
            ? NameSuggestion.Nearest(capture.Name, visible.Where(name => !char.IsAsciiDigit(name[0])))
            : null;
        _diagnostics.Error(
            DiagnosticCode.UndefinedCapture,
            capture.Span,
            $"capture `${capture.Name}` is not defined by any enclosing pattern",
            nearest is not null ? $"did you mean `${nearest}`?"
                : capture.IsNamed ? $"name a group of the pattern with `(?P<{capture.Name}>…)`"
                : capture.Name.Length == 0 ? "write the number or the name of a group after `$`"
                : $"the pattern needs at least {capture.Name} {(capture.Name == "1" ? "pair" : "pairs")} of parentheses",
            [.. PatternNotes()]);
        return null;
    }

    /// <summary>Tells for each pattern around this place what it defines.</summary>
    IEnumerable<DiagnosticNote> PatternNotes()
    {
        var patterns = _context.Scope.Chain()
            .SelectMany(scope => scope.Captures)
            .Where(entry => entry.Key != "0")
            .GroupBy(entry => entry.Value.Pattern)
            .Take(3);
        foreach (var groups in patterns)
        {
            var numbersWithName = groups
                .Where(entry => !char.IsAsciiDigit(entry.Key[0])).Select(entry => entry.Value.Groups[0]).ToHashSet();
            string[] names =
            [
                .. groups
                    .Where(entry => !char.IsAsciiDigit(entry.Key[0]) || !numbersWithName.Contains(entry.Value.Groups[0]))
                    .OrderBy(entry => entry.Value.Groups[0])
                    .Select(entry => $"`${entry.Key}`"),
            ];
            yield return new DiagnosticNote(groups.Key.Span, "this pattern defines " + List(names));
        }
    }

    static string List(string[] names) =>
        names.Length <= 1 ? string.Concat(names) : string.Join(", ", names[..^1]) + " and " + names[^1];

    BoundExpression BindName(ExpressionSyntax expression)
    {
        NameSyntax name = expression as NameSyntax ?? ((IndexSyntax)expression).Metric;
        ImmutableArray<BoundExpression> keys =
            expression is IndexSyntax index ? BindKeys(index) : [];
        if (_context.Scope.Find(scope => scope.Metrics, name.Name) is { } metric)
        {
            metric.Used = true;
            return BindSeries(metric, name, keys, expression.Span);
        }

        if (_patterns.IsPattern(name))
        {
            if (expression is NameSyntax)
            {
                return _patterns.Bind(name) ?? (BoundExpression)new BoundError(name.Span);
            }

            _diagnostics.Error(DiagnosticCode.NoKeys, expression.Span, $"`{name.Name}` is a constant and has no labels");
            return new BoundError(expression.Span);
        }

        string? nearest = NameSuggestion.Nearest(
            name.Name,
            _context.Scope.Chain().SelectMany(scope => scope.Metrics.Keys.Concat(scope.Constants.Keys)));
        bool looksConstant = !name.Name.Any(char.IsLower);
        _diagnostics.Error(
            DiagnosticCode.UndeclaredName,
            name.Span,
            $"`{name.Name}` is not declared",
            nearest is not null ? $"did you mean `{nearest}`?"
                : looksConstant ? $"add `const {name.Name} /…/` before it"
                : $"add `counter {name.Name}` at the top of the program");
        return new BoundError(expression.Span);
    }

    BoundExpression BindSeries(
        MetricSymbol metric, NameSyntax name, ImmutableArray<BoundExpression> keys, SourceSpan span)
    {
        int expected = metric.KeyTypes.Length;
        if (keys.Length != expected)
        {
            var note = new DiagnosticNote(metric.Declaration.Name.Span, "declared here");
            if (expected == 0)
            {
                _diagnostics.Error(
                    DiagnosticCode.NoKeys,
                    span,
                    $"`{name.Name}` has no labels",
                    $"declare them: `{metric.Declaration.Kind.ToString().ToLowerInvariant()} {name.Name} by label`",
                    note);
            }
            else
            {
                string labels = string.Join(", ", metric.Declaration.Keys.Select(key => key.Text));
                _diagnostics.Error(
                    DiagnosticCode.WrongKeyCount,
                    span,
                    $"`{name.Name}` has {Count(expected, "label")}, and {(keys.Length == 0 ? "none" : keys.Length)} "
                    + (keys.Length == 1 ? "is given" : "are given"),
                    $"write `{name.Name}[{labels}]` with a value for each",
                    note);
            }

            return new BoundError(span);
        }

        if (expected == 0)
        {
            return new BoundSeries(metric, keys, metric.ValueType, span);
        }

        for (int i = 0; i < expected; i++)
        {
            if (!TypeRules.Unify(metric.KeyTypes[i], keys[i].Type))
            {
                _diagnostics.Error(
                    DiagnosticCode.TypeMismatch,
                    keys[i].Span,
                    $"the label `{metric.Declaration.Keys[i].Text}` is sometimes `$0` and sometimes "
                    + (keys[i].Type.Is(SimpleType.None) ? metric.KeyTypes[i] : keys[i].Type),
                    "instead of `$0`, put the pattern in parentheses and use `$1`");
                return new BoundError(span);
            }
        }

        // A type of its own, bound to that of the metric: an indexed metric always compares dynamically.
        var type = new TypeVariable();
        TypeRules.Unify(type, metric.ValueType);
        return new BoundSeries(metric, keys, type, span);
    }

    ImmutableArray<BoundExpression> BindKeys(IndexSyntax index)
    {
        // Keys have keys of their own, and there is nothing to delete in them.
        bool anyKeyAllowed = _anyKeyAllowed;
        _anyKeyAllowed = false;
        return [.. index.Keys.Select(key => key is AnyKeySyntax ? BindAnyKey(key, anyKeyAllowed) : BindArgument(key))];
    }

    BoundExpression BindAnyKey(ExpressionSyntax star, bool isAllowed)
    {
        if (isAllowed)
        {
            return new BoundAnyKey(star.Span);
        }

        _diagnostics.Error(
            DiagnosticCode.AnyKeyNotAllowed,
            star.Span,
            "`*` stands for every value of a label, and here a single series is needed",
            "write a value; only `del` without `after` takes `*`");
        return new BoundError(star.Span);
    }

    BoundExpression BindChoice(ChoiceSyntax choice)
    {
        // The groups of the condition are for its two values only.
        Scope outer = _context.Scope;
        _context.Scope = new Scope(outer);
        BoundExpression condition = BindCondition(choice.Condition);
        BoundExpression then = Bind(choice.Then);
        BoundExpression otherwise = Bind(choice.Else);
        _context.Scope = outer;
        return condition.Type.IsError || then.Type.IsError || otherwise.Type.IsError
            ? new BoundError(choice.Span)
            : _operators.Choose(choice, condition, then, otherwise);
    }

    static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>A label value or an argument; a pattern stands for itself.</summary>
    public BoundExpression BindArgument(ExpressionSyntax argument) =>
        PatternPlaces.IsPattern(argument)
            ? _patterns.Bind(argument) ?? (BoundExpression)new BoundError(argument.Span)
            : Bind(argument);

    BoundExpression BindIncrement(IncrementSyntax increment)
    {
        if (BindTarget(increment.Operand) is not { } target)
        {
            return new BoundError(increment.Span);
        }

        bool fits = TypeRules.Unify(target.Type, SimpleType.Int);
        if (!fits || !target.Type.Is(SimpleType.Int))
        {
            _diagnostics.Error(
                DiagnosticCode.NotIncrementable,
                increment.Span,
                $"`{target.Metric.Name}` holds {target.Type}, and `{(increment.Decrement ? "--" : "++")}` needs an integer",
                target.Type.Is(SimpleType.Float) ? "add `1.0` with `+=`" : null,
                new DiagnosticNote(target.Metric.Declaration.Name.Span, "declared here"));
            return new BoundError(increment.Span);
        }

        return new BoundIncrement(target, increment.Decrement, increment.Span);
    }

    BoundExpression BindBinary(BinarySyntax binary)
    {
        if (binary.Operator.IsLogical())
        {
            return BindLogical(binary);
        }

        if (binary.Operator.IsMatch())
        {
            return BindMatch(binary);
        }

        BoundExpression left = Bind(binary.Left);
        BoundExpression right = Bind(binary.Right);
        return left.Type.IsError || right.Type.IsError
            ? new BoundError(binary.Span)
            : _operators.Apply(binary, left, right);
    }

    BoundExpression BindLogical(BinarySyntax binary)
    {
        BoundExpression left = BindOperand(binary.Left);
        BoundExpression right = BindOperand(binary.Right);
        string rule = $"`{binary.OperatorSpan.Text}` works on conditions";
        bool fits = _operators.Expect(SimpleType.Bool, left, rule) & _operators.Expect(SimpleType.Bool, right, rule);
        return fits
            ? new BoundBinary(binary.Operator, left, right, SimpleType.Bool, binary.Span)
            : new BoundError(binary.Span);
    }

    BoundExpression BindMatch(BinarySyntax binary)
    {
        BoundExpression left = Bind(binary.Left);
        BoundExpression? right = null;
        if (!_patterns.IsPattern(binary.Right) && !PatternPlaces.IsSumOfNames(binary.Right))
        {
            // Not a pattern by its looks: its names and types are checked, before its text is taken.
            right = Bind(binary.Right);
            if (!_operators.Expect(SimpleType.Pattern, right, $"the right side of `{binary.OperatorSpan.Text}` is a pattern"))
            {
                return new BoundError(binary.Span);
            }
        }

        BoundPattern? pattern = _patterns.Bind(binary.Right);
        return pattern is null || left.Type.IsError || right is BoundError
            ? new BoundError(binary.Span)
            : new BoundMatch(left, pattern, binary.Operator == BinaryOperator.NotMatch, binary.Span);
    }
}
