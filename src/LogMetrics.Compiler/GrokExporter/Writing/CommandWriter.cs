using System.Globalization;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>What a configuration says about the process, as the command that runs the program: a program itself says nothing about
/// where lines come from and where metrics are served.</summary>
static class CommandWriter
{
    /// <summary>Writes the command as a comment.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="findings">Gets what no option says.</param>
    public static string Write(GrokExporterConfiguration configuration, DiagnosticBag findings)
    {
        InputSettings input = configuration.Input;
        if (input.Type == InputType.Webhook)
        {
            findings.Warning(
                DiagnosticCode.NotConverted,
                input.Span,
                "the webhook is left out: a program alone gets its lines from files, pipes and sockets",
                "go on with `logmetrics run --config`, or send the lines to a socket: `--logs tcp:…`");
        }

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
        return "# Written by `logmetrics convert`. Run it, under the name that you give it, as the configuration says:\n"
            + $"#   logmetrics run --programs metrics.mtail {string.Join(' ', options.Where(option => option.Length > 0))}\n\n";
    }

    static string Quoted(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal).Replace('\n', ' ')}'";
}
