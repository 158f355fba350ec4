using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Syntax;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>Checks calls against what the functions take.</summary>
sealed class CallBinder(BindingContext context, ExpressionBinder expressions, PatternBinder patterns)
{
    readonly DiagnosticBag _diagnostics = context.Diagnostics;

    /// <summary>What a function takes and gives; a null parameter takes anything.</summary>
    sealed record Signature(Builtin? Function, SimpleType Result, params ImmutableArray<SimpleType?> Parameters);

    static readonly Dictionary<string, Signature> Signatures = new()
    {
        ["int"] = new(null, SimpleType.Int, [null]),
        ["float"] = new(null, SimpleType.Float, [null]),
        ["string"] = new(null, SimpleType.String, [null]),
        ["bool"] = new(null, SimpleType.Bool, [null]),
        ["defined"] = new(null, SimpleType.Bool, [null]),
        ["timestamp"] = new(Builtin.Timestamp, SimpleType.Int),
        ["getfilename"] = new(Builtin.SourceName, SimpleType.String),
        ["getlabel"] = new(Builtin.SourceLabel, SimpleType.String, SimpleType.String),
        ["len"] = new(Builtin.Length, SimpleType.Int, SimpleType.String),
        ["tolower"] = new(Builtin.ToLower, SimpleType.String, SimpleType.String),
        ["settime"] = new(Builtin.SetTime, SimpleType.None, SimpleType.Int),
        ["strptime"] = new(Builtin.ParseTime, SimpleType.None, SimpleType.String, SimpleType.String),
        ["strtol"] = new(Builtin.ParseInt, SimpleType.Int, SimpleType.String, SimpleType.Int),
        ["subst"] = new(Builtin.Replace, SimpleType.String, SimpleType.String, SimpleType.String, SimpleType.String),
    };

    public BoundExpression Bind(CallSyntax call)
    {
        string name = call.Function.Text;
        Signature signature = Signatures[name];
        if (call.Arguments.Length != signature.Parameters.Length)
        {
            foreach (ExpressionSyntax argument in call.Arguments)
            {
                expressions.BindArgument(argument);
            }

            int count = signature.Parameters.Length;
            return Wrong(
                call.Span,
                $"`{name}` takes {(count == 0 ? "no arguments" : count == 1 ? "1 argument" : $"{count} arguments")}, "
                + $"and {(call.Arguments.IsEmpty ? "none" : call.Arguments.Length)} {(call.Arguments.Length == 1 ? "is" : "are")} given");
        }

        if (name == "defined")
        {
            return BindDefined(call);
        }

        if (name == "subst" && patterns.IsPattern(call.Arguments[0]))
        {
            return BindReplace(call);
        }

        ImmutableArray<BoundExpression> arguments = [.. call.Arguments.Select(expressions.BindArgument)];
        bool fits = true;
        for (int i = 0; i < arguments.Length; i++)
        {
            fits &= CheckArgument(name, i, signature.Parameters[i], arguments[i]);
        }

        return !fits || !CheckSpecial(name, arguments)
            ? new BoundError(call.Span)
            : name == "bool" ? new BoundTruth(arguments[0], call.Span)
            : signature.Function is { } function ? new BoundCall(function, arguments, signature.Result, call.Span)
            : new BoundConversion(arguments[0], new TypeVariable { Binding = signature.Result }, call.Span);
    }

    bool CheckArgument(string function, int index, SimpleType? parameter, BoundExpression argument)
    {
        if (argument.Type.IsError)
        {
            return false;
        }

        if (parameter is null || TypeRules.Unify(argument.Type, parameter))
        {
            return true;
        }

        Wrong(
            argument.Span,
            $"argument {index + 1} of `{function}` is {parameter}, and this is {OperatorTyping.Describe(argument)}",
            argument is BoundCapture ? "put the pattern in parentheses and use `$1`" : null);
        return false;
    }

    /// <summary>What some functions demand beyond types that go together.</summary>
    bool CheckSpecial(string function, ImmutableArray<BoundExpression> arguments)
    {
        switch (function)
        {
            case "tolower" when !arguments[0].Type.Is(SimpleType.String):
                Wrong(
                    arguments[0].Span,
                    $"argument 1 of `tolower` is a string, and this is {arguments[0].Type}",
                    "convert it with `string(…)`");
                return false;
            case "strptime" when arguments[1] is not BoundString:
                Wrong(
                    arguments[1].Span,
                    "argument 2 of `strptime` is a layout that is written in the program",
                    "write it as a string, such as `\"2006-01-02T15:04:05\"`");
                return false;
            case "strptime" when TimeLayout.TryParse(((BoundString)arguments[1]).Value) is null:
                _diagnostics.Error(
                    DiagnosticCode.BadTimeLayout,
                    arguments[1].Span,
                    "this layout cannot read a time that it wrote itself",
                    "write how `Mon Jan 2 15:04:05 2006 -0700` would look; other digits stand for nothing");
                return false;
            case "getlabel" when arguments[0] is not BoundString { Value: var label } || !SourceLabelNames.All.Contains(label):
                Wrong(
                    arguments[0].Span,
                    "argument 1 of `getlabel` is the name of something that is known of a line's source",
                    $"write one of {string.Join(", ", SourceLabelNames.All.Select(name => $"`\"{name}\"`"))}");
                return false;
            default:
                return true;
        }
    }

    BoundExpression BindDefined(CallSyntax call)
    {
        if (call.Arguments[0] is CaptureSyntax capture)
        {
            return expressions.FindCapture(capture) is { } symbol
                ? new BoundDefined(symbol, call.Span)
                : new BoundError(call.Span);
        }

        expressions.BindArgument(call.Arguments[0]);
        _diagnostics.Error(
            DiagnosticCode.NotACapture,
            call.Arguments[0].Span,
            "`defined` asks whether a group took part in a match, so its argument is a capture",
            "write `defined($name)`");
        return new BoundError(call.Span);
    }

    BoundExpression BindReplace(CallSyntax call)
    {
        BoundPattern? pattern = patterns.Bind(call.Arguments[0], declareGroups: false);
        BoundExpression replacement = expressions.BindArgument(call.Arguments[1]);
        BoundExpression subject = expressions.BindArgument(call.Arguments[2]);
        bool fits = CheckArgument("subst", 1, SimpleType.String, replacement)
            & CheckArgument("subst", 2, SimpleType.String, subject);
        return pattern is null || !fits
            ? new BoundError(call.Span)
            : new BoundReplaceMatches(pattern, replacement, subject, call.Span);
    }

    BoundError Wrong(SourceSpan span, string message, string? hint = null)
    {
        _diagnostics.Error(DiagnosticCode.WrongArguments, span, message, hint);
        return new BoundError(span);
    }
}
