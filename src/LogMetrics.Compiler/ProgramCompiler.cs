using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter;
using LogMetrics.Compiler.Language;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler;

/// <summary>Start here: the text of a program becomes what the runtime runs.</summary>
public static class ProgramCompiler
{
    /// <summary>Compiles the text of one file. Never throws, whatever the text is.</summary>
    /// <param name="source">The text, under the path that diagnostics print.</param>
    /// <param name="options">Limits and meanings that flags can change.</param>
    public static CompileResult Compile(SourceText source, CompileOptions options)
    {
        CompileResult result = GrokExporterFrontEnd.IsConfiguration(source.Path)
            ? GrokExporterFrontEnd.Compile(source, options)
            : LanguageFrontEnd.Compile(source, options);
        return result.Program is { } program && !options.SourceLabels.IsEmpty
            ? result with { Program = SourceLabelling.Add(program, options.SourceLabels) }
            : result;
    }
}
