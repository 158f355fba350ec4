using System.Globalization;
using LogMetrics.Configuration;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Server;

/// <summary>What the process does where it may have few files open at once.</summary>
/// <remarks>The runtime keeps two descriptors for each library that it has loaded, of which there are some 40 in the published file
/// and some 60 with TLS: beside those come the web server, its clients, and eight logs at least. With fewer, some library could not be
/// loaded at some moment, which would end the process in the middle of its work. So those of the libraries are given back where
/// descriptors are few, and clients are fewer.</remarks>
static class OpenFiles
{
    // 20 that it has when it serves, 8 for logs, 8 for clients of each of two servers, and the rest for state, programs and libraries
    // that are being loaded.
    const int Fewest = 64;

    // 130 that it has when it serves with TLS and the libraries keep theirs, 24 more for the portable build, and the same for the rest.
    const int Enough = 192;

    const int FewestClients = 8;

    // From here on all clients that are asked for are taken.
    const int Many = 512;

    static readonly long? Allowed = OpenFileLimit.OfThisProcess();

    /// <summary>Gives back what the libraries hold, if that is needed; before most of them are loaded.</summary>
    internal static void Prepare()
    {
        if (Allowed < Enough)
        {
            LibraryDescriptors.GiveBack((int)Allowed.Value);
        }
    }

    /// <summary>Refuses to serve with too few.</summary>
    /// <exception cref="CommandFailedException">There are too few.</exception>
    internal static void RequireEnough()
    {
        if (Allowed < Fewest)
        {
            throw new CommandFailedException(
                ExitCode.SystemFailure,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it may have {Allowed} files open at once, and needs {Fewest}; allow more with `ulimit -n {Fewest}`, or LimitNOFILE={Fewest} in a unit file"));
        }
    }

    /// <summary>How many of the clients that are asked for can be taken, the web server's or those of a socket.</summary>
    internal static int ClientsOf(int asked) =>
        Allowed is { } limit and < Many ? (int)Math.Min(asked, FewestClients + Math.Max(0, (limit - Enough) / 4)) : asked;
}
