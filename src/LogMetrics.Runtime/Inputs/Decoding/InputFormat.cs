namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>How lines lie in a source.</summary>
public enum InputFormat
{
    /// <summary>As they are.</summary>
    Raw,

    /// <summary>A line that a container runtime has wrapped is taken out of it; any other is taken as it is.</summary>
    Auto,

    /// <summary>JSON objects, as Docker's <c>json-file</c> driver writes them.</summary>
    Docker,

    /// <summary>Time, stream, tags and text, as runtimes of Kubernetes write them: CRI.</summary>
    Cri,
}
