using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.GrokExporter.Templates;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Lowering;

/// <summary>Templates → expressions. Texts, fields and calculations become nodes like those of a program, which allocate nothing;
/// the rest is left to the interpreter of templates.</summary>
static class TemplateLowering
{
    /// <summary>Reads a template.</summary>
    /// <returns>Null when it cannot be read, which is then reported.</returns>
    public static Template? Parse(SettingText text, DiagnosticBag diagnostics)
    {
        try
        {
            return Template.Parse(text.Value);
        }
        catch (TemplateSyntaxException error)
        {
            diagnostics.Error(
                error.IsCall ? DiagnosticCode.BadTemplateCall : DiagnosticCode.BadTemplate,
                text.SpanOf(error.Start, error.Length),
                error.Message,
                error.Hint);
            return null;
        }
    }

    /// <summary>The text that a template makes.</summary>
    public static Expression Text(SettingText text, FieldBinding fields, DiagnosticBag diagnostics)
    {
        if (Parse(text, diagnostics) is not { } template)
        {
            return new StringLiteral("", text.Span);
        }

        if (TemplateSuspicion.Find(text.Value, fields.Names, isValue: false) is { } suspicion)
        {
            diagnostics.Warning(
                DiagnosticCode.SuspectTemplate, text.SpanOf(suspicion.Start, suspicion.Length), suspicion.Message, suspicion.Hint);
        }

        return Text(template, text, fields);
    }

    /// <summary>The number that a template makes.</summary>
    public static Expression Number(Template template, SettingText text, FieldBinding fields)
    {
        if (template.Pieces is [ActionPiece { Pipeline: { } pipeline }] && Number(pipeline, text, fields) is { } calculated)
        {
            return calculated;
        }

        return new ConvertExpression(Conversion.StringToFloat, Text(template, text, fields), ValueKind.Float, text.Span);
    }

    static Expression Text(Template template, SettingText text, FieldBinding fields)
    {
        Expression? sum = null;
        foreach (TemplateNode piece in template.Pieces)
        {
            if (Text(piece, text, fields) is not { } part)
            {
                return Interpreted(template, text, fields);
            }

            sum = sum is null ? part : new ArithmeticExpression(ArithmeticOperator.Add, sum, part, ValueKind.String, text.Span);
        }

        return sum ?? new StringLiteral("", text.Span);
    }

    static Expression? Text(TemplateNode piece, SettingText text, FieldBinding fields)
    {
        switch (piece)
        {
            case TextPiece plain:
                return new StringLiteral(plain.Text, text.SpanOf(plain.Start, plain.Length));
            case ActionPiece { Pipeline: { } pipeline } when FieldOf(pipeline) is { } field:
                return field.Names is [FieldBinding.Extra] ? null : fields.Find(field.Names[0], text.SpanOf(field.Start, field.Length));
            case ActionPiece { Pipeline: { } pipeline } when Number(pipeline, text, fields) is { } number:
                return new ConvertExpression(Conversion.FloatToString, number, ValueKind.String, number.Span);
            default:
                return null;
        }
    }

    static FieldNode? FieldOf(PipelineNode pipeline) =>
        pipeline is { Variables: [], Commands: [{ Words: [FieldNode { Names.Length: 1 } field] }] } ? field : null;

    /// <summary>A calculation with fields and numbers; null when it is another function, or can divide by zero.</summary>
    static ArithmeticExpression? Number(PipelineNode pipeline, SettingText text, FieldBinding fields)
    {
        if (pipeline is not { Variables: [], Commands: [{ Words: [FunctionNode function, TemplateNode left, TemplateNode right] }] })
        {
            return null;
        }

        ArithmeticOperator? op = function.Name switch
        {
            "add" => ArithmeticOperator.Add,
            "subtract" => ArithmeticOperator.Subtract,
            "multiply" => ArithmeticOperator.Multiply,
            "divide" when right is ConstantNode { Value: not (0L or 0d) } => ArithmeticOperator.Divide,
            _ => null,
        };
        return op is { } known && Operand(left, text, fields) is { } a && Operand(right, text, fields) is { } b
            ? new ArithmeticExpression(known, a, b, ValueKind.Float, text.SpanOf(pipeline.Start, pipeline.Length))
            : null;
    }

    static Expression? Operand(TemplateNode node, SettingText text, FieldBinding fields)
    {
        SourceSpan span = text.SpanOf(node.Start, node.Length);
        return node switch
        {
            ConstantNode { Value: long integer } => new FloatLiteral(integer, span),
            ConstantNode { Value: double real } => new FloatLiteral(real, span),
            FieldNode { Names: [not FieldBinding.Extra] names } => new ConvertExpression(Conversion.StringToFloat, fields.Find(names[0], span), ValueKind.Float, span),
            PipelineNode inner => Number(inner, text, fields),
            _ => null,
        };
    }

    static TextFunctionExpression Interpreted(Template template, SettingText text, FieldBinding fields)
    {
        ImmutableArray<Expression> arguments =
            [.. template.Fields.Select(field => fields.Find(field.Name, text.SpanOf(field.Start, field.Length)))];
        return new TextFunctionExpression(template, arguments, text.Span);
    }
}
