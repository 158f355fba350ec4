using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Syntax;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>Syntax to bound program: opens and closes scopes, declares names, and binds what stands between.</summary>
/// <remarks>
/// One walk in the order of the text, because that order decides: a metric has the type of its first use that tells.
/// </remarks>
sealed class Binder
{
    readonly BindingContext _context;
    readonly DiagnosticBag _diagnostics;
    readonly PatternBinder _patterns;
    readonly ExpressionBinder _expressions;
    readonly DeclarationBinder _declarations;
    readonly GrokBinder _groks;
    readonly ImmutableArray<BoundStatement>.Builder _begin = ImmutableArray.CreateBuilder<BoundStatement>();
    readonly ImmutableArray<string>.Builder _sources = ImmutableArray.CreateBuilder<string>();

    /// <summary>The decorators whose blocks are being bound, innermost on top.</summary>
    readonly Stack<DecoratorSymbol> _decorators = [];

    Binder(BindingContext context)
    {
        _context = context;
        _diagnostics = context.Diagnostics;
        _patterns = new PatternBinder(context);
        _expressions = new ExpressionBinder(context, _patterns);
        _declarations = new DeclarationBinder(context, _patterns);
        _groks = new GrokBinder(context, _patterns);
    }

    /// <summary>Binds a program. What is wrong with it is reported; the result is then good for nothing.</summary>
    public static BoundProgram Bind(ProgramSyntax program, CompileOptions options, DiagnosticBag diagnostics)
    {
        var binder = new Binder(new BindingContext(options, diagnostics));
        ImmutableArray<BoundStatement> body = binder.Statements(program.Statements);
        binder._declarations.ReportUnused(binder._context.Scope);
        binder._groks.CheckAll();
        return new BoundProgram(
            binder._declarations.Metrics,
            binder._begin.DrainToImmutable(),
            body,
            binder._sources.DrainToImmutable());
    }

    ImmutableArray<BoundStatement> Block(BlockSyntax? block)
    {
        if (block is null)
        {
            return [];
        }

        Scope outer = Enter(new Scope(_context.Scope));
        ImmutableArray<BoundStatement> statements = Statements(block.Statements);
        Leave(outer);
        return statements;
    }

    Scope Enter(Scope scope)
    {
        Scope outer = _context.Scope;
        _context.Scope = scope;
        return outer;
    }

    void Leave(Scope outer)
    {
        _declarations.ReportUnused(_context.Scope);
        _context.Scope = outer;
    }

    ImmutableArray<BoundStatement> Statements(ImmutableArray<StatementSyntax> statements)
    {
        var bound = ImmutableArray.CreateBuilder<BoundStatement>();
        foreach (StatementSyntax statement in statements)
        {
            if (Statement(statement) is { } one)
            {
                bound.Add(one);
            }
        }

        return bound.DrainToImmutable();
    }

    /// <returns>Null for a declaration, and for what was reported.</returns>
    BoundStatement? Statement(StatementSyntax statement)
    {
        switch (statement)
        {
            case MetricSyntax metric:
                _declarations.Declare(metric);
                return null;
            case ConstantSyntax constant:
                _declarations.Declare(constant);
                return null;
            case GrokSyntax grok:
                _groks.Declare(grok);
                return null;
            case DecoratorSyntax decorator:
                DeclareDecorator(decorator);
                return null;
            case SourceFilterSyntax filter:
                _sources.AddRange(filter.Sources.Select(source => source.Text));
                return null;
            case BeginSyntax begin:
                bool outerBegin = _context.InBegin;
                _context.InBegin = true;
                _begin.AddRange(Block(begin.Block));
                _context.InBegin = outerBegin;
                return null;
            case ConditionalSyntax conditional:
                return Conditional(conditional);
            case TrySyntax attempt:
                return new BoundTry(Block(attempt.Block), attempt.Else is null ? null : Block(attempt.Else), attempt.Span);
            case AssignmentSyntax assignment:
                return Assignment(assignment);
            case ExpressionStatementSyntax expression:
                BoundExpression value = _expressions.Bind(expression.Expression);
                return new BoundEvaluate(value, expression.Span);
            case DeleteSyntax delete:
                return Delete(delete);
            case DecoratedSyntax decorated:
                return Decorated(decorated);
            case NextSyntax next:
                return Next(next);
            case StopSyntax stop:
                return new BoundStop(stop.Span);
            default:
                return null;
        }
    }

    void DeclareDecorator(DecoratorSyntax declaration)
    {
        string name = declaration.Name.Text;
        var symbol = new DecoratorSymbol(declaration.Name);
        if (!_context.Scope.Decorators.TryAdd(name, symbol))
        {
            _diagnostics.Error(
                DiagnosticCode.DuplicateDecorator,
                declaration.Name.Span,
                $"a decorator `@{name}` is declared already in this block",
                "choose another name",
                new DiagnosticNote(_context.Scope.Decorators[name].Name.Span, "first declared here"));
        }

        _decorators.Push(symbol);
        symbol.Body = Block(declaration.Block);
        _decorators.Pop();
    }

    BoundConditional Conditional(ConditionalSyntax conditional)
    {
        Scope outer = Enter(new Scope(_context.Scope));
        BoundExpression condition = conditional.Condition is null
            ? new BoundOtherwise(conditional.HeadSpan)
            : _expressions.BindCondition(conditional.Condition);
        ImmutableArray<BoundStatement> then = Block(conditional.Then);
        ImmutableArray<BoundStatement> otherwise = Block(conditional.Else);
        Leave(outer);
        return new BoundConditional(condition, then, otherwise, conditional.HeadSpan);
    }

