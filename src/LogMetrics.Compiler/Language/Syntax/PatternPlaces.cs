using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Language.Syntax;

/// <summary>Where patterns can stand, and what can stand alone: the rules of shape that the grammar leaves to us.</summary>
/// <remarks>
/// A pattern literal, or a sum of patterns that has a literal in it, can be the first part of a condition, the right side
/// of <c>=~</c>, a whole argument or label value, and the value of a constant. Nowhere else: so that <c>/</c> can be
/// told from a division.
/// </remarks>
static class PatternPlaces
{
    /// <summary>
    /// A condition that begins with a pattern takes all the rest as its right side: <c>/x/ &amp;&amp; a || b</c> means
    /// <c>/x/ &amp;&amp; (a || b)</c>, while without a pattern the operators group to the left.
    /// </summary>
    /// <param name="condition">The condition, grouped to the left.</param>
    /// <param name="isPattern">Whether its first part is a pattern.</param>
    public static ExpressionSyntax NestedToTheRight(ExpressionSyntax condition, Predicate<ExpressionSyntax> isPattern)
    {
        if (condition is not BinarySyntax { Operator: BinaryOperator.And or BinaryOperator.Or } top)
        {
            return condition;
        }

        var chain = new Stack<BinarySyntax>();
        ExpressionSyntax first = top;
        while (first is BinarySyntax { Operator: BinaryOperator.And or BinaryOperator.Or } link)
        {
            chain.Push(link);
            first = link.Left;
        }

        if (!isPattern(first) || chain.Count == 1)
        {
            return condition;
        }

        BinarySyntax firstLink = chain.Pop();
        ExpressionSyntax rest = firstLink.Right;
        foreach (BinarySyntax link in chain)
        {
            rest = link with { Left = rest, Span = rest.Span.To(link.Right.Span) };
        }

        return firstLink with { Right = rest, Span = condition.Span };
    }

    public static void CheckCondition(ExpressionSyntax condition, DiagnosticBag diagnostics)
    {
        if (IsPattern(condition))
        {
            return;
        }

        if (condition is BinarySyntax { Operator: BinaryOperator.And or BinaryOperator.Or } logical
            && IsPattern(logical.Left))
        {
            CheckValue(logical.Right, diagnostics);
            return;
        }

        CheckValue(condition, diagnostics);
    }

    /// <summary>What can be a statement of its own: a single value, a call, an increment.</summary>
    public static void CheckStatement(ExpressionSyntax expression, DiagnosticBag diagnostics)
    {
        if (expression is BinarySyntax or ComplementSyntax or RegexSyntax or ChoiceSyntax)
        {
            diagnostics.Error(
                DiagnosticCode.NoEffect,
                expression.Span,
                "this statement has no effect",
                expression is BinarySyntax { Operator: BinaryOperator.Equal }
                    ? "assign with `=`, or give the condition a block in braces, beginning on the same line"
                    : "give the condition a block in braces, beginning on the same line");
            return;
        }

        CheckValue(expression, diagnostics);
    }

    public static void CheckTarget(ExpressionSyntax target, DiagnosticBag diagnostics)
    {
        if (target is BinarySyntax or RegexSyntax or ChoiceSyntax)
        {
            diagnostics.Error(
                DiagnosticCode.MisplacedAssignment,
                target.Span,
                $"cannot assign to {(target is RegexSyntax ? "a pattern" : "a calculation")}",
                "assign to a metric; compare with `==`");
        }
    }

    public static void CheckArgument(ExpressionSyntax argument, DiagnosticBag diagnostics)
    {
        if (!IsPattern(argument))
        {
            CheckValue(argument, diagnostics);
        }
    }

    /// <summary>Reports the patterns in a value that stand where none can stand.</summary>
    public static void CheckValue(ExpressionSyntax value, DiagnosticBag diagnostics)
    {
        switch (value)
        {
            case RegexSyntax:
                diagnostics.Error(
                    DiagnosticCode.MisplacedPattern,
                    value.Span,
                    "a pattern cannot stand here",
                    "put it first in the condition, nest a second condition, or name it with `const` and use the name");
                break;
            case BinarySyntax { Operator: BinaryOperator.Match or BinaryOperator.NotMatch } match:
                CheckMatchOperand(match, match.Left, diagnostics);
                if (!IsPattern(match.Right) && !IsSumOfNames(match.Right))
                {
                    CheckMatchOperand(match, match.Right, diagnostics);
                }

                break;
            case BinarySyntax binary:
                CheckValue(binary.Left, diagnostics);
                CheckValue(binary.Right, diagnostics);
                break;
            case ChoiceSyntax choice:
                CheckCondition(choice.Condition, diagnostics);
                CheckValue(choice.Then, diagnostics);
                CheckValue(choice.Else, diagnostics);
                break;
            case IncrementSyntax increment:
                CheckValue(increment.Operand, diagnostics);
                break;
            case ComplementSyntax complement:
                CheckValue(complement.Operand, diagnostics);
                break;
        }
    }

    /// <summary>Whether it is a pattern by its looks: a literal, or a sum of literals and names with a literal in it.</summary>
    public static bool IsPattern(ExpressionSyntax expression) => expression switch
    {
        RegexSyntax => true,
        BinarySyntax { Operator: BinaryOperator.Add } sum =>
            (IsPattern(sum.Left) && sum.Right is RegexSyntax or NameSyntax)
            || (IsSumOfNames(sum.Left) && sum.Right is RegexSyntax),
        _ => false,
    };

    /// <summary>Whether it is a name, or names with a plus between them.</summary>
    public static bool IsSumOfNames(ExpressionSyntax expression) => expression switch
    {
        NameSyntax => true,
        BinarySyntax { Operator: BinaryOperator.Add, Right: NameSyntax } sum => IsSumOfNames(sum.Left),
        _ => false,
    };

    static void CheckMatchOperand(BinarySyntax match, ExpressionSyntax operand, DiagnosticBag diagnostics)
    {
        if (operand is BinarySyntax or ComplementSyntax or IncrementSyntax or ChoiceSyntax)
        {
            diagnostics.Error(
                DiagnosticCode.BadMatchOperand,
                operand.Span,
                $"the operands of `{match.OperatorSpan.Text}` are single values, and this is a calculation",
                "put it in parentheses");
            return;
        }

        CheckValue(operand, diagnostics);
    }
}
