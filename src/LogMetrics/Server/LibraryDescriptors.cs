using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace LogMetrics.Server;

/// <summary>The descriptors that the runtime keeps of the libraries it has loaded, for a process that may have hardly more.</summary>
/// <remarks>
/// The runtime maps a library into memory and reads its descriptors no more, but keeps them for as long as the process runs. A mapping
/// stays when its descriptor is closed (mmap(2)), so they are closed here. The runtime does not promise to bear it: only a process does
/// it that would have to be refused otherwise. A descriptor is closed by the second look that finds it, so that a library which
/// another thread is loading just now keeps its own.
/// </remarks>
sealed class LibraryDescriptors
{
    // Those below are the standard streams.
    const int First = 3;

    readonly int _limit;
    readonly HashSet<string> _libraries = new(StringComparer.Ordinal);
    readonly HashSet<int> _seen = [];
    readonly Lock _looking = new();

    LibraryDescriptors(int limit)
    {
        _limit = limit;

        // In the published file all libraries are parts of the program itself, and this list is empty.
        string? listed = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string;
        _libraries.UnionWith(listed?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? []);
        _libraries.Add(Environment.ProcessPath ?? "");
    }

    /// <summary>Closes those of the libraries that are loaded, and from now on those of each that follows.</summary>
    /// <param name="limit">How many descriptors the process may have.</param>
    internal static void GiveBack(int limit)
    {
        var descriptors = new LibraryDescriptors(limit);
        descriptors.Look();
        descriptors.Look();
        AppDomain.CurrentDomain.AssemblyLoad += (_, _) => descriptors.Look();
    }

    void Look()
    {
        // A look may itself load a library; that is for the next look.
        if (_looking.IsHeldByCurrentThread)
        {
            return;
        }

        lock (_looking)
        {
            for (int number = First; number < _limit; number++)
            {
                if (!IsLibrary(number))
                {
                    _seen.Remove(number);
                }
                else if (!_seen.Add(number))
                {
                    _seen.Remove(number);
                    new SafeFileHandle(number, ownsHandle: true).Dispose();
                }
            }
        }
    }

    bool IsLibrary(int number) =>
        new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{number}")).LinkTarget is { } target
        && _libraries.Contains(target);
}
