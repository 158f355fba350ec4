using System.Globalization;
using LogMetrics.Configuration;

namespace LogMetrics.Server;

/// <summary>How many files the process may have open at once, and whether it can run with that.</summary>
/// <remarks>The runtime keeps two descriptors for each library that it has loaded, of which there are some 40 in the published file
/// and some 60 with TLS, for as long as the process runs: beside those come the web server, its clients, and eight logs at least. With
/// fewer, some library could not be loaded at some moment, which would end the process in the middle of its work. So clients are fewer
/// where descriptors are.</remarks>
static class OpenFileLimit
{
    /// <summary>The fewest that may be allowed: 95 that it has when it serves, 24 more for the portable build, 8 for logs, 16 for
    /// clients, and the rest for state, sockets and programs.</summary>
    internal const int Fewest = 160;

    /// <summary>The same with TLS.</summary>
    internal const int FewestWithTls = 192;

    const int FewestClients = 16;

    // From here on all clients that are asked for are taken.
    const int Many = 512;

    const string Limits = "/proc/self/limits";
    const string Name = "Max open files";

    /// <summary>Refuses to go on with too few.</summary>
    /// <returns>What holds for the process; null when it is unlimited, or not known.</returns>
    /// <exception cref="CommandFailedException">There are too few.</exception>
    internal static long? Check(bool usesTls)
    {
        long? allowed = File.Exists(Limits) ? SoftLimitIn(File.ReadLines(Limits)) : null;
        int needed = Needed(usesTls);
        return allowed is not { } limit || limit >= needed
            ? allowed
            : throw new CommandFailedException(
                ExitCode.SystemFailure,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it may have {limit} files open at once, and needs {needed}, most of them for its libraries; allow more with `ulimit -n {needed}`, or LimitNOFILE={needed} in a unit file"));
    }

    /// <summary>How many of the clients that are asked for can be taken, the web server's or those of a socket.</summary>
    internal static int ClientsWith(long? limit, bool usesTls, int asked) =>
        limit is < Many ? (int)Math.Min(asked, FewestClients + ((limit.Value - Needed(usesTls)) / 4)) : asked;

    static int Needed(bool usesTls) => usesTls ? FewestWithTls : Fewest;

    /// <summary>What holds for the process; null when it is unlimited, or not known.</summary>
    internal static long? SoftLimitIn(IEnumerable<string> lines)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        string? soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, CultureInfo.InvariantCulture, out long limit) ? limit : null;
    }
}
