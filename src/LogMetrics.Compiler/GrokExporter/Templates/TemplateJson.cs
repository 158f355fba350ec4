using System.Text.Json;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>A number of a JSON text, which keeps its spelling.</summary>
sealed record JsonNumber(string Text);

/// <summary>What came along with a line, as values of a template.</summary>
static class TemplateJson
{
    /// <summary>Maps, lists, texts, numbers with their spelling, truth values; null for an empty text and for what is no JSON.</summary>
    public static object? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return ValueOf(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static object? ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => MapOf(element),
        JsonValueKind.Array => element.EnumerateArray().Select(ValueOf).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => new JsonNumber(element.GetRawText()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    static Dictionary<string, object?> MapOf(JsonElement element)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            map[property.Name] = ValueOf(property.Value);
        }

        return map;
    }
}
