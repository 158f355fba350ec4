using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Reads <c>path</c> and <c>paths</c>, which an input, a metric and defaults have.</summary>
static class PathReader
{
    /// <summary>The paths; never both settings, and never an empty list.</summary>
    public static ImmutableArray<SettingText> Read(SectionReader section, string where, DiagnosticBag diagnostics)
    {
        SettingText? path = section.Text("path");
        ImmutableArray<SettingText> paths = section.Texts("paths");
        if (path is not null && !paths.IsEmpty)
        {
            diagnostics.Error(
                DiagnosticCode.MisplacedSetting, section.KeySpan("paths"), $"`{where}` has `path` and `paths`", "use one of them");
        }

        ImmutableArray<SettingText> all = path is { } one ? [one] : paths;
        foreach (SettingText glob in all)
        {
            CheckGlob(glob, diagnostics);
        }

        return all;
    }

    /// <summary>Reports what Go's <c>filepath.Match</c> cannot read, and wildcards before the last part.</summary>
    public static void CheckGlob(SettingText glob, DiagnosticBag diagnostics)
    {
        string text = glob.Value;
        int name = text.LastIndexOf('/') + 1;
        int wildcard = text.AsSpan(0, name).IndexOfAny('*', '?', '[');
        if (wildcard >= 0)
        {
            diagnostics.Error(
                DiagnosticCode.BadGlob,
                glob.SpanOf(wildcard, 1),
                $"`{text}` has a wildcard in a folder, and only the name of a file can have some",
                "list the folders one by one below `paths`");
        }
        else if (text.Length == 0 || !IsGlob(text.AsSpan(name)))
        {
            diagnostics.Error(
                DiagnosticCode.BadGlob, glob.Span, $"`{text}` is no glob", "close classes as in `[a-z]`, and put a backslash before a `[` or `\\` that is meant as such");
        }
    }

    static bool IsGlob(ReadOnlySpan<char> name)
    {
        while (!name.IsEmpty)
        {
            switch (name[0])
            {
                case '\\' when name.Length == 1:
                    return false;
                case '\\':
                    name = name[2..];
                    break;
                case '[':
                    if (!TryTakeClass(ref name))
                    {
                        return false;
                    }

                    break;
                default:
                    name = name[1..];
                    break;
            }
        }

        return true;
    }

    static bool TryTakeClass(ref ReadOnlySpan<char> name)
    {
        name = name.StartsWith("[^") ? name[2..] : name[1..];
        for (bool isFirst = true; !name.IsEmpty; isFirst = false)
        {
            if (name[0] == ']' && !isFirst)
            {
                name = name[1..];
                return true;
            }

            if (!TryTakeCharacter(ref name) || (name.StartsWith("-") && !TryTakeRangeEnd(ref name)))
            {
                return false;
            }
        }

        return false;
    }

    static bool TryTakeRangeEnd(ref ReadOnlySpan<char> name)
    {
        name = name[1..];
        return TryTakeCharacter(ref name);
    }

    static bool TryTakeCharacter(ref ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name[0] is '-' or ']')
        {
            return false;
        }

        int length = name[0] == '\\' ? 2 : 1;
        if (name.Length < length)
        {
            return false;
        }

        name = name[length..];
        return true;
    }
}
