using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>Values of templates: string, long, double, bool, <see cref="JsonNumber"/>, lists and maps; null is what there is not.</summary>
static class TemplateValue
{
    /// <summary>How it is printed: as Go does.</summary>
    public static string Text(object? value)
    {
        switch (value)
        {
            case null:
                return "<no value>";
            case string text:
                return text;
            case bool truth:
                return truth ? "true" : "false";
            case long integer:
                return integer.ToString(CultureInfo.InvariantCulture);
            case double real:
                Span<byte> room = stackalloc byte[NumberText.MaxBytes];
                int length = NumberText.FormatFloat(real, room);
                return Encoding.ASCII.GetString(room[..length]);
            case JsonNumber number:
                return number.Text;
            case IReadOnlyDictionary<string, object?> map:
                return $"map[{string.Join(' ', map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}:{Inner(entry.Value)}"))}]";
            case IReadOnlyList<object?> list:
                return $"[{string.Join(' ', list.Select(Inner))}]";
            default:
                return "";
        }
    }

    /// <summary>Whether a condition on it holds: it is neither zero nor empty.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        string text => text.Length > 0,
        bool truth => truth,
        long integer => integer != 0,
        double real => real != 0,
        JsonNumber number => number.Text.Length > 0,
        IReadOnlyDictionary<string, object?> map => map.Count > 0,
        IReadOnlyList<object?> list => list.Count > 0,
        _ => true,
    };

    /// <summary>What is in it, with keys or numbers; null when nothing can be in it.</summary>
    public static IReadOnlyList<(object? Key, object? Value)>? Items(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> map =>
            [.. map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => ((object?)entry.Key, entry.Value))],
        IReadOnlyList<object?> list => [.. list.Select((item, index) => ((object?)(long)index, item))],
        null => [],
        _ => null,
    };

    /// <summary>Its kind in words, for errors: without its text, which comes from the log.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "nothing",
        string or JsonNumber => "a text",
        bool => "a truth value",
        long or double => "a number",
        IReadOnlyDictionary<string, object?> => "a map",
        _ => "a list",
    };

    /// <summary>Its text, when it is one.</summary>
    public static string? AsText(object? value) => value switch
    {
        string text => text,
        JsonNumber number => number.Text,
        _ => null,
    };

    /// <summary>Its number for a calculation: texts are read as Go reads them.</summary>
    public static bool TryNumber(object? value, out double number)
    {
        number = 0;
        switch (value)
        {
            case long integer:
                number = integer;
                return true;
            case double real:
                number = real;
                return true;
            default:
                return AsText(value) is { } text && NumberText.ParseFloat(Encoding.UTF8.GetBytes(text), out number) == NumberError.None;
        }
    }

    static string Inner(object? value) => value is null ? "<nil>" : Text(value);
}
