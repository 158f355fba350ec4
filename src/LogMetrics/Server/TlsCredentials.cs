using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LogMetrics.Server;

/// <summary>The certificate that the server shows, and what it asks of clients.</summary>
sealed class TlsCredentials
{
    readonly X509Certificate2 _certificate;
    readonly X509Certificate2Collection? _chain;
    readonly X509Certificate2Collection? _clientAuthorities;
    readonly string _clientAuthentication;

    TlsCredentials(
        X509Certificate2 certificate,
        X509Certificate2Collection? chain,
        X509Certificate2Collection? clientAuthorities,
        string clientAuthentication)
    {
        _certificate = certificate;
        _chain = chain;
        _clientAuthorities = clientAuthorities;
        _clientAuthentication = clientAuthentication;
    }

    /// <summary>Reads the files; without a certificate one is made that nobody can check.</summary>
    /// <exception cref="CommandFailedException">A file is missing or holds something else; the message has the place in the
    /// configuration that names it.</exception>
    public static TlsCredentials Load(HttpSettings settings)
    {
        X509Certificate2Collection? authorities = settings.ClientAuthorities is { } file ? ReadCertificates(file) : null;
        X509Certificate2Collection? chain = settings.Certificate is { } certificates ? ReadCertificates(certificates) : null;
        X509Certificate2 certificate = chain is not null && settings is { Certificate: { } leaf, Key: { } key }
            ? Reading(key, () => X509Certificate2.CreateFromPem(File.ReadAllText(leaf.Value), File.ReadAllText(key.Value)))
            : SelfSigned();
        string standard = authorities is null ? "NoClientCert" : "RequireAndVerifyClientCert";
        return new TlsCredentials(certificate, chain, authorities, settings.ClientAuthentication ?? standard);
    }

    /// <summary>Tells the server.</summary>
    public void Apply(HttpsConnectionAdapterOptions options)
    {
        options.ServerCertificate = _certificate;
        options.ServerCertificateChain = _chain;
        options.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        (options.ClientCertificateMode, bool verifies) = _clientAuthentication switch
        {
            "RequestClientCert" => (ClientCertificateMode.AllowCertificate, false),
            "RequireAnyClientCert" => (ClientCertificateMode.RequireCertificate, false),
            "VerifyClientCertIfGiven" => (ClientCertificateMode.AllowCertificate, true),
            "RequireAndVerifyClientCert" => (ClientCertificateMode.RequireCertificate, true),
            _ => (ClientCertificateMode.NoCertificate, false),
        };
        options.ClientCertificateValidation = (client, _, _) => !verifies || IsFromAuthority(client);
    }

    bool IsFromAuthority(X509Certificate2 client)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_clientAuthorities ?? []);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        // What serves as a client's certificate must be allowed to.
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        return chain.Build(client);
    }

    static X509Certificate2Collection ReadCertificates(SettingText file)
    {
        X509Certificate2Collection read = Reading(file, () =>
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPemFile(file.Value);
            return certificates;
        });
        return read.Count > 0 ? read : throw Unusable(file, "there is no certificate in it");
    }

    static T Reading<T>(SettingText file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw Unusable(file, exception.Message.TrimEnd('.'));
        }
    }

    static CommandFailedException Unusable(SettingText file, string problem) => new(
        ExitCode.Usage,
        $"{file.Span.Source.FileName}:{file.Span.Line}:{file.Span.Column}: `{file.Value}` cannot be used: {problem}; certificates and keys are read in PEM");

    static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=logmetrics", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
    }
}
