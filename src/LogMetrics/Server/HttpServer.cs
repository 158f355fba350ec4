using System.Net;
using LogMetrics.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace LogMetrics.Server;

/// <summary>The web server around the endpoints: where it listens, and what a client may cost.</summary>
/// <remarks>No routing, no configuration, no dependency injection of our own: a sidecar is paid for in every pod, and each
/// of them costs start-up time and memory.</remarks>
sealed class HttpServer : IAsyncDisposable
{
    // Enough for thousands of lines at once; a body is in memory as a whole.
    const long MaxWebhookBytes = 8 * 1024 * 1024;

    // How many clients are turned away at the same time.
    const int MostTurnedAway = 8;

    readonly IServer _server;
    readonly IAsyncDisposable? _host;

    HttpServer(IServer server, IAsyncDisposable? host, string address)
    {
        _server = server;
        _host = host;
        Address = address;
    }

    /// <summary>Where it can be reached from this machine, such as <c>http://127.0.0.1:3903</c>.</summary>
    public string Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="CommandFailedException">The port cannot be had.</exception>
    public static async Task<HttpServer> StartAsync(ServerSettings settings, RequestDelegate endpoints, ILoggerProvider log)
    {
        ListenAddress listen = settings.Listen;
        (IServer server, IAsyncDisposable? host) = settings.Tls is { } tls
            ? CreateWithTls(settings, TlsCredentials.Load(tls), log)
            : (Create(settings, log), null);
        try
        {
            await server.StartAsync(new EndpointApplication(endpoints), CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or UnauthorizedAccessException)
        {
            await DisposeAsync(server, host);
            throw new CommandFailedException(ExitCode.SystemFailure, WhyNot(listen, exception));
        }

        return new HttpServer(server, host, AddressOf(server, listen));
    }

    /// <summary>Finishes the requests that are being answered, for a moment at most, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _server.StopAsync(patience.Token);
        await DisposeAsync(_server, _host);
    }

    // The host with its container would be eighteen libraries more, each of which costs two descriptors, start-up time and memory.
    static KestrelServer Create(ServerSettings settings, ILoggerProvider log)
    {
        var options = new KestrelServerOptions();
        Configure(options, settings, null);
        var loggers = new ServerLog(log);
        return new KestrelServer(Options.Create(options), Listeners(settings, loggers), loggers);
    }

    // Some more than are answered, so that whoever is one too many is told so at once.
    static BoundedListeners Listeners(ServerSettings settings, ILoggerFactory loggers) => new(
        new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers), settings.MaxClients + MostTurnedAway);

    // What TLS needs can only be had from the host's container.
    static (IServer Server, IAsyncDisposable Host) CreateWithTls(ServerSettings settings, TlsCredentials tls, ILoggerProvider log)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(log);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, settings, tls));
        builder.Services.AddSingleton<IConnectionListenerFactory>(Listeners(settings, new ServerLog(log)));
        WebApplication application = builder.Build();
        return (application.Services.GetRequiredService<IServer>(), application);
    }

    static async ValueTask DisposeAsync(IServer server, IAsyncDisposable? host)
    {
        server.Dispose();
        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }

    static void Configure(KestrelServerOptions options, ServerSettings settings, TlsCredentials? tls)
    {
        ListenAddress listen = settings.Listen;
        options.AddServerHeader = false;
        options.Limits.MaxConcurrentConnections = settings.MaxClients;
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
        : Path.GetDirectoryName(listen.UnixSocketPath) is { Length: > 0 } folder && !Directory.Exists(folder)
        ? $"{listen}: cannot listen there: there is no folder {folder}"
        : $"{listen}: cannot listen there: {(exception.InnerException ?? exception).Message}; choose another with --listen ADDR:PORT";

    static string AddressOf(IServer server, ListenAddress listen)
    {
        if (listen.UnixSocketPath is not null)
        {
            return listen.ToString();
        }

        string bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? $"http://{listen}";
        return bound
            .Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal)
            .Replace("//[::]:", "//[::1]:", StringComparison.Ordinal);
    }

    // Each request → the endpoints.
    sealed class EndpointApplication(RequestDelegate endpoints) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => endpoints(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
