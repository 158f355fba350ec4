using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Templates;
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
        ["raw"] = new(null, SimpleType.String, [null]),
        ["template"] = new(null, SimpleType.String, SimpleType.String),
        ["gsub"] = new(null, SimpleType.String, null, SimpleType.String, SimpleType.String),
        ["settime"] = new(Builtin.SetTime, SimpleType.None, SimpleType.Int),
        ["strptime"] = new(Builtin.ParseTime, SimpleType.None, SimpleType.String, SimpleType.String),
        ["strtol"] = new(Builtin.ParseInt, SimpleType.Int, SimpleType.String, SimpleType.Int),
        ["subst"] = new(Builtin.Replace, SimpleType.String, SimpleType.String, SimpleType.String, SimpleType.String),
    };

    /// <summary><c>timestamp</c> with arguments reads a time instead of telling that of the line.</summary>
    static readonly Signature ReadTime = new(Builtin.ReadTime, SimpleType.Float, SimpleType.String, SimpleType.String);

    public BoundExpression Bind(CallSyntax call)
    {
        string name = call.Function.Text;
        Signature signature = name == "timestamp" && !call.Arguments.IsEmpty ? ReadTime : Signatures[name];
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

        switch (name)
        {
            case "defined":
                return BindDefined(call);
            case "raw":
                return BindRaw(call);
            case "gsub":
                return BindGsub(call);
            case "template":
                return BindTemplate(call);
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
            case "strptime" or "timestamp" when arguments is [_, not BoundString]:
                Wrong(
                    arguments[1].Span,
                    $"argument 2 of `{function}` is a layout that is written in the program",
                    "write it as a string, such as `\"2006-01-02T15:04:05\"`");
                return false;
            case "strptime" or "timestamp" when arguments is [_, BoundString { Value: var layout }] && TimeLayout.TryParse(layout) is null:
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

    BoundExpression BindRaw(CallSyntax call)
    {
        if (call.Arguments[0] is CaptureSyntax capture)
        {
            return expressions.FindCapture(capture) is { } symbol
                ? new BoundRawCapture(symbol, call.Span)
                : new BoundError(call.Span);
        }

        expressions.BindArgument(call.Arguments[0]);
        _diagnostics.Error(
            DiagnosticCode.NotACapture,
            call.Arguments[0].Span,
            "`raw` gives the text that a group took, so its argument is a capture",
            "write `raw($name)`");
        return new BoundError(call.Span);
    }

    BoundExpression BindGsub(CallSyntax call)
    {
        BoundExpression subject = expressions.BindArgument(call.Arguments[2]);
        bool fits = CheckArgument("gsub", 2, SimpleType.String, subject);
        if (!patterns.IsPattern(call.Arguments[0]))
        {
            return Wrong(call.Arguments[0].Span, "argument 1 of `gsub` is a pattern", "write it between slashes, or use `subst` for a plain text");
        }

        if (call.Arguments[1] is not StringSyntax { Value: var replacement })
        {
            return Wrong(
                call.Arguments[1].Span,
                "argument 2 of `gsub` is a text that is written in the program",
                "write `\"\\1\"` for what the first group took; `subst` takes any text, without groups");
        }

        BoundPattern? pattern = patterns.Bind(call.Arguments[0], declareGroups: false);
        if (pattern is null || !fits)
        {
            return new BoundError(call.Span);
        }

        return Substitution.TryCreate(pattern.Compiled.Expanded.Text, replacement) is { } function
            ? new BoundTextFunction(function, [subject], call.Span)
            : Wrong(
                call.Arguments[1].Span,
                "this replacement has a backslash that means nothing",
                "`\\1` and `\\k<name>` stand for groups, `\\0` for the whole match, and `\\\\` for one backslash");
    }

    BoundExpression BindTemplate(CallSyntax call)
    {
        if (call.Arguments[0] is not StringSyntax { Value: var text })
        {
            return Wrong(
                call.Arguments[0].Span, "the argument of `template` is a text that is written in the program", "write `template(\"{{.name}}\")`");
        }

        try
        {
            var template = Template.Parse(text);
            ImmutableArray<BoundExpression> fields = [.. template.Fields.Select(field => Field(field.Name, call.Arguments[0].Span))];
            return fields.Any(field => field is BoundError)
                ? new BoundError(call.Span)
                : new BoundTextFunction(template, fields, call.Span);
        }
        catch (TemplateSyntaxException error)
        {
            _diagnostics.Error(
                error.IsCall ? DiagnosticCode.BadTemplateCall : DiagnosticCode.BadTemplate, call.Arguments[0].Span, error.Message, error.Hint);
            return new BoundError(call.Span);
        }
    }

    /// <summary>What a template names: a capture, or what every line brings along.</summary>
    BoundExpression Field(string name, SourceSpan span)
    {
        bool isCapture = context.Scope.Find(scope => scope.Captures, name) is not null;
        return (isCapture, name) switch
        {
            (false, "logfile") => new BoundCall(Builtin.SourceFile, [], SimpleType.String, span),
            (false, "extra") => new BoundCall(Builtin.SourceExtra, [], SimpleType.String, span),
            _ => expressions.FindCapture(new CaptureSyntax(name, span)) is { } symbol
                ? new BoundRawCapture(symbol, span)
                : new BoundError(span),
        };
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
