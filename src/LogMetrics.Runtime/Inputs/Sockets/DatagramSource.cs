using System.Net.Sockets;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Sockets;

/// <summary>Receives datagrams; each holds one line or several, and its end is the end of a line.</summary>
/// <remarks>No line goes on in another datagram: it may come from another sender, or never.</remarks>
sealed class DatagramSource : PolledSource
{
    readonly SocketBinding _binding;
    readonly LineSplitter _splitter;
    uint _drops;
    bool _isAtEnd;

    internal DatagramSource(SocketBinding binding, SourceParts parts)
        : base(binding.Name, parts)
    {
        _binding = binding;
        _splitter = parts.NewDecoding(binding.IsSyslog).NewSplitter(skipsHoles: false);
    }

    /// <inheritdoc/>
    protected override bool IsAtEnd => _isAtEnd;

    /// <inheritdoc/>
    protected override bool Turn(TimeSpan wait)
    {
        bool isReady = _binding.Socket.Poll(wait, SelectMode.SelectRead);
        CountDrops();
        if (!isReady)
        {
            return false;
        }

        // As many as fill a buffer; behind it there is room for the largest one.
        int size = Parts.Limits.ReadBufferBytes;
        LineBatch batch = Parts.Queue.Rent();
        batch.Reserve(2 * size, 0);
        int used = 0;
        while (used < size && TryReceive(batch.Buffer.AsSpan(used, size - 1), out int count))
        {
            if (count == 0)
            {
                _isAtEnd |= Parts.Once;
                continue;
            }

            int end = used + count;
            if (_binding.IsSyslog)
            {
                // The datagram is the message, whatever is in it.
                end -= batch.Buffer[end - 1] == (byte)'\n' ? 1 : 0;
                batch.Buffer.AsSpan(used, end - used).Replace((byte)'\n', (byte)' ');
            }

            if (end == used || batch.Buffer[end - 1] != (byte)'\n')
            {
                batch.Buffer[end++] = (byte)'\n';
            }

            _splitter.Split(batch, used, end - used);
            used = batch.FreeStart;
        }

        Put(batch, used);
        return used > 0;
    }

    /// <inheritdoc/>
    protected override void PutLastLines()
    {
        LineBatch batch = Parts.Queue.Rent();
        _splitter.Finish(batch);
        Put(batch, 0);
    }

    /// <inheritdoc/>
    protected override void PutOldRecords()
    {
        LineBatch batch = Parts.Queue.Rent();
        _splitter.FinishOld(batch);
        Put(batch, 0);
    }

    /// <inheritdoc/>
    protected override void Close() => _binding.Dispose();

    void CountDrops()
    {
        uint drops = _binding.Drops;
        if (drops != _drops)
        {
            Parts.Events.DatagramsDropped(Name, Label, unchecked(drops - _drops));
            _drops = drops;
        }
    }

    bool TryReceive(Span<byte> buffer, out int count)
    {
        count = _binding.Socket.Receive(buffer, SocketFlags.None, out SocketError error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            Parts.Events.CountReadError(Files.FileError.InputOutput);
        }

        return error == SocketError.Success;
    }
}
