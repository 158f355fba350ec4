using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.GrokExporter.Lowering;
using LogMetrics.Compiler.GrokExporter.Templates;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>Writes the metrics of a configuration as a program in the language, which counts the same.</summary>
/// <remarks>What the language has no words for is left out, and said: deletion by some of the labels, <c>timestamp</c>, which knows
/// fractions of a second where <c>strptime</c> sets the time of the line, and templates with branches and loops.</remarks>
public sealed class ProgramWriter
{
    // A text that reads as a number, so that a line whose value is none changes nothing.
    const string Number = @"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$";
    const string Amount = @"^\+?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$";

    readonly GrokExporterConfiguration _configuration;
    readonly GrokPatterns _patterns;
    readonly StringBuilder _text = new();
    readonly DiagnosticBag _findings = new();

    ProgramWriter(GrokExporterConfiguration configuration, CompileOptions options)
    {
        _configuration = configuration;
        _patterns = new GrokPatterns(configuration.Definitions, options, new DiagnosticBag());
    }

    /// <summary>Writes a program.</summary>
    /// <param name="configuration">A configuration without errors.</param>
    /// <param name="options">What it was compiled with.</param>
    /// <param name="findings">What is left out.</param>
    public static string Write(
        GrokExporterConfiguration configuration, CompileOptions options, out ImmutableArray<Diagnostic> findings)
    {
        var writer = new ProgramWriter(configuration, options);
        writer.WriteDefinitions();
        foreach (MetricSettings metric in configuration.Metrics)
        {
            writer.WriteMetric(metric);
        }

        findings = writer._findings.ToSorted();
        return writer._text.ToString();
    }

    void WriteDefinitions()
    {
        HashSet<string> used = [];
        foreach (MetricSettings metric in _configuration.Metrics)
        {
            AddUsed(metric.Match.Value, used);
            AddUsed(metric.DeleteMatch?.Value ?? "", used);
        }

        // Of definitions of one name the last counts, and here there can be only one.
        GrokDefinition[] definitions = [.. _configuration.Definitions.Reverse().DistinctBy(definition => definition.Name).Reverse()];
        foreach (GrokDefinition definition in definitions.Where(definition => used.Contains(definition.Name)))
        {
            _text.Append(CultureInfo.InvariantCulture, $"grok {definition.Name} {Pattern(definition.Text.Text)}\n");
        }

        _text.Append(definitions.Any(definition => used.Contains(definition.Name)) ? "\n" : "");
    }

    void AddUsed(string text, HashSet<string> used)
    {
        for (int at = text.IndexOf("%{", StringComparison.Ordinal); at >= 0; at = text.IndexOf("%{", at + 2, StringComparison.Ordinal))
        {
            int end = text.AsSpan(at).IndexOfAny(':', '}');
            string name = end < 0 ? "" : text.Substring(at + 2, end - 2);
            if (used.Add(name) && _configuration.Definitions.LastOrDefault(definition => definition.Name == name) is { } definition)
            {
                AddUsed(definition.Text.Text, used);
            }
        }
    }

