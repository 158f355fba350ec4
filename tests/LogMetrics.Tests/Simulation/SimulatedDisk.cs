using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.State;

namespace LogMetrics.Tests.Simulation;

/// <summary>A disk with a folder of logs and a folder of state, and what writers and rotators can do there.</summary>
abstract class SimulatedDisk : IDisposable
{
    /// <summary>The folder that has the others in it.</summary>
    internal abstract string Root { get; }

    /// <summary>The folder of the logs.</summary>
    internal string LogFolder => $"{Root}/log";

    /// <summary>The folder of other names of the same logs.</summary>
    internal string LinkFolder => $"{Root}/links";

    /// <summary>How the exporter sees it.</summary>
    internal abstract FileSystem Files { get; }

    /// <summary>Takes the state folder, as one process after the other does.</summary>
    internal abstract StateStorage OpenState();

    /// <summary>Opens a file to write behind its last byte, and makes it when it is missing.</summary>
    internal abstract Appender OpenToAppend(string path);

    internal abstract void Rename(string from, string to);

    internal abstract void Delete(string path);

    /// <summary>Makes a symbolic link, which need not lead anywhere.</summary>
    internal abstract void MakeLink(string path, string target);

    /// <summary>Gives a file one more name.</summary>
    internal abstract void AddName(string path, string other);

    internal abstract void Truncate(string path);

    internal abstract byte[] Read(string path);

    /// <summary>Gives a file the time at which another one was written.</summary>
    internal abstract void CopyTime(string from, string to);

    /// <summary>The paths of the files in both folders, links to others not among them.</summary>
    internal IEnumerable<string> Logs => new[] { LogFolder, LinkFolder }
        .SelectMany(folder => Files.Names(folder).Select(name => $"{folder}/{name}"))
        .Where(path => Files.TargetOf(path) == path);

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
