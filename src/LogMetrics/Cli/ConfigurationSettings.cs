using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Configuration;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Cli;

/// <summary>A grok_exporter configuration → settings of the engine.</summary>
static class ConfigurationSettings
{
    /// <summary>Adds what a configuration says; what the command line says counts more.</summary>
    public static EngineSettings Add(EngineSettings settings, string path, GrokExporterConfiguration configuration)
    {
        SourceOptions sources = settings.Sources;
        InputSettings input = configuration.Input;
        return settings with
        {
            Programs = [.. settings.Programs, path],
            ConfigurationFile = path,
            ExpiryInterval = configuration.RetentionCheckInterval,
            Sources = sources.Logs.Count > 0 ? sources : sources with
            {
                Logs = LogsOf(input),
                LogsFlag = path,
                OnlyWholeLines = true,
                Requests = input.Type == InputType.Webhook ? "webhook" : null,
                ReadFrom = input.ReadAll ? ReadFrom.Beginning : ReadFrom.End,
                PollInterval = input.PollInterval is { } poll && poll > TimeSpan.FromMilliseconds(1) ? poll : sources.PollInterval,
            },
        };
    }

    /// <summary>Holds a configuration to its `fail_on_missing_logfile`.</summary>
    /// <exception cref="CommandFailedException">A path or glob has no file.</exception>
    public static void RequireLogs(InputSettings input, string path)
    {
        SettingText[] missing = input.FailOnMissingLogFile ? [.. input.Paths.Where(log => GlobPaths.Find(log.Value).Count == 0)] : [];
        if (missing.Length > 0)
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"{path}:{missing[0].Span.Line}:{missing[0].Span.Column}: there is no file `{missing[0].Value}`; with `fail_on_missing_logfile: false` it may come later");
        }
    }

    /// <summary>What a configuration says about HTTP.</summary>
    /// <exception cref="CommandFailedException">The host is no address.</exception>
    public static ServerSettings ServerOf(GrokExporterConfiguration configuration, string path)
    {
        HttpSettings http = configuration.Server;
        return new ServerSettings
        {
            Listen = AddressOf(http, path),
            MetricsPath = http.Path,
            Tls = http.IsHttps ? http : null,
            Webhook = configuration.Input is { Type: InputType.Webhook } webhook ? webhook : null,
        };
    }

    static ListenAddress AddressOf(HttpSettings http, string path)
    {
        string port = http.Port.ToString(CultureInfo.InvariantCulture);
        if (http.Host is not { } host)
        {
            return ListenAddress.TryCreate("", port)!;
        }

        return ListenAddress.TryCreate(host.Value, port) ?? ListenAddress.TryCreate(AddressOfName(host.Value), port)
            ?? throw new CommandFailedException(
                ExitCode.Usage,
                $"{path}:{host.Span.Line}:{host.Span.Column}: `server.host` is `{host.Value}`, which is neither an address such as 127.0.0.1 or [::1] nor the name of one");
    }

    static string AddressOfName(string name)
    {
        try
        {
            IPAddress[] addresses = Dns.GetHostAddresses(name);
            IPAddress? first = addresses.OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork).FirstOrDefault();
            return first is null ? name : first.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{first}]" : first.ToString();
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return name;
        }
    }

    static IReadOnlyList<string> LogsOf(InputSettings input) => input.Type switch
    {
        InputType.File => [.. input.Paths.Select(path => path.Value)],
        InputType.StandardInput => ["-"],
        _ => [],
    };
}
