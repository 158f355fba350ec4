using System.Globalization;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>What a configuration says about the process, as the command that runs the program: a program itself says nothing about
/// where lines come from and where metrics are served.</summary>
static class CommandWriter
{
    /// <summary>Writes the command as a comment, and below it what is different then.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="findings">Gets what no option says.</param>
    public static string Write(GrokExporterConfiguration configuration, DiagnosticBag findings)
    {
        string[] lines =
        [
            "Written by `logmetrics convert`. Run it, under the name that you give it, as the configuration says:",
            $"  logmetrics run --programs metrics.mtail {Options(configuration)}",
            "The metrics of the exporter itself begin with logmetrics_ there, and not with grok_exporter_.",
            .. configuration.Input is { Type: InputType.File, FailOnMissingLogFile: true }
                ? ["A log that is missing at the start is waited for: there is no `fail_on_missing_logfile`."]
                : Array.Empty<string>(),
            .. LeftOut(configuration, findings),
        ];
        return string.Concat(lines.Select(line => $"# {line}\n")) + '\n';
    }

    static string Options(GrokExporterConfiguration configuration)
    {
        InputSettings input = configuration.Input;
        string[] logs = input.Type == InputType.File ? [.. input.Paths.Select(path => Quoted(path.Value))] : ["-"];
        string[] options =
        [
            $"--logs {string.Join(' ', logs)}",
            input is { Type: InputType.File, ReadAll: true } ? "--read-from beginning" : "",
            input.PollInterval is { } interval && interval > TimeSpan.Zero ? $"--poll-interval {DeclarationWriter.Duration(interval)}" : "",
            configuration.Metrics.Any(metric => metric.Retention is not null)
                ? $"--expiry-interval {DeclarationWriter.Duration(configuration.RetentionCheckInterval)}"
                : "",
            string.Create(CultureInfo.InvariantCulture, $"--listen {configuration.Server.Host?.Value ?? "0.0.0.0"}:{configuration.Server.Port}"),
        ];
        return string.Join(' ', options.Where(option => option.Length > 0));
    }

    /// <summary>Says what no option of <c>run</c> does, as findings and as comments.</summary>
    static IEnumerable<string> LeftOut(GrokExporterConfiguration configuration, DiagnosticBag findings)
    {
        HttpSettings server = configuration.Server;
        (bool IsSo, SourceSpan Span, string What, string Instead, string Hint)[] parts =
        [
            (
                configuration.Input.Type == InputType.Webhook,
                configuration.Input.Span,
                "the webhook",
                "a program alone gets its lines from files, pipes and sockets",
                "go on with `logmetrics run --config`, or send the lines to a socket: `--logs tcp:…`"),
            (
                server.IsHttps,
                server.ProtocolSpan,
                "TLS",
                "without `--config`, metrics are served by plain HTTP",
                "go on with `logmetrics run --config`, or put a proxy before it"),
            (
                server.Path != "/metrics",
                server.PathSpan,
                $"the path `{server.Path}`",
                "without `--config`, metrics are at `/metrics`",
                "let Prometheus ask for `/metrics`, or go on with `logmetrics run --config`"),
        ];
        foreach ((bool _, SourceSpan span, string what, string instead, string hint) in parts.Where(part => part.IsSo))
        {
            findings.Warning(DiagnosticCode.NotConverted, span, $"{what} is left out: {instead}", hint);
            yield return $"Left out is {what.Replace('\n', ' ')}: {instead}.";
        }
    }

    static string Quoted(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal).Replace('\n', ' ')}'";
}
