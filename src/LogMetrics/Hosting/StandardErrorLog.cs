using System.Globalization;
using System.Text;
using System.Text.Json;
using LogMetrics.Configuration;

namespace LogMetrics.Hosting;

/// <summary>Writes the log of the process to standard error: one line for each event, as text or as JSON.</summary>
/// <remarks>
/// Control characters are escaped: a path or an error text may come from a log and must not be able to start a second line
/// or to speak to a terminal.
/// </remarks>
sealed class StandardErrorLog(LogSettings settings, TimeProvider clock, TextWriter output) : ILoggerProvider
{
    readonly Lock _writing = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    void Write(LogLevel level, string category, string message, Exception? exception)
    {
        string stage = category[(category.LastIndexOf('.') + 1)..];
        string text = exception is null ? message : $"{message}: {exception}";
        string line = settings.Format == LogFormat.Json ? JsonLine(level, stage, text) : TextLine(level, stage, text);
        lock (_writing)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    string TextLine(LogLevel level, string stage, string message)
    {
        var line = new StringBuilder(message.Length + 64);
        line.Append(Now()).Append(' ').Append(NameOf(level).PadRight(5)).Append(' ').Append(stage).Append(": ");
        foreach (char c in message)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                line.Append(c);
            }
        }

        return line.ToString();
    }

    string JsonLine(LogLevel level, string stage, string message)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("time", Now());
            json.WriteString("level", NameOf(level));
            json.WriteString("stage", stage);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    string Now() => clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    sealed class Logger(StandardErrorLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.LevelFor(category);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(logLevel, category, formatter(state, exception), exception);
            }
        }
    }

    // The web server tells about each of its own steps; only what is wrong there matters to an operator.
    LogLevel LevelFor(string category) =>
        category.StartsWith("Microsoft.", StringComparison.Ordinal) && settings.Level < LogLevel.Warning
            ? LogLevel.Warning
            : settings.Level;
}
