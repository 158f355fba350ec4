using System.Text;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Telemetry;

namespace LogMetrics.Runtime.Inputs;

/// <summary>Where lines come from: a file that is followed, standard input, later pipes and sockets.</summary>
public abstract class LineSource
{
    OwnCounter? _lineCounter;
    OwnCounter? _byteCounter;
    long _lines;

    private protected LineSource(string name)
    {
        Name = name;
        NameBytes = Encoding.UTF8.GetBytes(name);
    }

    /// <summary>What programs see as <c>getfilename()</c> and what <c>log_filter</c> compares: the absolute path of a file,
    /// <c>-</c> for standard input.</summary>
    public string Name { get; }

    /// <summary>The same in UTF-8.</summary>
    public ReadOnlyMemory<byte> NameBytes { get; }

    /// <summary>How many lines it has handed on.</summary>
    internal long Lines => Volatile.Read(ref _lines);

    /// <summary>What is known of the container whose log it is.</summary>
    internal ContainerFacts Container { get; private protected init; } = ContainerFacts.None;

    /// <summary>What it is doing; from any thread.</summary>
    internal abstract SourceStatus Status { get; }

    /// <summary>Its name in LogMetrics' own metrics, or the one that sources beyond the limit share.</summary>
    internal string Label { get; private set; } = "";

    /// <summary>Says under which label its lines and bytes are counted.</summary>
    internal void CountAs(string label, InputEvents events)
    {
        Label = label;
        (_lineCounter, _byteCounter) = events.CountersOf(label);
    }

    /// <summary>Hands a batch on when there is a line in it, and keeps it for another read otherwise.</summary>
    /// <returns>False when nobody takes lines any more.</returns>
    internal bool TryPut(LineBatch batch, LineQueue queue)
    {
        if (batch.Count == 0)
        {
            queue.Return(batch);
            return true;
        }

        return TryPutNote(batch, queue);
    }

    /// <summary>Hands a batch on also when there is no line in it: it tells of a position.</summary>
    /// <returns>False when nobody takes lines any more.</returns>
    internal bool TryPutNote(LineBatch batch, LineQueue queue)
    {
        batch.Source = this;
        Volatile.Write(ref _lines, _lines + batch.Count);
        _lineCounter?.Add(batch.Count);
        _byteCounter?.Add(batch.SourceBytes);
        return queue.Put(batch);
    }
}