    BoundAssignment? Assignment(AssignmentSyntax assignment)
    {
        BoundSeries? target = _expressions.BindTarget(assignment.Target);
        BoundExpression value = _expressions.Bind(assignment.Value);
        if (target is null || value.Type.IsError)
        {
            return null;
        }

        if (value.Type.Is(SimpleType.None))
        {
            _diagnostics.Error(
                value is BoundCapture ? DiagnosticCode.UntypedCapture : DiagnosticCode.TypeMismatch,
                value.Span,
                value is BoundCapture ? "`$0` cannot be assigned" : "this has no value that could be assigned",
                value is BoundCapture ? "put the pattern in parentheses and use `$1`" : null);
            return null;
        }

        if (!TypeRules.Unify(target.Type, value.Type))
        {
            _diagnostics.Error(
                DiagnosticCode.TypeMismatch,
                assignment.Span,
                $"`{target.Metric.Name}` holds {target.Type}, and this is {value.Type}",
                null,
                new DiagnosticNote(target.Metric.Declaration.Name.Span, "declared here"));
            return null;
        }

        return new BoundAssignment(target, value, assignment.Add, assignment.Span);
    }

    BoundDelete? Delete(DeleteSyntax delete)
    {
        if (delete.Target is IndexSyntax index)
        {
            return _expressions.BindDeleted(index, delete.After is not null) is { } target
                ? new BoundDelete(target, delete.After, delete.Span)
                : null;
        }

        MetricSymbol? metric = delete.Target is NameSyntax name
            ? _context.Scope.Find(scope => scope.Metrics, name.Name)
            : null;
        if (metric is null)
        {
            // Reports a name that is not declared.
            bool reported = _expressions.Bind(delete.Target).Type.IsError;
            if (reported)
            {
                return null;
            }
        }
        else
        {
            metric.Used = true;
        }

        _diagnostics.Error(
            DiagnosticCode.NotDeletable,
            delete.Target.Span,
            metric is { KeyTypes.Length: 0 }
                ? $"`{metric.Name}` has no labels, so it has no series to delete"
                : "only single series can be deleted",
            metric is { KeyTypes.Length: > 0 }
                ? $"say which: `del {metric.Name}[{string.Join(", ", metric.Declaration.Keys.Select(key => key.Text))}]`"
                : null);
        return null;
    }

    BoundDecorated? Decorated(DecoratedSyntax decorated)
    {
        string name = decorated.Name.Text;
        DecoratorSymbol? decorator = _context.Scope.Find(scope => scope.Decorators, name);
        if (decorator is null)
        {
            string? nearest = NameSuggestion.Nearest(
                name, _context.Scope.Chain().SelectMany(scope => scope.Decorators.Keys));
            _diagnostics.Error(
                DiagnosticCode.UndefinedDecorator,
                decorated.Name.Span,
                $"decorator `@{name}` is not defined",
                nearest is not null ? $"did you mean `@{nearest}`?" : $"add `def {name} {{ … next … }}` before it");
            return BodyOfUnknown(decorated);
        }

        decorator.Used = true;
        if (decorator.Body is null)
        {
            _diagnostics.Error(
                DiagnosticCode.RecursiveDecorator,
                decorated.Name.Span,
                $"decorator `@{name}` uses itself",
                $"remove `@{name}` from its own block",
                new DiagnosticNote(decorator.Name.Span, "defined here"));
            return BodyOfUnknown(decorated);
        }

        if (decorator.AtNext is null)
        {
            _diagnostics.Error(
                DiagnosticCode.NextMissing,
                decorator.Name.Span,
                $"decorator `@{name}` has no `next`, so there is no place for the block of its use",
                "add `next` where that block is to run",
                new DiagnosticNote(decorated.Name.Span, "used here"));
            return BodyOfUnknown(decorated);
        }

        var scope = new Scope(_context.Scope);
        scope.CopyVisible(decorator.AtNext);
        Scope outer = Enter(scope);
        ImmutableArray<BoundStatement> body = Block(decorated.Block);
        _context.Scope = outer;
        return new BoundDecorated(decorator, body, decorated.Span);
    }

    /// <summary>Binds the block of a decorator that was reported, for what can be found in it; which captures it has, nobody
    /// knows.</summary>
    BoundDecorated? BodyOfUnknown(DecoratedSyntax decorated)
    {
        bool outer = _context.CapturesUnknown;
        _context.CapturesUnknown = true;
        Block(decorated.Block);
        _context.CapturesUnknown = outer;
        return null;
    }

    BoundNext? Next(NextSyntax next)
    {
        if (!_decorators.TryPeek(out DecoratorSymbol? decorator))
        {
            _diagnostics.Error(
                DiagnosticCode.NextOutsideDecorator,
                next.Span,
                "`next` stands outside of a decorator",
                "use `stop` to end the program for this line");
            return null;
        }

        if (decorator.AtNext is not null)
        {
            _diagnostics.Error(
                DiagnosticCode.NextTwice,
                next.Span,
                $"decorator `@{decorator.Name.Text}` has a `next` already",
                "write two decorators",
                new DiagnosticNote(decorator.NextSpan, "the first one"));
            return null;
        }

        decorator.AtNext = new Scope(null);
        decorator.AtNext.CopyVisible(_context.Scope);
        decorator.NextSpan = next.Span;
        return new BoundNext(next.Span);
    }
}
