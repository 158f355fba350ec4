namespace LogMetrics.Compiler.Patterns;

/// <summary>In which syntax the regular expression of a definition is written.</summary>
public enum GrokDialect
{
    /// <summary>The syntax of patterns in programs: Go's, with what the linear engine has beyond it.</summary>
    Native,

    /// <summary>Oniguruma's, as files of patterns for Logstash and grok_exporter have it.</summary>
    Oniguruma,
}
