using System.Collections.Concurrent;
using LogMetrics.Compiler.Programs;
using LogMetrics.Regex;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>The functions that templates can call.</summary>
static class TemplateFunctions
{
    delegate bool Function(List<object?> arguments, out object? value, out string problem);

    static readonly Dictionary<string, Function> Functions = new(StringComparer.Ordinal)
    {
        ["and"] = And,
        ["or"] = Or,
        ["not"] = Not,
        ["eq"] = Comparisons.Equal,
        ["ne"] = Comparisons.NotEqual,
        ["lt"] = Comparisons.Less,
        ["le"] = Comparisons.LessOrEqual,
        ["gt"] = Comparisons.Greater,
        ["ge"] = Comparisons.GreaterOrEqual,
        ["len"] = Sequences.Length,
        ["index"] = Sequences.Index,
        ["slice"] = Sequences.Slice,
        ["print"] = (List<object?> arguments, out object? value, out string problem) => Done(GoPrint.Print(arguments), out value, out problem),
        ["println"] = (List<object?> arguments, out object? value, out string problem) => Done(GoPrint.PrintLine(arguments), out value, out problem),
        ["printf"] = GoPrint.Format,
        ["html"] = (List<object?> arguments, out object? value, out string problem) => Done(Escaping.Html(GoPrint.Print(arguments)), out value, out problem),
        ["js"] = (List<object?> arguments, out object? value, out string problem) => Done(Escaping.JavaScript(GoPrint.Print(arguments)), out value, out problem),
        ["urlquery"] = (List<object?> arguments, out object? value, out string problem) => Done(Escaping.UrlQuery(GoPrint.Print(arguments)), out value, out problem),
        ["call"] = (List<object?> _, out object? value, out string problem) => Failed("there is no function that a field could hold", out value, out problem),
        ["timestamp"] = Timestamp,
        ["gsub"] = Gsub,
        ["add"] = (List<object?> arguments, out object? value, out string problem) => Calculate(arguments, (a, b) => a + b, out value, out problem),
        ["subtract"] = (List<object?> arguments, out object? value, out string problem) => Calculate(arguments, (a, b) => a - b, out value, out problem),
        ["multiply"] = (List<object?> arguments, out object? value, out string problem) => Calculate(arguments, (a, b) => a * b, out value, out problem),
        ["divide"] = Divide,
        ["base"] = Base,
    };

    // Layouts and expressions are literals of templates, and so few.
    static readonly ConcurrentDictionary<string, TimeLayout?> Layouts = new(StringComparer.Ordinal);

    /// <summary>Their names: those of Go's templates, and grok_exporter's own.</summary>
    public static IReadOnlyCollection<string> Names => Functions.Keys;

    /// <summary>Whether there is such a function.</summary>
    public static bool IsKnown(string name) => Functions.ContainsKey(name);

    /// <summary>Calls a function.</summary>
    /// <returns>False when it cannot take these arguments; the problem says why.</returns>
    public static bool TryCall(string name, List<object?> arguments, out object? value, out string problem) =>
        Functions[name](arguments, out value, out problem);

    /// <summary>The result of a function that can do its work.</summary>
    internal static bool Done(object? result, out object? value, out string problem)
    {
        (value, problem) = (result, "");
        return true;
    }

    /// <summary>The result of one that cannot.</summary>
    internal static bool Failed(string why, out object? value, out string problem)
    {
        (value, problem) = (null, why);
        return false;
    }

    // All arguments are evaluated, as in the releases of Go that grok_exporter is built with.
    static bool And(List<object?> arguments, out object? value, out string problem) => arguments.Count == 0
        ? Failed("it takes at least one argument", out value, out problem)
        : Done(arguments.Find(argument => !TemplateValue.IsTrue(argument)) ?? FirstFalseOrLast(arguments), out value, out problem);

    static object? FirstFalseOrLast(List<object?> arguments) =>
        arguments.TrueForAll(TemplateValue.IsTrue) ? arguments[^1] : null;

    static bool Or(List<object?> arguments, out object? value, out string problem) => arguments.Count == 0
        ? Failed("it takes at least one argument", out value, out problem)
        : Done(arguments.Find(TemplateValue.IsTrue) ?? arguments[^1], out value, out problem);

    static bool Not(List<object?> arguments, out object? value, out string problem) => arguments.Count != 1
        ? Failed("it takes one argument", out value, out problem)
        : Done(!TemplateValue.IsTrue(arguments[0]), out value, out problem);

    static bool Timestamp(List<object?> arguments, out object? value, out string problem)
    {
        string? layout = arguments.Count == 2 ? TemplateValue.AsText(arguments[0]) : null;
        string? text = arguments.Count == 2 ? TemplateValue.AsText(arguments[1]) : null;
        TimeLayout? known = layout is null ? null : Layouts.GetOrAdd(layout, TimestampFunction.LayoutOf);
        return known is not null && text is not null && TimestampFunction.TryRead(known, text, out double seconds)
            ? Done(seconds, out value, out problem)
            : Failed("the text does not fit the layout", out value, out problem);
    }

    static bool Gsub(List<object?> arguments, out object? value, out string problem)
    {
        if (arguments.Count != 3
            || TemplateValue.AsText(arguments[0]) is not { } text
            || TemplateValue.AsText(arguments[1]) is not { } pattern
            || TemplateValue.AsText(arguments[2]) is not { } replacement)
        {
            return Failed("it takes three texts", out value, out problem);
        }

        if (GsubFunction.ReadReplacement(replacement) is not { } pieces)
        {
            return Failed("a backslash in the replacement means nothing", out value, out problem);
        }

        string? replaced = GsubFunction.Replace(text, GsubFunction.Compiled(pattern, PatternSyntax.Oniguruma), pieces, TemplateRun.MaxOutputChars);
        return replaced is null ? Failed("the result is too long", out value, out problem) : Done(replaced, out value, out problem);
    }

    static bool Calculate(List<object?> arguments, Func<double, double, double> operation, out object? value, out string problem) =>
        arguments.Count == 2 && TemplateValue.TryNumber(arguments[0], out double a) && TemplateValue.TryNumber(arguments[1], out double b)
            ? Done(operation(a, b), out value, out problem)
            : Failed("an operand is no number", out value, out problem);

    static bool Divide(List<object?> arguments, out object? value, out string problem) =>
        arguments.Count == 2 && TemplateValue.TryNumber(arguments[1], out double divisor) && divisor == 0
            ? Failed("division by zero", out value, out problem)
            : Calculate(arguments, (a, b) => a / b, out value, out problem);

    static bool Base(List<object?> arguments, out object? value, out string problem)
    {
        if (arguments.Count != 1 || TemplateValue.AsText(arguments[0]) is not { } path)
        {
            return Failed("it takes a path", out value, out problem);
        }

        string trimmed = path.TrimEnd('/');
        string name = path.Length == 0 ? "." : trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
        return Done(name, out value, out problem);
    }
}
