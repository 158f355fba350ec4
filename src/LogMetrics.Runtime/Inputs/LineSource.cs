namespace LogMetrics.Runtime.Inputs;

/// <summary>Where lines come from: a file that is followed, standard input, later pipes and sockets.</summary>
public abstract class LineSource
{
    /// <summary>What programs see as <c>getfilename()</c> and what <c>log_filter</c> compares: the absolute path of a file,
    /// <c>-</c> for standard input.</summary>
    public abstract string Name { get; }

    /// <summary>The same in UTF-8.</summary>
    public abstract ReadOnlyMemory<byte> NameBytes { get; }
}
