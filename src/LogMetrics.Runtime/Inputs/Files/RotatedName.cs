using System.Buffers;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Which names rotation gives to files: <c>app.log.1</c>, <c>app.log-20261121</c>, <c>app-2026-11-21.log</c>,
/// <c>app.log.old</c> for <c>app.log</c>.</summary>
static class RotatedName
{
    static readonly SearchValues<char> MarkLetters = SearchValues.Create("0123456789.-_:T");

    /// <summary>Whether a path is a rotated name of another, in the same directory.</summary>
    internal static bool IsOf(ReadOnlySpan<char> path, ReadOnlySpan<char> original)
    {
        if (path.Length <= original.Length)
        {
            return false;
        }

        if (path.StartsWith(original, StringComparison.Ordinal))
        {
            return IsMark(path[original.Length..]);
        }

        ReadOnlySpan<char> extension = Path.GetExtension(original);
        ReadOnlySpan<char> stem = original[..^extension.Length];
        return extension.Length > 0
            && path.StartsWith(stem, StringComparison.Ordinal)
            && path.EndsWith(extension, StringComparison.Ordinal)
            && IsMark(path[stem.Length..^extension.Length]);
    }

    /// <summary>Whether two paths are rotated names of one log, whose own path is not known.</summary>
    internal static bool AreOfOne(ReadOnlySpan<char> path, ReadOnlySpan<char> other)
    {
        for (int end = path.LastIndexOf('/') + 2; end < path.Length; end++)
        {
            if (path[end] is '.' or '-' or '_' or '~' && IsOf(path, path[..end]) && IsOf(other, path[..end]))
            {
                return true;
            }
        }

        return false;
    }

    static bool IsMark(ReadOnlySpan<char> mark) =>
        mark is "~" or ".old" or ".bak" or ".prev" or ".orig" or ".save"
        || (mark.Length > 1
            && mark[0] is '.' or '-' or '_'
            && char.IsAsciiDigit(mark[1])
            && mark.IndexOfAnyExcept(MarkLetters) < 0);
}
