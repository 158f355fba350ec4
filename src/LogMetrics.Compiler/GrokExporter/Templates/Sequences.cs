using System.Text;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary><c>len</c>, <c>index</c>, <c>slice</c>. Texts are counted in bytes of UTF-8, as in Go.</summary>
static class Sequences
{
    public static bool Length(List<object?> arguments, out object? value, out string problem) =>
        arguments is not [{ } only] ? TemplateFunctions.Failed("it takes one text, list or map", out value, out problem)
        : TemplateValue.AsText(only) is { } text ? TemplateFunctions.Done((long)Encoding.UTF8.GetByteCount(text), out value, out problem)
        : TemplateValue.Items(only) is { } items ? TemplateFunctions.Done((long)items.Count, out value, out problem)
        : TemplateFunctions.Failed($"{TemplateValue.Describe(only)} has no length", out value, out problem);

    public static bool Index(List<object?> arguments, out object? value, out string problem)
    {
        value = arguments.Count > 0 ? arguments[0] : null;
        if (arguments.Count == 0 || (arguments.Count > 1 && value is null))
        {
            return TemplateFunctions.Failed("index of nothing", out value, out problem);
        }

        foreach (object? key in arguments.Skip(1))
        {
            switch (value, key)
            {
                case (IReadOnlyDictionary<string, object?> map, string name):
                    value = map.GetValueOrDefault(name);
                    break;
                case (IReadOnlyList<object?> list, long number) when number >= 0 && number < list.Count:
                    value = list[(int)number];
                    break;
                case (string text, long number) when number >= 0 && number < Encoding.UTF8.GetByteCount(text):
                    value = (long)Encoding.UTF8.GetBytes(text)[number];
                    break;
                default:
                    return TemplateFunctions.Failed($"{TemplateValue.Describe(value)} has no such element", out value, out problem);
            }
        }

        return TemplateFunctions.Done(value, out value, out problem);
    }

    public static bool Slice(List<object?> arguments, out object? value, out string problem)
    {
        if (arguments.Count is 0 or > 3 || TemplateValue.AsText(arguments[0]) is not { } text)
        {
            return TemplateFunctions.Failed("it takes a text and one or two numbers", out value, out problem);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        long start = arguments.Count > 1 ? arguments[1] as long? ?? -1 : 0;
        long end = arguments.Count > 2 ? arguments[2] as long? ?? -1 : bytes.Length;
        return start >= 0 && start <= end && end <= bytes.Length
            ? TemplateFunctions.Done(Encoding.UTF8.GetString(bytes.AsSpan((int)start, (int)(end - start))), out value, out problem)
            : TemplateFunctions.Failed("the text is not as long as that", out value, out problem);
    }
}
