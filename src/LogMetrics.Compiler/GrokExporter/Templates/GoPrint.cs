using System.Text;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary><c>print</c>, <c>println</c>, <c>printf</c>, as Go prints.</summary>
static class GoPrint
{
    // A width beyond this is no table any more.
    const int MaxWidth = 1000;

    /// <summary>The arguments behind each other; blanks only between two that are no texts.</summary>
    public static string Print(List<object?> arguments)
    {
        var text = new StringBuilder();
        for (int i = 0; i < arguments.Count; i++)
        {
            if (i > 0 && arguments[i] is not string && arguments[i - 1] is not string)
            {
                text.Append(' ');
            }

            text.Append(Text(arguments[i]));
        }

        return text.ToString();
    }

    /// <summary>The arguments with blanks between them, and a line end.</summary>
    public static string PrintLine(List<object?> arguments) => string.Join(' ', arguments.Select(Text)) + "\n";

    /// <summary>The first argument with the others in the place of its verbs.</summary>
    public static bool Format(List<object?> arguments, out object? value, out string problem)
    {
        if (arguments.Count == 0 || TemplateValue.AsText(arguments[0]) is not { } format)
        {
            return TemplateFunctions.Failed("its first argument must be a text", out value, out problem);
        }

        var text = new StringBuilder();
        int next = 1;
        for (int at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            var verb = FormatVerb.Read(format, ref at, MaxWidth);
            text.Append(verb.Verb switch
            {
                '%' => "%",
                '\0' => "%!(NOVERB)",
                _ when next >= arguments.Count => $"%!{verb.Verb}(MISSING)",
                _ => verb.Print(arguments[next++]),
            });
        }

        if (next < arguments.Count)
        {
            text.Append("%!(EXTRA ").AppendJoin(", ", arguments.Skip(next).Select(argument => $"{TypeName(argument)}={Text(argument)}")).Append(')');
        }

        return TemplateFunctions.Done(text.ToString(), out value, out problem);
    }

    /// <summary>A value as a function of Go's fmt prints it.</summary>
    internal static string Text(object? value) => value is null ? "<nil>" : TemplateValue.Text(value);

    /// <summary>The name of its type in Go.</summary>
    internal static string TypeName(object? value) => value switch
    {
        null => "<nil>",
        string => "string",
        JsonNumber => "json.Number",
        bool => "bool",
        long => "int",
        double => "float64",
        IReadOnlyDictionary<string, object?> => "map[string]interface {}",
        _ => "[]interface {}",
    };
}
