using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>Turns raw lines, as they lie in the source, into the records that programs see.</summary>
/// <remarks>One for each source, because a container runtime's format spreads one line over several raw ones. It may
/// rewrite the bytes of the raw line in place, which a decoder that only takes wrapping away never makes longer.</remarks>
/// <param name="joiner">What makes records of several lines; null when each line is one.</param>
abstract class LineDecoder(RecordJoiner? joiner)
{
    /// <summary>No record is begun.</summary>
    internal const long NothingPending = long.MaxValue;

    /// <summary>Where in the source the first raw line of a record lies that has not ended; what was handed on stands before
    /// it. <see cref="NothingPending"/> when there is none.</summary>
    internal long PendingStart => Math.Min(OwnPendingStart, joiner?.PendingStart ?? NothingPending);

    /// <summary>Where the first raw line lies that is kept to be put together with others.</summary>
    protected virtual long OwnPendingStart => NothingPending;

    /// <summary>Adds what a raw line means to the batch it lies in: no record, one, or the end of one that began earlier.</summary>
    /// <param name="batch">Where the raw line lies, and where records go to.</param>
    /// <param name="start">Where it starts in the batch's buffer.</param>
    /// <param name="length">How many bytes it has, terminator not counted.</param>
    /// <param name="position">Where it starts in the source.</param>
    internal abstract void Decode(LineBatch batch, int start, int length, long position);

    /// <summary>Nothing more will come: what was begun is a record.</summary>
    internal void Finish(LineBatch batch)
    {
        FinishOwn(batch);
        joiner?.Finish(batch);
    }

    /// <summary>A record to which nothing was added for long enough is complete.</summary>
    internal void FinishOld(LineBatch batch) => joiner?.FinishOld(batch);

    /// <summary>Forgets what was begun: it is read again.</summary>
    internal void Drop()
    {
        DropOwn();
        joiner?.Drop();
    }

    /// <summary>Whether what another has begun may go on with a raw line: it does not begin a record.</summary>
    /// <param name="rawLine">The line, or its first bytes; it is of no use afterwards.</param>
    /// <param name="other">What has begun it. Where that is a line in pieces, no line tells that it is not the next piece.</param>
    internal bool MayGoOnWith(Span<byte> rawLine, LineDecoder other) =>
        other.OwnPendingStart != NothingPending || joiner?.IsStart(TextOf(rawLine)) != true;

    /// <summary>What is in a raw line, which may be rewritten in place.</summary>
    protected virtual ReadOnlySpan<byte> TextOf(Span<byte> rawLine) => rawLine;

    /// <summary>Goes on with what another has begun, whose source this one's continues.</summary>
    internal virtual void TakeOver(LineDecoder other)
    {
        if (joiner is not null && other.Joiner is { } begun)
        {
            joiner.TakeOver(begun);
        }
    }

    /// <summary>What makes records of several lines.</summary>
    protected RecordJoiner? Joiner => joiner;

    /// <summary>What is kept is taken as it is.</summary>
    protected virtual void FinishOwn(LineBatch batch)
    {
    }

    /// <summary>What is kept is forgotten.</summary>
    protected virtual void DropOwn()
    {
    }

    /// <summary>Hands a line on that lies in the batch's buffer.</summary>
    protected void Emit(LineBatch batch, int start, int length, long position, LineStream stream)
    {
        if (joiner is null)
        {
            batch.Add(start, length, stream);
        }
        else
        {
            joiner.Take(batch, start, length, position, stream);
        }
    }
}
