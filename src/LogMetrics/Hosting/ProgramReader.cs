using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Configuration;

namespace LogMetrics.Hosting;

/// <summary>Reads the text of a program.</summary>
static class ProgramReader
{
    /// <summary>The text; what is not UTF-8 in it becomes U+FFFD, and the compiler points at it.</summary>
    /// <exception cref="CommandFailedException">The file cannot be read, or is too large to be a program.</exception>
    public static SourceText Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > ProgramFiles.MaxBytes)
            {
                throw new CommandFailedException(
                    ExitCode.InputWrong, $"{path}: {file.Length} bytes are too many for a program; the limit is {ProgramFiles.MaxBytes}");
            }

            using var reader = new StreamReader(file, Encoding.UTF8);
            return new SourceText(path, reader.ReadToEnd());
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.SystemFailure, $"{path}: permission denied; let this user read the file");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            string what = new FileInfo(path).LinkTarget is null ? "no such file" : "a link to a file that is not there";
            throw new CommandFailedException(ExitCode.SystemFailure, $"{path}: {what}");
        }
        catch (IOException exception)
        {
            throw new CommandFailedException(ExitCode.SystemFailure, $"{path}: {exception.Message}");
        }
    }
}
