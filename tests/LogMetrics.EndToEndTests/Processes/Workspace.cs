namespace LogMetrics.EndToEndTests.Processes;

/// <summary>A temporary directory for one test, gone with it.</summary>
sealed class Workspace : IDisposable
{
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("logmetrics-e2e-");

    /// <summary>The path of the directory.</summary>
    public string Path => _directory.FullName;

    /// <summary>The path of a file in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Appends to a file, in one write.</summary>
    public void Append(string name, string text) => File.AppendAllText(this[name], text);

    /// <summary>Lets every user of the system read what is in it.</summary>
    public void OpenToOthers() => File.SetUnixFileMode(
        Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

    /// <summary>Lets every user of the system write into it, too.</summary>
    public void ShareWithOthers() => File.SetUnixFileMode(
        Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);

    public void Dispose() => _directory.Delete(recursive: true);
}
