using System.Net;

namespace LogMetrics.EndToEndTests.Processes;

/// <summary>Stands in front of an exporter and asks it for the text format, whatever it is asked for itself: for a Prometheus that
/// always prefers OpenMetrics, and older than the setting that would change that.</summary>
sealed class TextFormatRelay : IAsyncDisposable
{
    readonly HttpListener _listener = new();
    readonly Task _serving;

    public TextFormatRelay(Exporter exporter)
    {
        Address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _serving = ServeAsync(exporter);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    async Task ServeAsync(Exporter exporter)
    {
        try
        {
            while (true)
            {
                HttpListenerContext asked = await _listener.GetContextAsync();
                using HttpResponseMessage answer = await exporter.AskAsync("/metrics", "text/plain;version=0.0.4", gzip: false);
                asked.Response.ContentType = answer.Content.Headers.ContentType!.ToString();
                await answer.Content.CopyToAsync(asked.Response.OutputStream, TestContext.Current.CancellationToken);
                asked.Response.Close();
            }
        }
        catch (Exception closed) when (closed is ObjectDisposedException or HttpListenerException)
        {
            // The end of the test.
        }
    }
}
