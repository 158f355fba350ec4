using System.Text;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.Programs;
using LogMetrics.Configuration;
using LogMetrics.Hosting;
using LogMetrics.Runtime.Exposition;

namespace LogMetrics.Server;

/// <summary>What is answered at which path.</summary>
sealed class Endpoints(
    Engine engine, Renderings renderings, LastScrape lastScrape, ServerSettings settings, ExporterEvents events)
{
    const string Html = "text/html; charset=utf-8";
    const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Answers one request.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        AddHeaders(context.Response.Headers);
        return context.Request.Path.Value switch
        {
            string path when path == settings.Webhook?.WebhookPath => WebhookAsync(context, settings.Webhook),
            string path when path == settings.MetricsPath => ReadAsync(context, () => ScrapeAsync(context, PreferredBy(context))),
            "/json" => ReadAsync(context, () => ScrapeAsync(context, ScrapeFormat.Json)),
            "/varz" => ReadAsync(context, () => ScrapeAsync(context, ScrapeFormat.Varz)),
            "/graphite" => ReadAsync(context, () => ScrapeAsync(context, ScrapeFormat.Graphite)),
            "/" => ReadAsync(context, () => StatusAsync(context)),
            "/progz" => ReadAsync(context, () => ProgramAsync(context)),
            "/-/healthy" => ReadAsync(context, () => TextAsync(context, 200, PlainText, "healthy\n")),
            "/-/ready" => ReadAsync(context, () => ReadyAsync(context)),
            "/-/reload" => ReloadAsync(context),
            _ when settings.StatusPageForUnknownPaths => ReadAsync(context, () => StatusAsync(context)),
            _ => TextAsync(context, 404, PlainText, "not found; see /\n"),
        };
    }

    static Task ReadAsync(HttpContext context, Func<Task> answer)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            return answer();
        }

        context.Response.Headers.Allow = "GET, HEAD";
        return TextAsync(context, 405, PlainText, "only GET and HEAD are answered here\n");
    }

    // Any method, and always 200: what cannot be read is the sender's to find out in our log.
    async Task WebhookAsync(HttpContext context, InputSettings webhook)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        IReadOnlyList<WebhookLine> lines = WebhookBody.Read(body, webhook, out string? problem);
        if (problem is not null)
        {
            events.RequestNotRead(problem);
        }

        if (lines.Count > 0)
        {
            // The queue may be full, and waiting for it must not hold a thread that answers others.
            await Task.Run(() => engine.Requests?.Put([.. lines.Select(line => (line.Text, line.Extra))]));
        }

        await TextAsync(context, 200, PlainText, "");
    }

    async Task ScrapeAsync(HttpContext context, ScrapeFormat format)
    {
        bool isLast = lastScrape.IsAwaited && format is ScrapeFormat.PrometheusText or ScrapeFormat.OpenMetrics;
        Rendering rendering = await renderings.GetAsync(format);
        if (ReferenceEquals(rendering, Rendering.Withheld))
        {
            await TextAsync(
                context, 503, PlainText, "less is counted than was shown before; the logs are being read that far again\n");
            return;
        }

        bool compressed = GzipNegotiation.IsAccepted(context.Request.Headers.AcceptEncoding);
        context.Response.ContentType = SnapshotRenderer.ContentTypeOf(format);
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        if (compressed)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        await BytesAsync(context, compressed ? rendering.Compressed : rendering.Content);
        if (isLast && HttpMethods.IsGet(context.Request.Method))
        {
            lastScrape.Note();
        }
    }

    static ScrapeFormat PreferredBy(HttpContext context) =>
        ExpositionFormats.Choose(context.Request.Headers.Accept) == ExpositionFormat.OpenMetrics
            ? ScrapeFormat.OpenMetrics
            : ScrapeFormat.PrometheusText;

    async Task StatusAsync(HttpContext context) =>
        await TextAsync(context, 200, Html, StatusPage.Render(await engine.StatusAsync(), ProductVersion.Text));

    Task ProgramAsync(HttpContext context)
    {
        string? name = context.Request.Query["prog"];
        if (string.IsNullOrEmpty(name))
        {
            return StatusAsync(context);
        }

        ProgramVersion? version = engine.Programs.Versions.FirstOrDefault(version => version.Name == name);
        return version?.Running is MetricProgram program
            ? TextAsync(context, 200, PlainText, ProgramPrinter.Print(program))
            : TextAsync(context, 404, PlainText, "No program found\n");
    }

    Task ReadyAsync(HttpContext context)
    {
        string? reason = engine.WhyNotReady();
        return reason is null
            ? TextAsync(context, 200, PlainText, "ready\n")
            : TextAsync(context, 503, PlainText, $"not ready: {reason}\n");
    }

    async Task ReloadAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) && !HttpMethods.IsPut(context.Request.Method))
        {
            context.Response.Headers.Allow = "POST, PUT";
            await TextAsync(context, 405, PlainText, "reload with POST\n");
            return;
        }

        string? problem = await engine.Programs.LoadAsync();
        await TextAsync(context, problem is null ? 200 : 500, PlainText, problem is null ? "reloaded\n" : $"{problem}\n");
    }

    static Task TextAsync(HttpContext context, int status, string contentType, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return BytesAsync(context, Encoding.UTF8.GetBytes(text));
    }

    static Task BytesAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    static void AddHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = Policy;
    }

    // The page has one style element and nothing else that a browser would load or run.
    const string Policy =
        $"default-src 'none'; style-src 'sha256-{StatusPage.StyleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
