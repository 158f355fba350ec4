using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler;

/// <summary>What a front end makes of a text: a program, and everything there is to say about the text.</summary>
/// <param name="Program">The program; null exactly when a diagnostic is an error.</param>
/// <param name="Diagnostics">Errors and warnings in the order of their places.</param>
public sealed record CompileResult(MetricProgram? Program, ImmutableArray<Diagnostic> Diagnostics);
