using System.Text;
using LogMetrics.Regex;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Files that are not read because of their base name. A link counts by its own name, not by what it names.</summary>
sealed class IgnoredNames
{
    readonly Regexp? _pattern;

    /// <summary>Compiles the operator's pattern, searched anywhere in the name; null or empty ignores nothing.</summary>
    /// <exception cref="SourceUsageException">It is no regular expression.</exception>
    internal IgnoredNames(string? pattern, string flag)
    {
        if (string.IsNullOrEmpty(pattern))
        {
            return;
        }

        try
        {
            _pattern = Regexp.Compile(pattern);
        }
        catch (RegexpParseException exception)
        {
            throw new SourceUsageException($"{flag} {pattern}: {exception.Message}");
        }
    }

    /// <summary>Whether a file is ignored.</summary>
    internal bool Contains(string path) =>
        _pattern is not null && _pattern.IsMatch(Encoding.UTF8.GetBytes(Path.GetFileName(path)));
}
