using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using LogMetrics.Hosting;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Server;

/// <summary>The page at <c>/</c>: what is loaded, what is read, and how far.</summary>
/// <remarks>Nothing of a line of a log is on it: whoever may see that a service runs may not see its users' data, and a
/// line must not be able to bring markup. Everything that is not written here is encoded.</remarks>
static class StatusPage
{
    /// <summary>The content of its style element, to the byte: the security policy names its hash.</summary>
    public const string Style =
        """
        :root { color-scheme: light dark; --line: #8884; --muted: #888; --good: #2e7d32; --bad: #c62828; --warn: #b26a00; }
        @media (prefers-color-scheme: dark) { :root { --good: #81c784; --bad: #ef9a9a; --warn: #ffcc80; } }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        header p, footer, td small { color: var(--muted); } header p { margin: .25rem 0 0; }
        nav a { margin-right: 1rem; } table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { font-weight: 600; } .number { text-align: right; font-variant-numeric: tabular-nums; }
        .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
        .scroll { overflow-x: auto; }
        pre { margin: .25rem 0 .75rem; padding: .6rem; border-left: 3px solid var(--bad); background: #8881; overflow-x: auto; }
        """;

    /// <summary>The hash of <see cref="Style"/>, which a test computes: SHA-256 at run time would load OpenSSL.</summary>
    public const string StyleHash = "OqkC4Eh01T0CDpZGGyp0xWiLaKbzbSSyEk9h3AkqSQ0=";

    /// <summary>The page for a moment.</summary>
    public static string Render(EngineStatus status, string version)
    {
        var html = new StringBuilder(8 * 1024);
        html.Append(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>LogMetrics</title>
            <style>{Style}</style>
            </head>
            <body>
            <header>
            <h1>LogMetrics</h1>
            <p>Version {Encode(version)} · up {UptimeOf(status)} · {RunningOf(status)} · {Count(status.Sources.Count, "source")} · {Count(status.Series, "series", "series")}</p>
            </header>
            <nav><p><a href="/metrics">Metrics</a><a href="/json">JSON</a><a href="/-/healthy">Healthy</a><a href="/-/ready">Ready</a></p></nav>
            <main>

            """);
        AppendPrograms(html, status);
        AppendSources(html, status);
        AppendState(html, status);
        html.Append("</main>\n<footer><p>Reload the programs with <code>POST /-/reload</code> or SIGHUP.</p></footer>\n</body>\n</html>\n");
        return html.ToString();
    }

    static void AppendPrograms(StringBuilder html, EngineStatus status)
    {
        html.Append("<section>\n<h2>Programs</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th>Program</th><th>State</th><th>Loaded</th>"
            + "<th class=\"number\">Lines</th><th class=\"number\">Errors</th><th>Last error</th></tr></thead>\n<tbody>\n");
        foreach (ProgramStatus program in status.Programs)
        {
            (string style, string state) = program.State switch
            {
                ProgramState.Loaded => ("good", "loaded"),
                ProgramState.OldVersionKept => ("warn", "has errors; the version before still runs"),
                _ => ("bad", "has errors; not running"),
            };
            html.Append(
                $"""
                <tr><td>{Encode(program.Name)}<br><small>{Encode(program.Path)}</small></td><td class="{style}">{state}</td><td>{Encode(TimeOf(program.RunningSince))}</td><td class="number">{Number(program.Lines)}</td><td class="number">{Number(program.Errors)}</td><td>{Encode(program.LastError ?? "–")}</td></tr>

                """);
            foreach (string finding in program.Findings)
            {
                html.Append($"<tr><td colspan=\"6\"><pre>{Encode(finding.TrimEnd())}</pre></td></tr>\n");
            }
        }

        html.Append("</tbody>\n</table></div>\n</section>\n");
    }

    static void AppendSources(StringBuilder html, EngineStatus status)
    {
        html.Append("<section>\n<h2>Sources</h2>\n");
        if (status.Sources.Count == 0)
        {
            html.Append("<p class=\"warn\">No log has been looked for yet.</p>\n</section>\n");
            return;
        }

        html.Append("<div class=\"scroll\"><table>\n<thead><tr><th>Source</th><th>State</th><th class=\"number\">Position</th>"
            + "<th class=\"number\">Size</th><th class=\"number\">Lag</th><th class=\"number\">Lines</th></tr></thead>\n<tbody>\n");
        foreach (SourceStatus source in status.Sources)
        {
            (string style, string state) = source.State switch
            {
                SourceState.Waiting => ("warn", "waiting: nothing is there yet"),
                SourceState.Following => ("good", "following"),
                SourceState.Rotated => ("good", "rotated; read to its end"),
                SourceState.Failing => ("bad", "cannot be read; tried again"),
                _ => ("", "ended"),
            };
            html.Append(
                $"""
                <tr><td>{Encode(source.Name)}</td><td class="{style}">{state}{ErrorOf(source)}</td><td class="number">{Number(source.PositionBytes)}</td><td class="number">{Number(source.SizeBytes)}</td><td class="number">{Number(source.LagBytes)}</td><td class="number">{Number(source.Lines)}</td></tr>

                """);
        }

        html.Append("</tbody>\n</table></div>\n<p><small>Position, size and lag in bytes.</small></p>\n</section>\n");
    }

    static void AppendState(StringBuilder html, EngineStatus status)
    {
        html.Append("<section>\n<h2>State</h2>\n");
        if (status.State is not { } state)
        {
            html.Append("<p>Nothing is kept over a restart; <code>--state-dir DIR</code> keeps it.</p>\n</section>\n");
            return;
        }

        (string style, string words) = state.IsHeld
            ? ("warn", "less is counted than was shown before; /metrics waits until the logs are read as far again")
            : state.LastError is string error ? ("bad", $"cannot be saved: {error}")
            : state.SavedAt is null ? ("", "not saved yet") : ("good", $"saved {TimeOf(state.SavedAt)}, {Number(state.SizeBytes)} bytes");
        string beginning = state.IsRestored ? "Counters went on where the process before left them." : "Counters began anew with this process.";
        html.Append(
            $"""
            <p>{Encode(state.Place)}: <span class="{style}">{Encode(words)}</span>. {beginning}</p>
            </section>

            """);
    }

    static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string RunningOf(EngineStatus status)
    {
        int running = status.Programs.Count(program => program.State != ProgramState.Failed);
        string all = Count(status.Programs.Count, "program");
        return running == status.Programs.Count ? $"{all} running" : $"{Number(running)} of {all} running";
    }

    static string ErrorOf(SourceStatus source) => source.LastError is string error ? $"<br><small>{Encode(error)}</small>" : "";

    static string Count(long count, string one, string? many = null) =>
        $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    static string TimeOf(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "–";

    static string UptimeOf(EngineStatus status)
    {
        TimeSpan up = status.Now - status.StartedAt;
        return up.TotalDays >= 1 ? $"{(int)up.TotalDays} d {up.Hours} h"
            : up.TotalHours >= 1 ? $"{up.Hours} h {up.Minutes} min"
            : up.TotalMinutes >= 1 ? $"{up.Minutes} min {up.Seconds} s"
            : $"{up.Seconds} s";
    }
}
