using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Which kind of input lines come from.</summary>
public enum InputType
{
    /// <summary>Standard input, to its end.</summary>
    StandardInput,

    /// <summary>Files that are followed.</summary>
    File,

    /// <summary>Bodies of HTTP requests.</summary>
    Webhook,
}

/// <summary>How the body of a request holds lines.</summary>
public enum WebhookFormat
{
    /// <summary>The body is one line.</summary>
    TextSingle,

    /// <summary>The body is lines with a separator between them.</summary>
    TextBulk,

    /// <summary>The body is a JSON object, and a text in it is the line.</summary>
    JsonSingle,

    /// <summary>The body is an array of such objects.</summary>
    JsonBulk,

    /// <summary>The body is such objects, one on each line.</summary>
    JsonLines,
}

/// <summary>Where lines come from.</summary>
public sealed record InputSettings
{
    /// <summary>The kind.</summary>
    public required InputType Type { get; init; }

    /// <summary>Paths and globs of files.</summary>
    public ImmutableArray<SettingText> Paths { get; init; } = [];

    /// <summary>Whether a path that is missing at the start ends the process.</summary>
    public bool FailOnMissingLogFile { get; init; } = true;

    /// <summary>Whether files that are there at the start are read from their first byte.</summary>
    public bool ReadAll { get; init; }

    /// <summary>How often files are looked at; null leaves it to us.</summary>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>How many lines may wait; 0 is no such bound.</summary>
    public int MaxLinesInBuffer { get; init; }

    /// <summary>The path that requests with lines come to.</summary>
    public string WebhookPath { get; init; } = "/webhook";

    /// <summary>How their bodies hold lines.</summary>
    public WebhookFormat WebhookFormat { get; init; }

    /// <summary>Where in an object the line is: <c>.a.b[0]</c>.</summary>
    public string WebhookJsonSelector { get; init; } = ".message";

    /// <summary>What stands between lines of a body in bulk.</summary>
    public string WebhookTextBulkSeparator { get; init; } = "\n\n";

    /// <summary>Where it is written.</summary>
    public required SourceSpan Span { get; init; }
}
