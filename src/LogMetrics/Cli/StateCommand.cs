using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LogMetrics.Configuration;
using LogMetrics.Runtime.State;

namespace LogMetrics.Cli;

/// <summary><c>logmetrics state</c>: what is kept over restarts, and whether it is whole. Reads only, also while a process
/// uses the folder.</summary>
static class StateCommand
{
    public const string Example = "logmetrics state show /var/lib/logmetrics/state";

    public static Command Create()
    {
        var command = new Command("state", "Look at what `run --state-dir` keeps over restarts.");
        command.Add(Create("show", "Print the positions and the metrics of the newest state that is whole.", Show));
        command.Add(Create("check", "Say of each state file whether it is whole; exit 1 if the newest is not.", Check));
        return command;
    }

    static Command Create(string name, string description, Func<IReadOnlyList<StateFileReport>, bool, int> run)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder given with --state-dir." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(name, description) { folder, json };
        command.SetAction(parsed => run(Read(parsed.GetValue(folder)!), parsed.GetValue(json)));
        return command;
    }

    static IReadOnlyList<StateFileReport> Read(string folder)
    {
        try
        {
            IReadOnlyList<StateFileReport> files = StateFileReport.ReadAll(folder);
            return files.Count > 0
                ? files
                : throw new CommandFailedException(ExitCode.Usage, $"{folder}: no state is in it; give the folder of --state-dir");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            bool isMissing = exception is DirectoryNotFoundException;
            throw new CommandFailedException(
                isMissing ? ExitCode.Usage : ExitCode.SystemFailure, isMissing ? $"{folder}: no such folder" : $"{folder}: {exception.Message}");
        }
    }

    static int Show(IReadOnlyList<StateFileReport> files, bool asJson)
    {
        StateFileReport? state = files.FirstOrDefault(file => file.Problem is null);
        if (state is null)
        {
            return Check(files, asJson);
        }

        if (asJson)
        {
            WriteJson(json => Write(json, state, isWhole: true));
            return ExitCode.Done;
        }

        Console.WriteLine($"saved {TimeOf(state.SavedAt)} by LogMetrics {state.Version}{(state.IsFinal ? ", when it ended" : "")}");
        Console.WriteLine("\nlogs");
        WriteTable(
            ["position", "size", "path"],
            [.. state.Files.Select(file => new[] { Number(file.PositionBytes), Number(file.SizeBytes), file.Path })],
            numbers: 2);
        Console.WriteLine("\nmetrics");
        WriteTable(
            ["series", "total", "metric"],
            [
                .. state.Metrics.Select(metric => new[]
                {
                    Number(metric.Series),
                    metric.Total?.ToString("G15", CultureInfo.InvariantCulture) ?? "",
                    $"{KindOf(metric)} {metric.Name}{(metric.Labels.Count > 0 ? $" by {string.Join(", ", metric.Labels)}" : "")}"
                        + (metric.RemovedAt is { } removed ? $" (in no program since {TimeOf(removed)})" : ""),
                }),
            ],
            numbers: 2);
        return ExitCode.Done;
    }

    static int Check(IReadOnlyList<StateFileReport> files, bool asJson)
    {
        if (asJson)
        {
            WriteJson(json =>
            {
                json.WriteStartArray();
                foreach (StateFileReport file in files)
                {
                    Write(json, file, isWhole: false);
                }

                json.WriteEndArray();
            });
        }
        else
        {
            foreach (StateFileReport file in files)
            {
                Console.WriteLine(file.Problem is null
                    ? $"state-{file.Sequence}: is whole: {Number(file.SizeBytes)} bytes, saved {TimeOf(file.SavedAt)}, {file.Files.Count} logs, {file.Metrics.Sum(metric => metric.Series)} series"
                    : $"state-{file.Sequence}: {file.Problem}");
            }
        }

        return files[0].Problem is null ? ExitCode.Done : ExitCode.InputWrong;
    }

    static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using Stream output = StandardOutput.Open();
        using (var json = new Utf8JsonWriter(
            output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        output.Write("\n"u8);
    }

    static void Write(Utf8JsonWriter json, StateFileReport file, bool isWhole)
    {
        json.WriteStartObject();
        json.WriteNumber("file", file.Sequence);
        json.WriteNumber("bytes", file.SizeBytes);
        json.WriteString("problem", file.Problem);
        if (file.Problem is null)
        {
            json.WriteString("saved", file.SavedAt);
            json.WriteBoolean("final", file.IsFinal);
            json.WriteString("version", file.Version);
        }

        if (isWhole)
        {
            WriteLogs(json, file);
            WriteMetrics(json, file);
        }

        json.WriteEndObject();
    }

    static void WriteLogs(Utf8JsonWriter json, StateFileReport file)
    {
        json.WriteStartArray("logs");
        foreach (StateLogReport log in file.Files)
        {
            json.WriteStartObject();
            json.WriteString("name", log.Name);
            json.WriteString("path", log.Path);
            json.WriteNumber("device", log.Device);
            json.WriteNumber("inode", log.Inode);
            json.WriteNumber("position", log.PositionBytes);
            json.WriteNumber("size", log.SizeBytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteMetrics(Utf8JsonWriter json, StateFileReport file)
    {
        json.WriteStartArray("metrics");
        foreach (StateMetricReport metric in file.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", metric.Name);
            json.WriteString("program", metric.Program);
            json.WriteString("kind", KindOf(metric));
            json.WriteStartArray("labels");
            foreach (string label in metric.Labels)
            {
                json.WriteStringValue(label);
            }

            json.WriteEndArray();
            json.WriteNumber("series", metric.Series);
            if (metric.Total is { } total && double.IsFinite(total))
            {
                json.WriteNumber("total", total);
            }

            if (metric.RemovedAt is { } removed)
            {
                json.WriteString("removed", removed);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteTable(string[] head, string[][] rows, int numbers)
    {
        int[] widths = [.. head.Select((title, column) => Math.Max(title.Length, rows.Select(row => row[column].Length).DefaultIfEmpty(0).Max()))];
        foreach (string[] row in rows.Prepend(head))
        {
            Console.WriteLine("  " + string.Join("  ", row.Select(
                (cell, column) => column < numbers ? cell.PadLeft(widths[column]) : Printable(cell))));
        }
    }

    // A path comes from whoever can make files, and a terminal obeys what it reads.
    static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));

    static string KindOf(StateMetricReport metric) => metric.Kind.ToString().ToLowerInvariant();

    static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
