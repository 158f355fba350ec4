namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>What a program calls the metrics: their own names, where the language can write them.</summary>
sealed class MetricWords
{
    readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);

    public MetricWords(IEnumerable<string> names)
    {
        string[] all = [.. names];
        var taken = all.Where(ProgramText.IsName).ToHashSet(StringComparer.Ordinal);
        foreach (string name in all)
        {
            string word = name;
            if (!ProgramText.IsName(name))
            {
                // Another name inside, and its own outside, by `as "…"`.
                word = "metric_" + name.Replace(':', '_').TrimStart('_');
                while (!taken.Add(word))
                {
                    word += "_";
                }
            }

            _words[name] = word;
        }
    }

    /// <summary>The word for a metric.</summary>
    public string Of(string name) => _words[name];
}
