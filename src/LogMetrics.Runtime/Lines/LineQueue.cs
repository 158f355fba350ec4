namespace LogMetrics.Runtime.Lines;

/// <summary>The one place where threads meet: readers put batches in, the engine takes them out, in order.</summary>
/// <remarks>Bounded. When it is full the readers wait, and the file is the buffer. Batches are pooled here.</remarks>
public sealed class LineQueue
{
}
