using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Reads the section <c>server</c>.</summary>
static class HttpReader
{
    static readonly string[] ClientAuthentications =
        ["NoClientCert", "RequestClientCert", "RequireAnyClientCert", "VerifyClientCertIfGiven", "RequireAndVerifyClientCert"];

    public static HttpSettings Read(SectionReader root, DiagnosticBag diagnostics)
    {
        if (root.Section("server", "server") is not { } section)
        {
            return new HttpSettings();
        }

        SettingText? protocol = section.Text("protocol");
        var settings = new HttpSettings
        {
            IsHttps = protocol?.Value == "https",
            Host = section.Text("host"),
            Port = section.Number("port") ?? 9144,
            Path = section.Text("path")?.Value ?? "/metrics",
            ProtocolSpan = section.KeySpan("protocol"),
            PathSpan = section.KeySpan("path"),
            Certificate = section.Text("cert"),
            Key = section.Text("key"),
            ClientAuthorities = section.Text("client_ca"),
            ClientAuthentication = section.Text("client_auth")?.Value,
        };
        section.ReportUnknown();
        if (protocol is { Value: not ("http" or "https") } wrong)
        {
            diagnostics.Error(DiagnosticCode.BadSetting, wrong.Span, $"`{wrong.Value}` is no `server.protocol`", "write http or https");
        }

        // 0 is Go's way of not having said anything.
        settings = settings.Port == 0 ? settings with { Port = 9144 } : settings;
        Require(settings.Port is > 0 and <= 65535, "port", DiagnosticCode.BadSetting, $"{settings.Port} is no `server.port`", "write a number from 1 to 65535");
        Require(settings.Path.StartsWith('/'), "path", DiagnosticCode.BadSetting, "`server.path` must start with `/`", $"write `/{settings.Path}`");
        Require(
            settings.ClientAuthentication is null || ClientAuthentications.Contains(settings.ClientAuthentication),
            "client_auth",
            DiagnosticCode.BadSetting,
            $"`{settings.ClientAuthentication}` is no `server.client_auth`",
            InputReader.Choices(settings.ClientAuthentication ?? "", ClientAuthentications));
        CheckTls(settings);
        return settings;

        void Require(bool holds, string name, DiagnosticCode code, string message, string hint)
        {
            if (!holds)
            {
                diagnostics.Error(code, section.KeySpan(name), message, hint);
            }
        }

        void CheckTls(HttpSettings http)
        {
            Require(http.Certificate is null || http.Key is not null, "cert", DiagnosticCode.MissingSetting, "`server.cert` is there without `server.key`", "add `key` with the file of the private key");
            Require(http.Key is null || http.Certificate is not null, "key", DiagnosticCode.MissingSetting, "`server.key` is there without `server.cert`", "add `cert` with the file of the certificate");
            Require(
                http.ClientAuthentication is null || http.ClientAuthorities is not null,
                "client_auth",
                DiagnosticCode.MissingSetting,
                "`server.client_auth` is there without `server.client_ca`",
                "add `client_ca` with the file of the authorities, or remove `client_auth`");
            foreach (string name in (ReadOnlySpan<string>)["cert", "key", "client_ca", "client_auth"])
            {
                Require(http.IsHttps || !section.Has(name), name, DiagnosticCode.MisplacedSetting, $"`server.{name}` is only for the protocol https", "write `protocol: https`, or remove it");
            }

            if (http.IsHttps && http.Certificate is null && http.Key is null)
            {
                diagnostics.Warning(
                    DiagnosticCode.OtherThanGrokExporter,
                    section.KeySpan("protocol"),
                    "the protocol is https without a certificate, so one is made at each start that nobody can check",
                    "add `cert` and `key`; the one that grok_exporter brings along has a published key, and is not used here");
            }
        }
    }
}
