using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace LogMetrics.EndToEndTests.Processes;

/// <summary>The built executable: run to its end, or as a server on a free port.</summary>
sealed class Exporter : IAsyncDisposable
{
    Exporter(RunningProcess process, Uri address)
    {
        Process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>The executable under test: the one named by <c>LOGMETRICS_BINARY</c>, else the one built with these tests.</summary>
    public static string Binary { get; } =
        Environment.GetEnvironmentVariable("LOGMETRICS_BINARY") is { Length: > 0 } path
            ? path
            : Path.Combine(AppContext.BaseDirectory, "logmetrics");

    /// <summary>The process.</summary>
    public RunningProcess Process { get; }

    /// <summary>Asks its HTTP server.</summary>
    public HttpClient Client { get; }

    /// <summary>Runs a command to its end.</summary>
    public static Task<Ended> RunAsync(params string[] arguments) => RunningProcess.RunAsync(Binary, arguments);

    /// <summary>Runs a command to its end, with a text on its standard input.</summary>
    public static Task<Ended> RunWithInputAsync(string input, params string[] arguments) =>
        RunningProcess.RunAsync(Binary, arguments, input);

    /// <summary>Starts <c>logmetrics run</c> on a free port and waits until it listens.</summary>
    public static Task<Exporter> ServeAsync(params string[] arguments) =>
        StartAsync(["run", "--listen", "127.0.0.1:0", "--poll-interval", "20ms", .. arguments]);

    /// <summary>Starts a command that serves and waits until it listens.</summary>
    public static Task<Exporter> StartAsync(params string[] arguments) => StartThroughAsync([], arguments);

    /// <summary>The words to start it through so that it may have so many files open at once, and no more.</summary>
    public static string[] WithDescriptors(int limit) => ["/bin/sh", "-c", $"ulimit -n {limit}; exec \"$@\"", "sh"];

    /// <summary>The same, through a program that becomes the command.</summary>
    public static async Task<Exporter> StartThroughAsync(string[] through, string[] arguments)
    {
        string[] words = [.. through, Binary, .. arguments];
        RunningProcess process = RunningProcess.Start(words[0], words[1..]);
        try
        {
            const string Marker = "listening on ";
            string line = await process.ErrorLineAsync(Marker);
            string address = line[(line.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..].Split(' ', ',')[0];
            return new Exporter(process, new Uri(address));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The text of a page, whatever its status.</summary>
    public async Task<string> GetAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The status of a page.</summary>
    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    /// <summary>Asks for a page with an <c>Accept</c> header.</summary>
    public Task<HttpResponseMessage> AskAsync(string path, string accept, bool gzip)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (gzip)
        {
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The value of a sample on <c>/metrics</c>; null when it is not there.</summary>
    /// <param name="series">The name with its labels, as it stands on the page.</param>
    public async Task<string?> SampleAsync(string series)
    {
        string page = await GetAsync("/metrics");
        return page.Split('\n')
            .Where(line => line.StartsWith(series + " ", StringComparison.Ordinal))
            .Select(line => line[(series.Length + 1)..])
            .FirstOrDefault();
    }

    /// <summary>Ends it as a service manager does, and waits.</summary>
    public Task<Ended> StopAsync()
    {
        Process.Signal(PosixSignal.SIGTERM);
        return Process.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
    }
}
