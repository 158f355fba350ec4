using System.Text.Json;

namespace LogMetrics.EndToEndTests.Processes;

/// <summary>A real Prometheus that scrapes every second.</summary>
sealed class PrometheusServer : IAsyncDisposable
{
    readonly RunningProcess _process;
    readonly HttpClient _client;

    PrometheusServer(RunningProcess process, int port)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>Starts it, with a job for each target.</summary>
    public static PrometheusServer Start(Workspace workspace, params (string Job, Uri Target)[] jobs)
    {
        string scrapes = string.Concat(jobs.Select(job =>
            $"""
              - job_name: {job.Job}
                static_configs:
                  - targets: ['{job.Target.Authority}']

            """));
        string configuration = workspace.Write("prometheus.yml", $"global:\n  scrape_interval: 1s\nscrape_configs:\n{scrapes}");
        int port = LoopbackPort.Free();
        RunningProcess process = RunningProcess.Start(
            Tools.Prometheus.Path,
            [
                $"--config.file={configuration}", $"--storage.tsdb.path={workspace["tsdb"]}",
                $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
            ]);
        return new PrometheusServer(process, port);
    }

    /// <summary>The first value of an instant query, as it stands in the answer; else why there is none.</summary>
    public async Task<string> QueryAsync(string query)
    {
        using JsonDocument? json = await AskAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        if (json is null)
        {
            return "no answer";
        }

        JsonElement result = json.RootElement.GetProperty("data").GetProperty("result");
        return result.GetArrayLength() == 0 ? "nothing" : result[0].GetProperty("value")[1].GetString() ?? "";
    }

    /// <summary>The type and the help of a metric as a job's target gave them, in that order.</summary>
    public async Task<string> MetadataAsync(string job, string metric)
    {
        string target = Uri.EscapeDataString($"{{job=\"{job}\"}}");
        using JsonDocument? json = await AskAsync($"/api/v1/targets/metadata?match_target={target}&metric={metric}");
        return json is null || json.RootElement.GetProperty("data") is not { ValueKind: JsonValueKind.Array } data || data.GetArrayLength() == 0
            ? "nothing"
            : $"{data[0].GetProperty("type").GetString()}: {data[0].GetProperty("help").GetString()}";
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    // Null while it does not answer yet, or knows nothing.
    async Task<JsonDocument?> AskAsync(string path)
    {
        try
        {
            return JsonDocument.Parse(await _client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
