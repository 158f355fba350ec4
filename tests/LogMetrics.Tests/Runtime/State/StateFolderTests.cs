using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using LogMetrics.Runtime.State;
using LogMetrics.Tests.Runtime.Inputs;
using Microsoft.Win32.SafeHandles;

namespace LogMetrics.Tests.Runtime.State;

[UnsupportedOSPlatform("windows")]
public sealed class StateFolderTests : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_is_written_is_for_its_owner_alone()
    {
        using StateFolder folder = StateFolder.Open(_directory["state"]);
        folder.Write(3, "abc"u8);
        folder.Sync(3);

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory["state"]));
        Assert.All(Directory.GetFiles(_directory["state"]), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
        Assert.Equal([3L], folder.Sequences());
        Assert.Equal("abc"u8.ToArray(), folder.Read(3));
        folder.Delete(3);
        folder.Delete(3);
        Assert.Empty(folder.Sequences());
    }

    [Fact]
    public void A_second_process_is_refused_and_told_whose_it_is()
    {
        using StateFolder folder = StateFolder.Open(_directory["state"]);
        StateUnavailableException refused = Assert.Throws<StateUnavailableException>(() => StateFolder.Open(_directory["state"]));
        Assert.Contains($"another process uses it (process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
        folder.Dispose();
        StateFolder.Open(_directory["state"]).Dispose();
    }

    [Fact]
    public void A_link_is_refused()
    {
        Directory.CreateDirectory(_directory["real"]);
        Directory.CreateSymbolicLink(_directory["state"], _directory["real"]);
        StateUnavailableException refused = Assert.Throws<StateUnavailableException>(() => StateFolder.Open(_directory["state"]));
        Assert.Contains("is a symbolic link", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_the_place_of_a_file_is_not_followed()
    {
        using StateFolder folder = StateFolder.Open(_directory["state"]);
        File.WriteAllText(_directory["secret"], "secret");
        File.CreateSymbolicLink(Path.Combine(_directory["state"], "state-1"), _directory["secret"]);
        Assert.Throws<IOException>(() => folder.Read(1));
        File.CreateSymbolicLink(Path.Combine(_directory["state"], "state.tmp"), _directory["secret"]);
        folder.Write(2, "abc"u8);
        Assert.Equal("secret", File.ReadAllText(_directory["secret"]));
    }

    [Fact]
    public void A_folder_that_others_may_write_is_refused()
    {
        Directory.CreateDirectory(_directory["state"]);
        File.SetUnixFileMode(_directory["state"], OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        StateUnavailableException refused = Assert.Throws<StateUnavailableException>(() => StateFolder.Open(_directory["state"]));
        Assert.Contains("may be written by others", refused.Message, StringComparison.Ordinal);
    }

    // So it is between fork and exec, when another process is started.
    [Fact]
    public void It_is_free_when_it_is_closed_although_somebody_has_a_copy_of_the_descriptor()
    {
        StateFolder folder = StateFolder.Open(_directory["state"]);
        string held = Directory.GetFiles("/proc/self/fd").First(descriptor => new FileInfo(descriptor).LinkTarget == _directory["state/lock"]);
        using var copy = new SafeFileHandle(Copy(int.Parse(Path.GetFileName(held), CultureInfo.InvariantCulture)), ownsHandle: true);
        Assert.False(copy.IsInvalid);
        folder.Dispose();
        StateFolder.Open(_directory["state"]).Dispose();
    }

    [Fact]
    public void The_mark_is_read_again_and_empty_at_first()
    {
        using (StateFolder folder = StateFolder.Open(_directory["state"]))
        {
            Assert.Empty(folder.ReadFence());
            folder.WriteFence("mark"u8);
        }

        using StateFolder next = StateFolder.Open(_directory["state"]);
        Assert.Equal("mark"u8.ToArray(), next.ReadFence()[..4]);
    }

    [DllImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Copy(int descriptor);
}
