namespace LogMetrics.Compiler.Programs;

/// <summary>A quantile of a summary.</summary>
/// <param name="Quantile">Which one, from 0 to 1: 0.5 is the median.</param>
/// <param name="Error">By how much the rank of the answer may be off, as a part of all observations: 0.05 for the median
/// may give what is at 0.45 or at 0.55.</param>
public readonly record struct SummaryQuantile(double Quantile, double Error);
