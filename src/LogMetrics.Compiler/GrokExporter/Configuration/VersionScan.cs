using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Finds <c>config_version</c> as grok_exporter does: in the raw text, before anything is known of YAML.</summary>
/// <remarks>The word <c>global</c> and a colon, then white space alone, then <c>config_version</c>, a colon, and the value up to
/// the next white space; the first such place wins, also inside of a comment. Where that finds nothing and YAML finds
/// something, we go by YAML and say that grok_exporter does not.</remarks>
static class VersionScan
{
    /// <summary>The version, 2 or 3; 0 when there is none that we read, which is then reported.</summary>
    public static int Find(SourceText source, YamlMap? root, DiagnosticBag diagnostics)
    {
        YamlEntry? written = (root?.Find("global")?.Value as YamlMap)?.Find("config_version");
        if (Scan(source.Text) is { } found)
        {
            var span = new SourceSpan(source, found.Start, found.Length);
            int version = Version(span.Text.ToString(), span, diagnostics);
            if (written?.Value is YamlScalar scalar && version != 0 && scalar.Span.Start != found.Start && scalar.Text != span.Text)
            {
                diagnostics.Warning(
                    DiagnosticCode.UnseenVersion,
                    scalar.Span,
                    $"not this `config_version` counts, but the one in line {span.Line}, which comes first in the text",
                    "remove the other one");
            }

            return version;
        }

        if (written?.Value is YamlScalar value)
        {
            int version = Version(value.Text, value.Span, diagnostics);
            if (version != 0)
            {
                diagnostics.Warning(
                    DiagnosticCode.UnseenVersion,
                    value.Span,
                    "grok_exporter itself would not find `config_version` here",
                    "write it on the first line below `global:`, without a comment between them, if grok_exporter is to read this file, too");
            }

            return version;
        }

        (string wanted, YamlScalar? meant) = Misspelling(root);
        diagnostics.Error(
            DiagnosticCode.NoVersion,
            meant?.Span ?? new SourceSpan(source, 0, 0),
            "`global.config_version` is missing",
            meant is null
                ? "begin the file with `global:` and, below it, `config_version: 3`, indented"
                : $"did you mean `{wanted}`? Here it says `{meant.Value}`");
        return 0;
    }

    static (string Wanted, YamlScalar? Meant) Misspelling(YamlMap? root)
    {
        string wanted = root?.Find("global") is null ? "global" : "config_version";
        YamlMap? map = wanted == "global" ? root : root?.Find("global")?.Value as YamlMap;
        string? nearest = NameSuggestion.Nearest(wanted, map?.Entries.Select(entry => entry.Key.Value) ?? []);
        return (wanted, nearest is null ? null : map!.Find(nearest)!.Key);
    }

    static int Version(string text, SourceSpan span, DiagnosticBag diagnostics)
    {
        if (text is "2" or "3")
        {
            return text[0] - '0';
        }

        diagnostics.Error(
            DiagnosticCode.NoVersion,
            span,
            $"`{text}` is no version of a grok_exporter configuration",
            text is "1"
                ? "rewrite it for version 3: below `labels`, `{grok_field_name: f, prometheus_label: l}` becomes `l: '{{.f}}'`"
                : "write `config_version: 3` without quotes; 2 is read, too");
        return 0;
    }

    static (int Start, int Length)? Scan(string text)
    {
        for (int at = text.IndexOf("global", StringComparison.Ordinal); at >= 0; at = text.IndexOf("global", at + 1, StringComparison.Ordinal))
        {
            int next = at;
            if (!TryTakeKey(text, ref next, "global"))
            {
                continue;
            }

            int afterGlobal = next;
            SkipWhiteSpace(text, ref next, "");
            if (next == afterGlobal || !TryTakeKey(text, ref next, "config_version"))
            {
                continue;
            }

            SkipWhiteSpace(text, ref next, "\n");
            int end = next;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (end > next)
            {
                return (next, end - next);
            }
        }

        return null;
    }

    // The word, perhaps in double quotes, and a colon.
    static bool TryTakeKey(string text, ref int at, string word)
    {
        bool isQuoted = at < text.Length && text[at] == '"';
        int start = isQuoted ? at + 1 : at;
        if (string.CompareOrdinal(text, start, word, 0, word.Length) != 0)
        {
            return false;
        }

        int end = start + word.Length;
        if (end < text.Length && text[end] == '"')
        {
            end++;
        }

        SkipWhiteSpace(text, ref end, "\n");
        if (end >= text.Length || text[end] != ':')
        {
            return false;
        }

        at = end + 1;
        return true;
    }

    static void SkipWhiteSpace(string text, ref int at, string except)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]) && !except.Contains(text[at]))
        {
            at++;
        }
    }
}
