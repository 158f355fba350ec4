using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Reads what only the input <c>webhook</c> has.</summary>
static class WebhookReader
{
    static readonly (string Word, WebhookFormat Format)[] Formats =
    [
        ("text_single", WebhookFormat.TextSingle), ("text_bulk", WebhookFormat.TextBulk), ("json_single", WebhookFormat.JsonSingle),
        ("json_bulk", WebhookFormat.JsonBulk), ("json_lines", WebhookFormat.JsonLines),
    ];

    /// <summary>The word of a format.</summary>
    public static string WordOf(WebhookFormat format) => Array.Find(Formats, known => known.Format == format).Word;

    public static InputSettings Read(SectionReader section, InputSettings input, bool isOld, DiagnosticBag diagnostics)
    {
        SettingText? path = section.Text("webhook_path");
        SettingText? selector = section.Text("webhook_json_selector");
        if (path is { } wrongPath && !wrongPath.Value.StartsWith('/'))
        {
            diagnostics.Error(DiagnosticCode.BadSetting, wrongPath.Span, "`input.webhook_path` must start with `/`", $"write `/{wrongPath.Value}`");
        }

        if (selector is { } wrongSelector && !wrongSelector.Value.StartsWith('.'))
        {
            diagnostics.Error(
                DiagnosticCode.BadSetting, wrongSelector.Span, "`input.webhook_json_selector` must start with `.`", $"write `.{wrongSelector.Value}`");
        }

        return input with
        {
            WebhookPath = path?.Value ?? input.WebhookPath,
            WebhookFormat = ReadFormat(section, isOld, diagnostics),
            WebhookJsonSelector = selector?.Value ?? input.WebhookJsonSelector,
            WebhookTextBulkSeparator = section.Text("webhook_text_bulk_separator")?.Value ?? input.WebhookTextBulkSeparator,
        };
    }

    /// <summary>For other inputs: these settings are known, and do nothing.</summary>
    public static InputSettings Skip(SectionReader section, InputSettings input)
    {
        foreach (string name in (ReadOnlySpan<string>)["webhook_path", "webhook_format", "webhook_json_selector", "webhook_text_bulk_separator"])
        {
            _ = section.Has(name);
        }

        return input;
    }

    static WebhookFormat ReadFormat(SectionReader section, bool isOld, DiagnosticBag diagnostics)
    {
        if (section.Text("webhook_format") is not { } text)
        {
            return WebhookFormat.TextSingle;
        }

        foreach ((string word, WebhookFormat format) in Formats)
        {
            if (text.Value == word && !(isOld && format == WebhookFormat.JsonLines))
            {
                return format;
            }
        }

        diagnostics.Error(
            DiagnosticCode.BadSetting,
            text.Span,
            $"`{text.Value}` is no `input.webhook_format`{(isOld ? " of version 2" : "")}",
            InputReader.Choices(text.Value, [.. Formats.Select(format => format.Word).Take(isOld ? 4 : 5)]));
        return WebhookFormat.TextSingle;
    }
}
