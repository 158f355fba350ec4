using System.Text;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs;

/// <summary>Lines that others send: each call hands over some of them.</summary>
/// <remarks>Whoever calls waits while the queue is full, so that who sends too fast is answered late.</remarks>
public sealed class RequestSource : LineSource
{
    readonly LineQueue _queue;
    readonly Limits _limits;
    readonly Lock _gate = new();
    long _bytes;

    internal RequestSource(string name, LineQueue queue, InputEvents events, Limits limits)
        : base(name)
    {
        _queue = queue;
        _limits = limits;
        CountAs(name, events);
    }

    /// <inheritdoc/>
    internal override SourceStatus Status => new(
        Name, SourceState.Following, Volatile.Read(ref _bytes), Volatile.Read(ref _bytes), Lines, null);

    /// <summary>Hands lines over, each with what came along with it; from any thread.</summary>
    /// <returns>False when nobody takes lines any more.</returns>
    public bool Put(IReadOnlyList<(string Line, string? Extra)> lines)
    {
        LineBatch batch = _queue.Rent();
        int end = 0;
        foreach ((string line, string? extra) in lines)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(line);
            int length = Math.Min(bytes.Length, _limits.MaxLineBytes);
            batch.Reserve(end + length, end);
            bytes.AsSpan(0, length).CopyTo(batch.Buffer.AsSpan(end));
            batch.Add(end, length);
            if (extra is not null)
            {
                batch.AddExtra(Encoding.UTF8.GetBytes(extra));
            }

            end += length;
        }

        batch.SourceBytes = end;
        lock (_gate)
        {
            Volatile.Write(ref _bytes, _bytes + end);
            return TryPut(batch, _queue);
        }
    }
}
