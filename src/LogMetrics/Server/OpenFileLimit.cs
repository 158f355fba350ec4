using System.Globalization;
using LogMetrics.Configuration;

namespace LogMetrics.Server;

/// <summary>How many files the process may have open at once, and whether it can run with that.</summary>
/// <remarks>The runtime keeps two descriptors for each of some 55 libraries in the published file, for as long as the process runs:
/// beside those come the web server, its clients, and eight logs at least. With fewer, some library could not be loaded at some
/// moment, which would end the process in the middle of its work.</remarks>
static class OpenFileLimit
{
    /// <summary>The fewest that may be allowed: 132 that it has when it serves, 16 for the libraries of TLS, 8 for logs, and the rest
    /// for connections, state and programs.</summary>
    internal const int Fewest = 192;

    const string Limits = "/proc/self/limits";
    const string Name = "Max open files";

    /// <summary>Refuses to go on with too few.</summary>
    /// <exception cref="CommandFailedException">There are too few.</exception>
    internal static void Check()
    {
        if (File.Exists(Limits) && SoftLimitIn(File.ReadLines(Limits)) is { } limit && limit < Fewest)
        {
            throw new CommandFailedException(
                ExitCode.SystemFailure,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it may have {limit} files open at once, and needs {Fewest}, most of them for its libraries; allow more with `ulimit -n {Fewest}`, or LimitNOFILE={Fewest} in a unit file"));
        }
    }

    /// <summary>What holds for the process; null when it is unlimited, or not known.</summary>
    internal static long? SoftLimitIn(IEnumerable<string> lines)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        string? soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, CultureInfo.InvariantCulture, out long limit) ? limit : null;
    }
}
