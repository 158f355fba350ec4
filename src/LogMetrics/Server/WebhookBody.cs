using System.Globalization;
using System.Text.Json;
using LogMetrics.Compiler.GrokExporter.Configuration;

namespace LogMetrics.Server;

/// <summary>A line that came by a request.</summary>
/// <param name="Text">The line.</param>
/// <param name="Extra">The JSON object it was taken from; null when it was text.</param>
readonly record struct WebhookLine(string Text, string? Extra);

/// <summary>The body of a request → lines, in the forms that grok_exporter knows.</summary>
static class WebhookBody
{
    /// <summary>Takes a body apart.</summary>
    /// <param name="body">The body.</param>
    /// <param name="webhook">Its form.</param>
    /// <param name="problem">Why lines are missing; null when none are.</param>
    public static IReadOnlyList<WebhookLine> Read(string body, InputSettings webhook, out string? problem)
    {
        problem = null;
        var lines = new List<WebhookLine>();
        switch (webhook.WebhookFormat)
        {
            case WebhookFormat.TextSingle:
                lines.Add(new WebhookLine(body.Trim(), null));
                break;
            case WebhookFormat.TextBulk:
                lines.AddRange(body.Trim().Split(webhook.WebhookTextBulkSeparator).Select(line => new WebhookLine(line.Trim(), null)));
                break;
            case WebhookFormat.JsonSingle:
                AddObjects([body], webhook.WebhookJsonSelector, lines, ref problem);
                break;
            case WebhookFormat.JsonLines:
                AddObjects(body.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)), webhook.WebhookJsonSelector, lines, ref problem);
                break;
            case WebhookFormat.JsonBulk:
                AddArray(body, webhook.WebhookJsonSelector, lines, ref problem);
                break;
        }

        return lines;
    }

    // The first one that cannot be read ends it; those before it count.
    static void AddObjects(IEnumerable<string> texts, string selector, List<WebhookLine> lines, ref string? problem)
    {
        foreach (string text in texts)
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                if (!TryAdd(document.RootElement, selector, lines, ref problem))
                {
                    return;
                }
            }
            catch (JsonException exception)
            {
                problem = $"the body is no JSON: {exception.Message}";
                return;
            }
        }
    }

    static void AddArray(string body, string selector, List<WebhookLine> lines, ref string? problem)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                problem = "the body is no JSON array";
                return;
            }

            foreach (JsonElement item in document.RootElement.EnumerateArray())
            {
                if (!TryAdd(item, selector, lines, ref problem))
                {
                    return;
                }
            }
        }
        catch (JsonException exception)
        {
            problem = $"the body is no JSON: {exception.Message}";
        }
    }

    static bool TryAdd(JsonElement element, string selector, List<WebhookLine> lines, ref string? problem)
    {
        JsonElement? selected = element;
        foreach (string step in selector.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            selected = selected is { } inner ? Step(inner, step) : null;
        }

        if (selected is not { ValueKind: JsonValueKind.String } found)
        {
            problem = $"there is no text at {selector}";
            return false;
        }

        lines.Add(new WebhookLine(found.GetString()!.Trim(), element.GetRawText()));
        return true;
    }

    /// <summary>One step of a selector: <c>name</c>, or <c>name[3]</c>.</summary>
    static JsonElement? Step(JsonElement element, string step)
    {
        int bracket = step.IndexOf('[', StringComparison.Ordinal);
        string name = bracket < 0 ? step : step[..bracket];
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out JsonElement member))
        {
            return null;
        }

        if (bracket < 0)
        {
            return member;
        }

        bool isIndex = step.EndsWith(']')
            & int.TryParse(step.AsSpan(bracket + 1, Math.Max(0, step.Length - bracket - 2)), NumberStyles.None, CultureInfo.InvariantCulture, out int index);
        return isIndex && member.ValueKind == JsonValueKind.Array && index < member.GetArrayLength() ? member[index] : null;
    }
}
