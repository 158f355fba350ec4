using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Gives the texts of the files that a configuration imports: the compiler itself opens no file.</summary>
/// <param name="path">A folder or a glob, relative to the working directory, as it is written.</param>
/// <param name="isDirectory">Whether every file of a folder is meant, else what the glob finds.</param>
public delegate ImportedFiles ImportReader(string path, bool isDirectory);

/// <summary>The files that an import named.</summary>
/// <param name="Files">Their texts, by name.</param>
/// <param name="Problem">Why they cannot be had, as a sentence without a full stop; null when they can.</param>
public sealed record ImportedFiles(ImmutableArray<SourceText> Files, string? Problem)
{
    /// <summary>For texts that stand alone: every import is a problem.</summary>
    public static ImportedFiles None(string path, bool isDirectory) => new([], $"`{path}` cannot be imported here: files are not read");
}
