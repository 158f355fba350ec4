namespace LogMetrics.EndToEndTests.Processes;

/// <summary>A file system of its own that is soon full: in memory, seen only by processes that enter where it is mounted.</summary>
sealed class SmallDisk : IAsyncDisposable
{
    const string Mounted = "mounted";

    readonly RunningProcess _holder;
    readonly string _path;

    SmallDisk(RunningProcess holder, string path)
    {
        _holder = holder;
        _path = path;
    }

    /// <summary>The words that start a program where the disk is, which is then this program.</summary>
    public string[] Entrance => [Tools.Nsenter.Path, $"--mount=/proc/{_holder.Id}/ns/mnt", "--"];

    /// <summary>The path of a file on it, for processes outside.</summary>
    public string this[string name] => Path.Combine($"/proc/{_holder.Id}/root{_path}", name);

    /// <summary>Makes one; the test is skipped where that is not allowed.</summary>
    /// <param name="path">The folder that it is mounted on.</param>
    /// <param name="kilobytes">How much it holds.</param>
    public static async Task<SmallDisk> MountAsync(string path, int kilobytes)
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && Tools.Unshare.IsInstalled && Tools.Nsenter.IsInstalled,
            "needs root, unshare and nsenter, to have a disk that is full");
        Directory.CreateDirectory(path);
        RunningProcess holder = RunningProcess.Start(
            Tools.Unshare.Path,
            [
                "--mount", "sh", "-c", $"mount -t tmpfs -o size={kilobytes}k,mode=700 none \"$1\" && echo {Mounted} >&2 && exec cat", "sh", path,
            ]);
        try
        {
            await Eventually.True(
                () => Task.FromResult(holder.HasExited || holder.Error.Contains(Mounted, StringComparison.Ordinal)),
                () => $"neither mounted nor refused: {holder.Error}");
            Assert.SkipWhen(holder.HasExited, $"nothing can be mounted here: {holder.Error}");
            return new SmallDisk(holder, path);
        }
        catch
        {
            await holder.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes until nothing fits any more.</summary>
    public void Fill()
    {
        using var file = new FileStream(this["filler"], FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives back what was filled.</summary>
    public void Free() => File.Delete(this["filler"]);

    public ValueTask DisposeAsync() => _holder.DisposeAsync();
}
