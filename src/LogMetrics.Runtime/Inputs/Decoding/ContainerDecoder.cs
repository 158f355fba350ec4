using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>Takes lines out of what container runtimes wrap around them, and puts the pieces together that they cut long ones
/// into, each stream for itself.</summary>
/// <remarks>
/// What a line is wrapped in is looked at anew for each: so it makes no difference where reading begins. While a line is in
/// pieces, lines of the other stream wait for it: a position in a log has to have everything that was counted in front of
/// it. They wait for a bounded number of bytes; then what there is of the line is one.
/// </remarks>
sealed class ContainerDecoder(InputFormat format, int maxLineBytes, InputEvents events, RecordJoiner? joiner)
    : LineDecoder(joiner)
{
    readonly WaitingLines _waiting = new(maxLineBytes);
    readonly PartialLine _out = new(maxLineBytes, events);
    readonly PartialLine _error = new(maxLineBytes, events);
    long _pendingStart = NothingPending;

    /// <inheritdoc/>
    protected override long OwnPendingStart => _pendingStart;

    /// <inheritdoc/>
    internal override void Decode(LineBatch batch, int start, int length, long position)
    {
        if (!TryRead(batch.Buffer.AsSpan(start, length), out ContainerLine line) && format != InputFormat.Auto)
        {
            events.LineNotDecoded(format);
        }

        if (_pendingStart == NothingPending && !line.IsPartial)
        {
            Emit(batch, start + line.Start, line.Length, position, line.Stream);
        }
        else
        {
            PutTogether(batch, start + line.Start, position, line);
        }
    }

    /// <inheritdoc/>
    internal override void TakeOver(LineDecoder other)
    {
        base.TakeOver(other);
        if (_pendingStart == NothingPending && other is ContainerDecoder { _pendingStart: not NothingPending } begun)
        {
            _out.TakeOver(begun._out);
            _error.TakeOver(begun._error);
            _waiting.TakeOver(begun._waiting);
            begun.DropOwn();
            _pendingStart = 0;
        }
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> TextOf(Span<byte> rawLine)
    {
        TryRead(rawLine, out ContainerLine line);
        return rawLine.Slice(line.Start, line.Length);
    }

    /// <inheritdoc/>
    protected override void FinishOwn(LineBatch batch)
    {
        if (_pendingStart == NothingPending)
        {
            return;
        }

        End(_out, LineStream.Out);
        End(_error, LineStream.Error);
        Release(batch);
    }

    /// <inheritdoc/>
    protected override void DropOwn()
    {
        _out.Clear();
        _error.Clear();
        _waiting.Clear();
        _pendingStart = NothingPending;
    }

    // What is wrapped in nothing that is known is a line as it is.
    bool TryRead(Span<byte> raw, out ContainerLine line)
    {
        line = default;
        bool isRead = raw.Length > 0 && raw[0] == (byte)'{'
            ? format != InputFormat.Cri && ContainerLine.TryReadDocker(raw, out line)
            : format != InputFormat.Docker && ContainerLine.TryReadCri(raw, out line);
        line = isRead ? line : new ContainerLine(0, raw.Length, LineStream.None, IsPartial: false);
        return isRead;
    }

    void PutTogether(LineBatch batch, int start, long position, ContainerLine line)
    {
        _pendingStart = Math.Min(_pendingStart, position);
        ReadOnlySpan<byte> text = batch.Buffer.AsSpan(start, line.Length);
        PartialLine? partial = line.Stream switch
        {
            LineStream.Out => _out,
            LineStream.Error => _error,
            _ => null,
        };
        if (partial is not null && (line.IsPartial || partial.IsBegun))
        {
            partial.Add(text);
            if (!line.IsPartial)
            {
                End(partial, line.Stream);
            }
        }
        else
        {
            _waiting.Add(text, line.Stream);
        }

        if (_waiting.IsFull)
        {
            FinishOwn(batch);
        }
        else if (!_out.IsBegun && !_error.IsBegun)
        {
            Release(batch);
        }
    }

    void End(PartialLine partial, LineStream stream)
    {
        if (partial.IsBegun)
        {
            _waiting.Add(partial.Text, stream);
            partial.Clear();
        }
    }

    void Release(LineBatch batch)
    {
        long position = _pendingStart;
        for (int index = 0; index < _waiting.Count; index++)
        {
            ReadOnlySpan<byte> text = _waiting[index];
            Emit(batch, batch.Place(text), text.Length, position, _waiting.StreamOf(index));
        }

        // A record that began among lines whose pieces were mixed has no position of its own.
        if (_waiting.Count > 1)
        {
            Joiner?.Finish(batch);
        }

        DropOwn();
    }
}
