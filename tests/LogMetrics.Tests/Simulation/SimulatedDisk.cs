using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.State;

namespace LogMetrics.Tests.Simulation;

/// <summary>A disk with a folder of logs and a folder of state, and what writers and rotators can do there.</summary>
abstract class SimulatedDisk : IDisposable
{
    /// <summary>The folder of the logs.</summary>
    internal abstract string LogFolder { get; }

    /// <summary>How the exporter sees it.</summary>
    internal abstract FileSystem Files { get; }

    /// <summary>Takes the state folder, as one process after the other does.</summary>
    internal abstract StateStorage OpenState();

    /// <summary>Opens a file to write behind its last byte, and makes it when it is missing.</summary>
    internal abstract Appender OpenToAppend(string path);

    internal abstract void Rename(string from, string to);

    internal abstract void Delete(string path);

    internal abstract void Truncate(string path);

    internal abstract byte[] Read(string path);

    /// <summary>Gives a file the time at which another one was written.</summary>
    internal abstract void CopyTime(string from, string to);

    /// <summary>The names in the folder of the logs.</summary>
    internal IEnumerable<string> Logs => Files.Names(LogFolder);

    /// <summary>What the disk does in the background: what was written some time ago becomes safe.</summary>
    internal virtual void WriteBack(Random random)
    {
    }

    /// <summary>The machine goes down and comes up again: what was not safe is gone.</summary>
    internal virtual void Crash(Random random) => throw new NotSupportedException();

    public abstract void Dispose();
}

/// <summary>A file that is open to write behind its last byte.</summary>
abstract class Appender : IDisposable
{
    internal abstract void Write(ReadOnlySpan<byte> bytes);

    public abstract void Dispose();
}
