using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.State;
using LogMetrics.Tests.Runtime.Inputs;

namespace LogMetrics.Tests.Simulation;

/// <summary>The disk of this machine, with a folder of its own for a simulation.</summary>
sealed class RealDisk : SimulatedDisk
{
    readonly TestDirectory _directory = new("simulation");

    internal RealDisk()
    {
        Directory.CreateDirectory(LogFolder);
        Directory.CreateDirectory(LinkFolder);
    }

    internal override string Root => _directory.Path;

    internal override FileSystem Files => FileSystem.OfThisSystem;

    internal override StateStorage OpenState() => StateFolder.Open(_directory["state"]);

    internal override Appender OpenToAppend(string path) => new RealAppender(path);

    internal override void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    internal override void Delete(string path) => File.Delete(path);

    internal override void MakeLink(string path, string target) => File.CreateSymbolicLink(path, target);

    internal override void AddName(string path, string other) => TestDirectory.AddName(path, other);

    internal override void Truncate(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(0);
    }

    internal override byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    internal override void CopyTime(string from, string to) => File.SetLastWriteTimeUtc(to, File.GetLastWriteTimeUtc(from));

    public override void Dispose() => _directory.Dispose();

    sealed class RealAppender(string path) : Appender
    {
        readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

        internal override void Write(ReadOnlySpan<byte> bytes) => _file.Write(bytes);

        public override void Dispose() => _file.Dispose();
    }
}
