using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace LogMetrics.Tests.Runtime.Inputs;

/// <summary>A directory of its own for one test, and what writers and rotators do in it.</summary>
sealed class TestDirectory : IDisposable
{
    internal TestDirectory([CallerMemberName] string test = "")
    {
        // Some test names are longer than a file name may be.
        Path = Directory.CreateTempSubdirectory($"logmetrics-{test[..Math.Min(test.Length, 40)]}-").FullName;
    }

    internal string Path { get; }

    internal string this[string name] => System.IO.Path.Combine(Path, name);

    internal void Append(string name, string text) => Append(name, Encoding.UTF8.GetBytes(text));

    internal void Append(string name, ReadOnlySpan<byte> bytes)
    {
        using FileStream file = OpenForAppend(name);
        file.Write(bytes);
    }

    /// <summary>As a writer that keeps its file open, also when that is renamed or deleted.</summary>
    internal FileStream OpenForAppend(string name) =>
        new(this[name], FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    internal void Rename(string from, string to) => File.Move(this[from], this[to], overwrite: true);

    internal void Delete(string name) => File.Delete(this[name]);

    internal void Truncate(string name)
    {
        using var file = new FileStream(this[name], FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(0);
    }

    internal void Copy(string from, string to) => File.WriteAllBytes(this[to], File.ReadAllBytes(this[from]));

    /// <summary>Gives a file one more name: a hard link.</summary>
    internal static void AddName(string path, string other)
    {
        if (Link(path, other) != 0)
        {
            throw new IOException($"{path} cannot be called {other}, too.");
        }
    }

    /// <summary>Makes and deletes files until the stamps of new ones are so much later that nobody takes them for stamps of
    /// the same moment.</summary>
    internal void LetStampsPass()
    {
        string probe = this["stamp"];
        File.Create(probe).Dispose();
        DateTime start = File.GetLastWriteTimeUtc(probe);
        do
        {
            File.Create(probe).Dispose();
        }
        while (File.GetLastWriteTimeUtc(probe) - start < TimeSpan.FromMilliseconds(50));

        File.Delete(probe);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string other);
}
