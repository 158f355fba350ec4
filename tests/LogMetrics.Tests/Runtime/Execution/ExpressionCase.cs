namespace LogMetrics.Tests.Runtime.Execution;

/// <summary>A line of <c>expressions.cases</c>, and the program that evaluates its expression.</summary>
sealed record ExpressionCase(string Line, string Pattern, string Expression, string Value, bool IsComparable)
{
    public static IReadOnlyList<ExpressionCase> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Runtime/Execution/expressions.cases"))
            .Where(line => line.Contains('⇶') && !line.StartsWith('#'))
            .Select(Parse),
    ];

    public bool IsError => Value.StartsWith("error ", StringComparison.Ordinal);

    /// <summary>A program whose text <c>out</c> becomes the value.</summary>
    /// <param name="prefix">What stands before the line, so that cases can share a log.</param>
    public string Program(string prefix)
    {
        string body = Expression.StartsWith("if ", StringComparison.Ordinal)
            ? $$"""
              {{Expression[3..]}} {
                  out = "true"
                } else {
                  out = "false"
                }
              """
            : $"out = \"\" + ({Expression})";
        string pattern = Pattern.StartsWith('^') ? $"^{prefix}{Pattern[1..]}" : $"{prefix}.*?{Pattern}";
        return $$"""
            text out
            /{{pattern}}/ {
              {{body}}
            }

            """;
    }

    public override string ToString() => $"{Line} ⇶ {Pattern} ⇶ {Expression}";

    static ExpressionCase Parse(string line)
    {
        string[] columns = [.. line.TrimStart('!').Split('⇶').Select(column => column.Trim())];
        return new ExpressionCase(columns[0], columns[1], columns[2], columns[3], !line.StartsWith('!'));
    }
}
