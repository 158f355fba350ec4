using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Configuration;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Hosting;

/// <summary>Opens the files that a grok_exporter configuration imports.</summary>
static class ImportedFileReader
{
    /// <summary>The texts of a folder or of a glob, by name; relative to the working directory.</summary>
    public static ImportedFiles Read(string path, bool isDirectory)
    {
        try
        {
            return isDirectory ? ReadDirectory(path) : ReadFiles(path);
        }
        catch (CommandFailedException failure)
        {
            return Problem(failure.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Problem($"{path}: {exception.Message.TrimEnd('.')}");
        }
    }

    static ImportedFiles ReadDirectory(string path)
    {
        if (!Directory.Exists(path))
        {
            return Problem(File.Exists(path) ? $"`{path}` is a file, and `dir` names a folder" : $"there is no folder `{path}`");
        }

        if (Directory.EnumerateDirectories(path).FirstOrDefault() is string inner)
        {
            return Problem($"`{inner}` is a folder, and a folder that is imported has only files");
        }

        return Texts(Directory.EnumerateFiles(path).Order(StringComparer.Ordinal));
    }

    static ImportedFiles ReadFiles(string glob)
    {
        if (Directory.Exists(glob))
        {
            return Problem($"`{glob}` is a folder; import it with `dir`");
        }

        IReadOnlyList<string> files = GlobPaths.Find(glob);
        return files.Count == 0 ? Problem($"there is no file `{glob}`") : Texts(files);
    }

    static ImportedFiles Texts(IEnumerable<string> files) => new([.. files.Select(ProgramReader.Read)], null);

    static ImportedFiles Problem(string problem) => new(ImmutableArray<SourceText>.Empty, problem);
}
