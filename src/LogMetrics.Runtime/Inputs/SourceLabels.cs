namespace LogMetrics.Runtime.Inputs;

/// <summary>The values of the label <c>source</c>: names of sources, up to a limit, because whoever can make files could
/// make series.</summary>
sealed class SourceLabels(int maxCount)
{
    const string Other = "__other__";

    readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The label of a source.</summary>
    internal string Of(string name) => _names.Contains(name) || (_names.Count < maxCount && _names.Add(name)) ? name : Other;
}
