using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LogMetrics.Configuration;
using LogMetrics.Hosting;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Cli;

/// <summary><c>logmetrics once</c>: reads logs from their first byte to their end and prints the metrics.</summary>
static class OnceCommand
{
    public const string Example = "logmetrics once --programs programs/apache_combined.mtail --logs access.log";

    enum OutputFormat
    {
        Prometheus,
        OpenMetrics,
        Json,
    }

    public static Command Create()
    {
        var engine = new EngineOptions(LogLevel.Warning);
        DefaultedOption<OutputFormat> format = OptionValues.OneOf(
            "--format",
            "How the metrics are printed.",
            ("prometheus", OutputFormat.Prometheus),
            ("openmetrics", OutputFormat.OpenMetrics),
            ("json", OutputFormat.Json));
        var stats = new Option<bool>("--stats") { Description = "Write what was done to standard error, as one JSON object." };
        var command = new Command("once", "Read logs from start to end, print the metrics, exit.");
        engine.AddMainTo(command);
        command.Add(format);
        command.Add(stats);
        engine.AddDetailsTo(command);
        command.SetAction((parsed, _) =>
            RunAsync(engine.SettingsOf(parsed), engine.LogSettingsOf(parsed), format.In(parsed), parsed.GetValue(stats)));
        return command;
    }

    static async Task<int> RunAsync(EngineSettings settings, LogSettings logSettings, OutputFormat format, bool stats)
    {
        using var log = new StandardErrorLog(logSettings, TimeProvider.System, Console.Error);
        using var engine = new Engine(
            settings with { Sources = settings.Sources with { Once = true }, ExpiryInterval = TimeSpan.Zero }, log, TimeProvider.System);
        await OneShot.LoadAsync(engine);
        using var progress = new Progress();
        OneShot result = await OneShot.RunAsync(engine, progress.Show);
        progress.Clear();
        if (result.WhatWasNotRead is { Count: > 0 } problems)
        {
            throw new CommandFailedException(ExitCode.InputWrong, string.Join("\nlogmetrics once: ", problems));
        }

        Print(result.Snapshot, settings.Exposition, format);
        if (stats)
        {
            PrintStats(result);
        }
        else
        {
            await Console.Error.WriteLineAsync(HowToFollow(settings, result));
        }

        return result.WhatWasDamaged is { Count: > 0 } damages
            ? throw new CommandFailedException(ExitCode.InputWrong, string.Join("\nlogmetrics once: ", damages))
            : ExitCode.Done;
    }

    static void Print(MetricSnapshot snapshot, ExpositionOptions options, OutputFormat format)
    {
        var bytes = new ArrayBufferWriter<byte>();
        switch (format)
        {
            case OutputFormat.Prometheus:
                PrometheusText.Write(snapshot, options, bytes);
                break;
            case OutputFormat.OpenMetrics:
                OpenMetricsText.Write(snapshot, options, bytes);
                break;
            case OutputFormat.Json:
                Json.WriteByName(snapshot, bytes);
                break;
        }

        using Stream output = StandardOutput.Open();
        output.Write(bytes.WrittenSpan);
    }

    // The metrics are on standard output, so this disturbs nobody who reads them.
    static string HowToFollow(EngineSettings settings, OneShot result)
    {
        long count = result.Sources.Sum(source => source.Lines);
        string lines = count == 1 ? "1 line" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} lines";
        string programs = string.Join(' ', settings.Programs.Select(Quoted));
        string logs = string.Join(' ', settings.Sources.Logs.Select(Quoted));
        return $"{lines} read. To follow a live log and serve http://localhost:{ListenAddress.DefaultPort}/metrics:\n"
            + (settings.ConfigurationFile is { } file && settings.Programs.Length == 1
                ? $"  logmetrics run --config {Quoted(file)}"
                : $"  logmetrics run --programs {programs} --logs {logs}");
    }

    static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    static void PrintStats(OneShot result)
    {
        using Stream output = Console.OpenStandardError();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("lines", result.Sources.Sum(source => source.Lines));
            json.WriteNumber("bytes", result.Sources.Sum(source => source.PositionBytes));
            json.WriteNumber("seconds", result.Time.TotalSeconds);
            json.WriteStartObject("programs");
            foreach (ProgramStatistics program in result.Programs)
            {
                json.WriteStartObject(program.Name);
                json.WriteNumber("lines", program.Lines);
                json.WriteNumber("errors", program.Errors);
                json.WriteStartArray("error_messages");
                foreach (string message in program.ErrorMessages)
                {
                    json.WriteStringValue(message);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
