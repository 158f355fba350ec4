using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Writes a configuration as version 3: what says more than the defaults, and nothing that imports bring.</summary>
public sealed class ConfigurationPrinter
{
    readonly StringBuilder _text = new();

    ConfigurationPrinter()
    {
    }

    /// <summary>The text, which reads as the same configuration.</summary>
    public static string Print(GrokExporterConfiguration configuration)
    {
        var printer = new ConfigurationPrinter();
        printer.PrintAll(configuration);
        return printer._text.ToString();
    }

    void PrintAll(GrokExporterConfiguration configuration)
    {
        Line(0, "global:");
        Line(2, "config_version: 3");
        LineIf(
            configuration.RetentionCheckInterval != TimeSpan.FromSeconds(53),
            2,
            $"retention_check_interval: {Duration(configuration.RetentionCheckInterval)}");
        Print(configuration.Input);
        Print(configuration.Imports);
        List(0, "grok_patterns", configuration.InlinePatterns);
        LineIf(!configuration.InlineMetrics.IsEmpty, 0, "metrics:");
        foreach (MetricSettings metric in configuration.InlineMetrics)
        {
            Print(metric);
        }

        Print(configuration.Server);
    }

    void Print(InputSettings input)
    {
        Line(0, "input:");
        Line(2, $"type: {input.Type switch { InputType.File => "file", InputType.Webhook => "webhook", _ => "stdin" }}");
        Paths(2, input.Paths);
        LineIf(input.Type == InputType.File && !input.FailOnMissingLogFile, 2, "fail_on_missing_logfile: false");
        LineIf(input.ReadAll, 2, "readall: true");
        LineIf(input.PollInterval > TimeSpan.Zero, 2, $"poll_interval: {Duration(input.PollInterval ?? TimeSpan.Zero)}");
        LineIf(input.MaxLinesInBuffer > 0, 2, string.Create(CultureInfo.InvariantCulture, $"max_lines_in_buffer: {input.MaxLinesInBuffer}"));
        if (input.Type == InputType.Webhook)
        {
            Line(2, $"webhook_path: {Quote(input.WebhookPath)}");
            Line(2, $"webhook_format: {WebhookReader.WordOf(input.WebhookFormat)}");
            Line(2, $"webhook_json_selector: {Quote(input.WebhookJsonSelector)}");
            Line(2, $"webhook_text_bulk_separator: {Quote(input.WebhookTextBulkSeparator)}");
        }
    }

    void Print(ImmutableArray<ImportSettings> imports)
    {
        LineIf(!imports.IsEmpty, 0, "imports:");
        foreach (ImportSettings import in imports)
        {
            Line(0, $"- type: {import.Type.Value}");
            Line(2, $"{(import.IsDirectory ? "dir" : "file")}: {Quote(import.Path.Value)}");
            if (import.Defaults is not { } defaults)
            {
                continue;
            }

            Line(2, "defaults:");
            Paths(4, defaults.Paths);
            LineIf(defaults.Retention is not null, 4, $"retention: {Duration(defaults.Retention ?? TimeSpan.Zero)}");
            Numbers(4, defaults.Buckets, defaults.Quantiles, defaults.MaxAge);
            Labels(4, "labels", defaults.Labels);
        }
    }

    void Print(MetricSettings metric)
    {
        Line(0, $"- type: {metric.Kind.ToString().ToLowerInvariant()}");
        Line(2, $"name: {metric.Name.Value}");
        Line(2, $"help: {Quote(metric.Help.Value)}");
        Line(2, $"match: {Quote(metric.Match.Value)}");
        Paths(2, metric.Paths);
        LineIf(metric.Retention is not null, 2, $"retention: {Duration(metric.Retention ?? TimeSpan.Zero)}");
        LineIf(metric.Value is not null, 2, $"value: {Quote(metric.Value?.Value ?? "")}");
        LineIf(metric.Cumulative, 2, "cumulative: true");
        Numbers(2, metric.Buckets.SequenceEqual(MetricReader.DefaultBuckets) ? [] : metric.Buckets, metric.Quantiles, metric.MaxAge);
        Labels(2, "labels", metric.Labels);
        LineIf(metric.DeleteMatch is not null, 2, $"delete_match: {Quote(metric.DeleteMatch?.Value ?? "")}");
        Labels(2, "delete_labels", metric.DeleteLabels);
    }

    void Print(HttpSettings server)
    {
        Line(0, "server:");
        Line(2, $"protocol: {(server.IsHttps ? "https" : "http")}");
        LineIf(server.Host is not null, 2, $"host: {Quote(server.Host?.Value ?? "")}");
        Line(2, string.Create(CultureInfo.InvariantCulture, $"port: {server.Port}"));
        LineIf(server.Path != "/metrics", 2, $"path: {Quote(server.Path)}");
        LineIf(server.Certificate is not null, 2, $"cert: {Quote(server.Certificate?.Value ?? "")}");
        LineIf(server.Key is not null, 2, $"key: {Quote(server.Key?.Value ?? "")}");
        LineIf(server.ClientAuthorities is not null, 2, $"client_ca: {Quote(server.ClientAuthorities?.Value ?? "")}");
        LineIf(server.ClientAuthentication is not null, 2, $"client_auth: {server.ClientAuthentication}");
    }

    void Paths(int indent, ImmutableArray<SettingText> paths)
    {
        if (paths.Length == 1)
        {
            Line(indent, $"path: {Quote(paths[0].Value)}");
        }
        else
        {
            List(indent, "paths", paths);
        }
    }

    void List(int indent, string name, ImmutableArray<SettingText> texts)
    {
        LineIf(!texts.IsEmpty, indent, $"{name}:");
        foreach (SettingText text in texts)
        {
            Line(indent, $"- {Quote(text.Value)}");
        }
    }

    void Numbers(int indent, ImmutableArray<double> buckets, ImmutableArray<SummaryQuantile> quantiles, TimeSpan? maxAge)
    {
        LineIf(!buckets.IsEmpty, indent, $"buckets: [{string.Join(", ", buckets.Select(Number))}]");
        LineIf(!quantiles.IsEmpty, indent, $"quantiles: {{{string.Join(", ", quantiles.Select(q => $"{Number(q.Quantile)}: {Number(q.Error)}"))}}}");
        LineIf(maxAge is not null, indent, $"max_age: {Duration(maxAge ?? TimeSpan.Zero)}");
    }

    void Labels(int indent, string name, ImmutableArray<LabelSetting> labels)
    {
        LineIf(!labels.IsEmpty, indent, $"{name}:");
        foreach (LabelSetting label in labels)
        {
            Line(indent + 2, $"{label.Name.Value}: {Quote(label.Template.Value)}");
        }
    }

    void LineIf(bool condition, int indent, string line)
    {
        if (condition)
        {
            Line(indent, line);
        }
    }

    void Line(int indent, string line) => _text.Append(' ', indent).Append(line).Append('\n');

    static string Duration(TimeSpan duration) => GoDuration.Format(duration);

    static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    // What single quotes cannot hold needs double ones.
    static string Quote(string text) => text.Any(char.IsControl)
        ? '"' + string.Concat(text.Select(Escape)) + '"'
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    static string Escape(char c) => c switch
    {
        '"' or '\\' => $"\\{c}",
        '\n' => "\\n",
        '\t' => "\\t",
        _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        _ => c.ToString(),
    };
}