    void WriteMetric(MetricSettings metric)
    {
        if (_patterns.Find(metric.Match, metric.IsUnsafe) is not { } pattern || Update(metric, pattern) is not { } update)
        {
            return;
        }

        _text.Append(CultureInfo.InvariantCulture, $"{metric.Kind.ToString().ToLowerInvariant()} {metric.Name.Value}");
        _text.Append(metric.Labels.IsEmpty ? "" : " by " + string.Join(", ", metric.Labels.Select(label => label.Name.Value)));
        ImmutableArray<double> buckets = metric.Buckets is [<= 0, ..] ? [double.MinValue, .. metric.Buckets] : metric.Buckets;
        _text.Append(metric.Buckets.IsEmpty ? "" : " buckets " + string.Join(", ", buckets.Select(bucket => bucket.ToString("R", CultureInfo.InvariantCulture))));
        _text.Append(metric.Quantiles.IsEmpty ? "" : " quantiles " + string.Join(", ", metric.Quantiles.Select(quantile => string.Create(CultureInfo.InvariantCulture, $"{quantile.Quantile:R}: {quantile.Error:R}"))));
        _text.Append(metric.MaxAge is { } age ? $" max_age {Duration(age)}" : "");
        _text.Append(CultureInfo.InvariantCulture, $" help {Quote(metric.Help.Value)}\n");
        string deletion = Deletion(metric);
        bool hasPaths = !metric.Paths.IsEmpty;
        if (hasPaths)
        {
            _text.Append(CultureInfo.InvariantCulture, $"getfilename() =~ {Slashed($"(?:{string.Join('|', metric.Paths.Select(path => Glob(path.Value)))})$")} {{\n");
        }

        _text.Append(CultureInfo.InvariantCulture, $"{(metric.IsUnsafe ? "unsafe_regex " : "")}{Pattern(WithTypes(metric.Match.Value, metric.Labels, pattern))} {{\n{update}}}\n{deletion}{(hasPaths ? "}\n" : "")}\n");
    }

    string? Update(MetricSettings metric, CompiledPattern pattern)
    {
        if (Keys(metric, metric.Labels) is not { } keys)
        {
            return null;
        }

        string series = metric.Name.Value + keys;
        string retention = metric.Retention is { } time ? $"  del {series} after {Duration(time)}\n" : "";
        if (metric.Value is not { } value || metric.Value?.Value is "1" or "1.0")
        {
            string step = metric.Kind == MetricKind.Counter ? "++" : metric.Cumulative ? " += 1.0" : " = 1.0";
            return $"  {series}{step}\n{retention}";
        }

        var template = Template.Parse(value.Value);
        if (template.Constant is { } constant)
        {
            return $"  {series}{(metric.Kind == MetricKind.Counter || metric.Cumulative ? " += " : " = ")}float({Quote(constant)})\n{retention}";
        }

        if (ExpressionWriter.Number(template) is not { } number)
        {
            LeaveOut(value.Span, $"`{metric.Name.Value}` is left out: its value is more than a field or a calculation", "write the value by hand; the language has conditions, `subst` and `strptime`");
            return null;
        }

        string sign = metric.Kind == MetricKind.Counter || metric.Cumulative ? "+=" : "=";
        string change = $"  {series} {sign} {number}\n{retention}";
        foreach (TemplateField field in template.Fields)
        {
            int group = pattern.FieldNames.IndexOf(field.Name);
            if (group < 0 || pattern.Kinds[group] is ValueKind.String || metric.Kind == MetricKind.Counter)
            {
                string guard = metric.Kind == MetricKind.Counter ? Amount : Number;
                change = group >= 0 && pattern.Kinds[group] is not ValueKind.String ? change : $"  ${field.Name} =~ /{guard}/ {{\n{change}  }}\n";
            }
        }

        return change;
    }

    string? Keys(MetricSettings metric, ImmutableArray<LabelSetting> labels)
    {
        var keys = new StringBuilder();
        foreach (LabelSetting label in labels)
        {
            if (ExpressionWriter.Text(Template.Parse(label.Template.Value)) is not { } text)
            {
                LeaveOut(
                    label.Template.Span,
                    $"`{metric.Name.Value}` is left out: the label `{label.Name.Value}` is more than texts and fields",
                    "write the label by hand; the language has conditions and `subst`");
                return null;
            }

            keys.Append('[').Append(text).Append(']');
        }

        return keys.ToString();
    }

    string Deletion(MetricSettings metric)
    {
        if (metric.DeleteMatch is not { } match)
        {
            return "";
        }

        LabelSetting[] labels =
        [
            .. metric.Labels.Select(label => metric.DeleteLabels.FirstOrDefault(deleted => deleted.Name.Value == label.Name.Value)).OfType<LabelSetting>(),
        ];
        if (labels.Length < metric.Labels.Length)
        {
            LeaveOut(match.Span, $"the `delete_match` of `{metric.Name.Value}` is left out: programs delete by all labels of a metric", "name every label in `delete_labels`, or use `del … after`");
            return "";
        }

        return Keys(metric, [.. labels]) is { } keys ? $"{Pattern(WithTypes(match.Value, metric.DeleteLabels, _patterns.Find(match, metric.IsUnsafe)))} {{\n  del {metric.Name.Value}{keys}\n}}\n" : "";
    }

    void LeaveOut(SourceSpan span, string message, string hint) =>
        _findings.Warning(DiagnosticCode.NotConverted, span, message, hint);

    // What becomes a label is a text to the configuration, and would lose the zeros before its digits as a number. A type that
    // nobody knows is ignored there, and refused here.
    static string WithTypes(string text, ImmutableArray<LabelSetting> labels, CompiledPattern? pattern)
    {
        HashSet<string> fields =
        [
            .. labels.SelectMany(label => Template.Parse(label.Template.Value).Fields)
                .Select(field => field.Name)
                .Where(name => pattern?.FieldNames.IndexOf(name) is >= 0 and { } group && pattern.Kinds[group] is not ValueKind.String),
        ];
        var typed = new StringBuilder();
        int at = 0;
        while (at < text.Length)
        {
            if (GrokReference.At(text, at, GrokDialect.Oniguruma) is not { } reference)
            {
                typed.Append(text[at++]);
                continue;
            }

            bool isUnknown = reference.Type is { } type && GrokField.TypeNamed(type) is null;
            typed.Append(
                reference.Field is { } field && fields.Contains(field) ? $"%{{{reference.Name}:{field}:string}}"
                : isUnknown ? $"%{{{reference.Name}:{reference.Field}}}"
                : text.AsSpan(at, reference.Length));
            at += reference.Length;
        }

        return typed.ToString();
    }

    static string Duration(TimeSpan time) => time.Ticks % TimeSpan.TicksPerMillisecond == 0
        ? GoDuration.Format(time)
        : (time.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture) + "s";

    static string Pattern(string text) =>
        Slashed(GrokPatterns.DialectOf(text) == GrokDialect.Native ? text : $"(?O:{text})");

    internal static string Slashed(string text)
    {
        var slashed = new StringBuilder("/");
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                slashed.Append(text[at++]);
            }
            else if (text[at] == '/')
            {
                slashed.Append('\\');
            }

            slashed.Append(text[at]);
        }

        return slashed.Append('/').ToString();
    }

    // Relative paths were relative to wherever the exporter was started.
    static string Glob(string glob) => string.Concat(glob.TrimStart('.').Select(c => c switch
    {
        '*' => "[^/]*",
        '?' => "[^/]",
        _ when char.IsAsciiLetterOrDigit(c) || c is '/' or '[' or ']' or '-' => c.ToString(),
        _ => $"\\{c}",
    }));

    internal static string Quote(string text) =>
        '"' + text.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal) + '"';
}
