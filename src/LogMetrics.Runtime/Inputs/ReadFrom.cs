namespace LogMetrics.Runtime.Inputs;

/// <summary>Where reading begins in a file that is there at the start. One that appears later is read from its first byte.</summary>
public enum ReadFrom
{
    /// <summary>Behind what it holds already: only what is written from now on counts.</summary>
    End,

    /// <summary>At its first byte.</summary>
    Beginning,
}
