using System.Net;
using LogMetrics.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LogMetrics.Server;

/// <summary>The web server around the endpoints: where it listens, and what a client may cost.</summary>
/// <remarks>No routing, no configuration, no dependency injection of our own: a sidecar is paid for in every pod, and each
/// of them costs start-up time and memory.</remarks>
sealed class HttpServer : IAsyncDisposable
{
    // Enough for thousands of lines at once; a body is in memory as a whole.
    const long MaxWebhookBytes = 8 * 1024 * 1024;

    readonly WebApplication _application;

    HttpServer(WebApplication application, string address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Where it can be reached from this machine, such as <c>http://127.0.0.1:3903</c>.</summary>
    public string Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="CommandFailedException">The port cannot be had.</exception>
    public static async Task<HttpServer> StartAsync(ServerSettings settings, RequestDelegate endpoints, ILoggerProvider log)
    {
        ListenAddress listen = settings.Listen;
        TlsCredentials? tls = settings.Tls is { } tlsSettings ? TlsCredentials.Load(tlsSettings) : null;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(log);
        // What keeps the host from starting is in the exception, and that becomes the message.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, settings, tls));
        WebApplication application = builder.Build();
        application.Run(endpoints);
        try
        {
            await application.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or UnauthorizedAccessException)
        {
            await application.DisposeAsync();
            throw new CommandFailedException(ExitCode.SystemFailure, WhyNot(listen, exception));
        }

        return new HttpServer(application, AddressOf(application, listen));
    }

    /// <summary>Finishes the requests that are being answered, for a moment at most, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }

    static void Configure(KestrelServerOptions options, ServerSettings settings, TlsCredentials? tls)
    {
        ListenAddress listen = settings.Listen;
        options.AddServerHeader = false;
        options.Limits.MaxConcurrentConnections = 64;
        options.Limits.MaxRequestBodySize = settings.Webhook is null ? 0 : MaxWebhookBytes;
        options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        if (listen.UnixSocketPath is string path)
        {
            options.ListenUnixSocket(path, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        }
        else if (listen.EndPoint is IPEndPoint endPoint)
        {
            options.Listen(endPoint, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1;
                if (tls is not null)
                {
                    endpoint.UseHttps(tls.Apply);
                }
            });
        }
    }

    static string WhyNot(ListenAddress listen, Exception exception) => exception.InnerException is AddressInUseException
        ? $"{listen}: the port is in use; stop what listens there, or choose another with --listen ADDR:PORT (port 0 takes a free one)"
        : $"{listen}: cannot listen there: {(exception.InnerException ?? exception).Message}; choose another with --listen ADDR:PORT";

    static string AddressOf(WebApplication application, ListenAddress listen)
    {
        if (listen.UnixSocketPath is not null)
        {
            return listen.ToString();
        }

        IServer server = application.Services.GetRequiredService<IServer>();
        string bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? $"http://{listen}";
        return bound
            .Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal)
            .Replace("//[::]:", "//[::1]:", StringComparison.Ordinal);
    }
}
