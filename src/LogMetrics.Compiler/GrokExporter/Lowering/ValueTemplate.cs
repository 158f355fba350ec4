using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.GrokExporter.Templates;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Lowering;

/// <summary>The template of a value, which is a number once it is filled in.</summary>
sealed class ValueTemplate
{
    readonly SettingText _text;
    readonly Template _template;
    readonly DiagnosticBag _diagnostics;

    ValueTemplate(SettingText text, Template template, DiagnosticBag diagnostics)
    {
        _text = text;
        _template = template;
        _diagnostics = diagnostics;
    }

    /// <summary>Whether it is the number one, as of a counter that says nothing.</summary>
    public bool IsOne => _template.Constant is { } constant && TryParse(constant, out double value) && value == 1;

    /// <summary>Reads it.</summary>
    /// <returns>Null when it cannot be read, which is then reported.</returns>
    public static ValueTemplate? Parse(SettingText text, DiagnosticBag diagnostics) =>
        TemplateLowering.Parse(text, diagnostics) is { } template ? new ValueTemplate(text, template, diagnostics) : null;

    /// <summary>The number.</summary>
    public Expression Lower(FieldBinding fields)
    {
        TemplateSuspicion? suspicion = TemplateSuspicion.Find(_text.Value, fields.Names, isValue: true);
        if (_template.Constant is { } constant)
        {
            if (TryParse(constant, out double value))
            {
                return new FloatLiteral(value, _text.Span);
            }

            _diagnostics.Warning(
                DiagnosticCode.AlwaysFails, _text.Span, $"`{constant}` is no number, so every line that matches is an error", suspicion?.Hint ?? "name the field that is a number: `'{{.field}}'`");
        }
        else if (suspicion is { } found)
        {
            _diagnostics.Warning(DiagnosticCode.SuspectTemplate, _text.SpanOf(found.Start, found.Length), found.Message, found.Hint);
        }

        return TemplateLowering.Number(_template, _text, fields);
    }

    static bool TryParse(string text, out double value) =>
        NumberText.ParseFloat(Encoding.UTF8.GetBytes(text), out value) == NumberError.None;
}
