using System.Net.Sockets;
using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Sockets;

/// <summary>Takes connections, many at once, and reads the lines of each.</summary>
/// <remarks>
/// One thread reads all connections in turns, one buffer at most from each, so that a client that never stops does not keep
/// others waiting. What a client has begun of a line is one when it closes, however it does. Both the number of
/// connections and the bytes of begun lines are bounded: clients can be anybody.
/// </remarks>
sealed class ConnectionSource : PolledSource
{
    readonly SocketBinding _binding;
    readonly LineDecoding _decoding;
    readonly Dictionary<Socket, Connection> _connections = [];
    readonly List<Socket> _ready = [];
    long _heldBytes;
    bool _hasServed;

    internal ConnectionSource(SocketBinding binding, SourceParts parts)
        : base(binding.Name, parts)
    {
        _binding = binding;
        _decoding = parts.NewDecoding(binding.IsSyslog);
    }

    /// <summary>How many clients are connected; from any thread.</summary>
    internal int ConnectionCount => _connections.Count;

    /// <inheritdoc/>
    protected override bool IsAtEnd => Parts.Once && _hasServed && _connections.Count == 0;

    /// <inheritdoc/>
    protected override bool Turn(TimeSpan wait)
    {
        _ready.Clear();
        if (!Parts.Once || !_hasServed)
        {
            _ready.Add(_binding.Socket);
        }

        foreach (Socket socket in _connections.Keys)
        {
            _ready.Add(socket);
        }

        Socket.Select(_ready, null, null, wait);
        foreach (Socket socket in _ready)
        {
            if (_connections.TryGetValue(socket, out Connection? connection))
            {
                Read(connection);
            }
            else
            {
                Accept();
            }
        }

        return _ready.Count > 0;
    }

    /// <inheritdoc/>
    protected override void PutLastLines()
    {
        foreach (Connection connection in _connections.Values)
        {
            PutLastLine(connection);
        }
    }

    /// <inheritdoc/>
    protected override void PutOldRecords()
    {
        foreach (Connection connection in _connections.Values)
        {
            LineBatch batch = Parts.Queue.Rent();
            connection.Splitter.FinishOld(batch);
            Put(batch, 0);
        }
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        foreach (Connection connection in _connections.Values)
        {
            connection.Dispose();
        }

        _connections.Clear();
        _binding.Dispose();
    }

    void Accept()
    {
        Socket? socket = null;
        try
        {
            socket = _binding.Socket.Accept();
            if (_connections.Count >= Parts.Limits.MaxConnections)
            {
                Parts.Events.ConnectionRefused(Name, Parts.Limits.MaxConnections);
                socket.Dispose();
                return;
            }

            Prepare(socket);
            _connections.Add(socket, new Connection(
                socket,
                _decoding.NewSplitter(skipsHoles: false),
                _binding.IsSyslog ? new SyslogFraming(Parts.Limits.MaxLineBytes, Parts.Events) : null));
            _hasServed = true;
            Parts.Events.ConnectionAccepted(Label);
        }
        catch (SocketException exception)
        {
            // The client is gone already; or there is no descriptor for it, and it waits where it is for a while.
            socket?.Dispose();
            bool isFull = exception.SocketErrorCode == SocketError.TooManyOpenSockets;
            Parts.Events.CountReadError(isFull ? FileError.TooManyOpenFiles : FileError.InputOutput);
            Rest(WaitTime);
        }
    }

    // A client whose machine went down never says goodbye; asking for signs of life tells after two minutes.
    static void Prepare(Socket socket)
    {
        socket.Blocking = false;
        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 20);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        }
    }

    void Read(Connection connection)
    {
        int size = Parts.Limits.ReadBufferBytes;
        LineBatch batch = Parts.Queue.Rent();
        batch.Reserve(size + 1, 0);
        int count = connection.Socket.Receive(batch.Buffer.AsSpan(0, size), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            Parts.Queue.Return(batch);
            return;
        }

        if (error != SocketError.Success || count == 0)
        {
            Parts.Queue.Return(batch);
            End(connection);
            return;
        }

        int framed = connection.Framing?.Rewrite(batch.Buffer, count) ?? count;
        _heldBytes -= connection.HeldBytes;
        connection.Splitter.Split(batch, 0, framed);
        _heldBytes += connection.HeldBytes;
        Put(batch, count);
        if (_heldBytes > Parts.Limits.MaxBegunLineBytes)
        {
            Parts.Events.ConnectionCut(Name, Parts.Limits.MaxBegunLineBytes);
            End(connection);
        }
    }

    void End(Connection connection)
    {
        PutLastLine(connection);
        _connections.Remove(connection.Socket);
        connection.Dispose();
    }

    void PutLastLine(Connection connection)
    {
        LineBatch batch = Parts.Queue.Rent();
        _heldBytes -= connection.HeldBytes;
        connection.Splitter.Finish(batch);
        Put(batch, 0);
    }
}
