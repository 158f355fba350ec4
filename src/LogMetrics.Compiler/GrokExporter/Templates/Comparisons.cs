using System.Text;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary><c>eq</c>, <c>ne</c>, <c>lt</c>, <c>le</c>, <c>gt</c>, <c>ge</c>: only values of one kind can be compared.</summary>
static class Comparisons
{
    const string NotComparable = "values of different kinds cannot be compared; a field is a text, so compare it with \"a text\"";

    public static bool Equal(List<object?> arguments, out object? value, out string problem)
    {
        if (arguments.Count < 2)
        {
            return TemplateFunctions.Failed("it takes at least two arguments", out value, out problem);
        }

        for (int i = 1; i < arguments.Count; i++)
        {
            if (!TryCompare(arguments[0], arguments[i], allowBool: true, out int order))
            {
                return TemplateFunctions.Failed(NotComparable, out value, out problem);
            }

            if (order == 0)
            {
                return TemplateFunctions.Done(true, out value, out problem);
            }
        }

        return TemplateFunctions.Done(false, out value, out problem);
    }

    public static bool NotEqual(List<object?> arguments, out object? value, out string problem) =>
        Compare(arguments, order => order != 0, true, out value, out problem);

    public static bool Less(List<object?> arguments, out object? value, out string problem) =>
        Compare(arguments, order => order < 0, false, out value, out problem);

    public static bool LessOrEqual(List<object?> arguments, out object? value, out string problem) =>
        Compare(arguments, order => order <= 0, false, out value, out problem);

    public static bool Greater(List<object?> arguments, out object? value, out string problem) =>
        Compare(arguments, order => order > 0, false, out value, out problem);

    public static bool GreaterOrEqual(List<object?> arguments, out object? value, out string problem) =>
        Compare(arguments, order => order >= 0, false, out value, out problem);

    static bool Compare(List<object?> arguments, Func<int, bool> holds, bool allowBool, out object? value, out string problem) =>
        arguments.Count != 2 ? TemplateFunctions.Failed("it takes two arguments", out value, out problem)
        : !TryCompare(arguments[0], arguments[1], allowBool, out int order) ? TemplateFunctions.Failed(NotComparable, out value, out problem)
        : TemplateFunctions.Done(holds(order), out value, out problem);

    static bool TryCompare(object? a, object? b, bool allowBool, out int order)
    {
        order = 0;
        switch (a, b)
        {
            case (long x, long y):
                order = x.CompareTo(y);
                return true;
            case (double x, double y):
                order = x.CompareTo(y);
                return true;
            case (bool x, bool y) when allowBool:
                order = x.CompareTo(y);
                return true;
        }

        if (TemplateValue.AsText(a) is not { } left || TemplateValue.AsText(b) is not { } right)
        {
            return false;
        }

        order = Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
        return true;
    }
}
