namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Where rotation puts the old files of a log: beside the first name it had, beside others that are no rotated names of that,
/// and where those lead to when they are links.</summary>
sealed class LogPlaces
{
    readonly List<string> _paths = [];

    /// <summary>The paths beside which they are.</summary>
    internal IReadOnlyList<string> Paths => _paths;

    /// <summary>The log is also called this.</summary>
    /// <param name="path">A path.</param>
    /// <param name="files">Tells where that leads to.</param>
    internal void Add(string path, FileSystem files)
    {
        if (_paths.Contains(path) || IsRotatedName(path))
        {
            return;
        }

        _paths.Add(path);
        string target = files.TargetOf(path);
        if (!_paths.Contains(target) && !IsRotatedName(target))
        {
            _paths.Add(target);
        }
    }

    /// <summary>Whether a path is what rotation makes of one of its names.</summary>
    internal bool IsRotatedName(ReadOnlySpan<char> path)
    {
        foreach (string own in _paths)
        {
            if (RotatedName.IsOf(path, own))
            {
                return true;
            }
        }

        return false;
    }
}
