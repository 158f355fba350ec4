using System.Collections.Immutable;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Configuration;

namespace LogMetrics.Hosting;

/// <summary>The files of grok patterns that were named, and the library that they make together with the built-in set.</summary>
/// <param name="Files">Their texts, in the order in which a later definition replaces an earlier one.</param>
/// <param name="Definitions">What they define.</param>
/// <param name="Set">The built-in set.</param>
sealed record GrokPatterns(ImmutableArray<SourceText> Files, ImmutableArray<GrokDefinition> Definitions, GrokSet Set)
{
    /// <summary>Reads files, and the files of folders by name.</summary>
    /// <param name="set">The built-in set.</param>
    /// <param name="paths">Files and folders. Folders are not descended into, and names that start with a dot are left out.</param>
    /// <exception cref="CommandFailedException">Something cannot be read, or a line in it is no definition.</exception>
    public static GrokPatterns Read(GrokSet set, IReadOnlyList<string> paths)
    {
        ImmutableArray<SourceText> files = ReadFiles(paths);
        var findings = new List<Diagnostic>();
        ImmutableArray<GrokDefinition> definitions = [.. files.SelectMany(file => LogstashFile.Read(file, findings))];
        if (findings.Count > 0)
        {
            throw new CommandFailedException(ExitCode.InputWrong, DiagnosticPrinter.Print(findings).TrimEnd('\n'));
        }

        return new GrokPatterns(files, definitions, set);
    }

    /// <summary>Whether the files hold now what they held when they were read.</summary>
    public bool HasFiles(ImmutableArray<SourceText> files) => Files.Select(Content).SequenceEqual(files.Select(Content));

    /// <summary>The texts of files, and of the files of folders.</summary>
    public static ImmutableArray<SourceText> ReadFiles(IReadOnlyList<string> paths) =>
        [.. paths.SelectMany(FilesOf).Select(ProgramReader.Read)];

    /// <summary>The options of a compiler that knows these patterns.</summary>
    public CompileOptions AddTo(CompileOptions options)
    {
        GrokLibrary library = Set == GrokSet.EcsV1 ? GrokLibrary.EcsV1 : GrokLibrary.Legacy;
        return options with { Grok = Definitions.IsEmpty ? library : library.With(Definitions) };
    }

    static (string Path, string Text) Content(SourceText file) => (file.Path, file.Text);

    static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new CommandFailedException(
                ExitCode.Usage, $"--grok-patterns: {path}: no such file or folder; name a file of grok patterns or a folder with some");
        }

        try
        {
            return Directory.EnumerateFiles(path)
                .Where(file => Path.GetFileName(file) is not ['.', ..])
                .Order(StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.Usage, $"--grok-patterns: {path}: {exception.Message}; let this user list the folder");
        }
    }
}
