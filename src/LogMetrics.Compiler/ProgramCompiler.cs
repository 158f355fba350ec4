using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler;

/// <summary>Start here: which front end compiles a text, chosen by the ending of its file name.</summary>
public static class ProgramCompiler
{
    /// <summary>Compiles the text of one file. Never throws, whatever the text is.</summary>
    /// <param name="source">The text, under the path that diagnostics print.</param>
    /// <param name="options">Limits and meanings that flags can change.</param>
    public static CompileResult Compile(SourceText source, CompileOptions options) =>
        throw new NotImplementedException();
}
