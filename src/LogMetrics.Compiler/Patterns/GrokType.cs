namespace LogMetrics.Compiler.Patterns;

/// <summary>The type that a reference gives to its field: the last part of <c>%{NAME:field:type}</c>.</summary>
public enum GrokType
{
    /// <summary>None was given.</summary>
    None,

    /// <summary><c>int</c></summary>
    Int,

    /// <summary><c>float</c></summary>
    Float,

    /// <summary><c>string</c></summary>
    String,
}
