namespace LogMetrics.Configuration;

/// <summary>Which of the built-in sets of grok patterns <c>%{NAME}</c> refers to.</summary>
enum GrokSet
{
    /// <summary>The set with flat fields, such as <c>clientip</c>.</summary>
    Legacy,

    /// <summary>The set with the fields of the Elastic Common Schema, such as <c>[source][address]</c>.</summary>
    EcsV1,
}
