namespace LogMetrics.Server;

/// <summary>What the web server says, into the log of the process.</summary>
sealed class ServerLog(ILoggerProvider log) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => log.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
