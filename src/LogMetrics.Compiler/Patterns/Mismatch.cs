namespace LogMetrics.Compiler.Patterns;

/// <summary>How far a pattern comes in a line that it does not match.</summary>
/// <param name="Start">Where the part of the line begins that fits, in bytes.</param>
/// <param name="End">Where it ends: the place at which the pattern cannot go on.</param>
/// <param name="Piece">What should come there, as it is written.</param>
/// <param name="Definition">The grok pattern in whose definition that is written; null for the pattern itself.</param>
/// <param name="IsNowhere">Whether no part of the line fits, because the pattern begins with that piece.</param>
public readonly record struct Mismatch(int Start, int End, string Piece, string? Definition, bool IsNowhere);
