using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Compiler.GrokExporter.Lowering;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Compiler.GrokExporter.Writing;

/// <summary>Writes the metrics of a configuration as a program in the language, which counts the same.</summary>
/// <remarks>Metrics in a row with one match share a block. What can fail on a line stands in a <c>try</c> block, because a metric of
/// a configuration costs the others nothing when it fails.</remarks>
public sealed class ProgramWriter
{
    readonly GrokExporterConfiguration _configuration;
    readonly GrokPatterns _patterns;
    readonly StringBuilder _text = new();
    readonly DiagnosticBag _findings = new();

    ProgramWriter(GrokExporterConfiguration configuration, CompileOptions options)
    {
        _configuration = configuration;
        _patterns = new GrokPatterns(configuration.Definitions, options, new DiagnosticBag());
    }

    /// <summary>Writes a program.</summary>
    /// <param name="configuration">A configuration without errors.</param>
    /// <param name="options">What it was compiled with.</param>
    /// <param name="findings">What is left out.</param>
    public static string Write(
        GrokExporterConfiguration configuration, CompileOptions options, out ImmutableArray<Diagnostic> findings)
    {
        var writer = new ProgramWriter(configuration, options);
        writer._text.Append(CommandWriter.Write(configuration, writer._findings));
        writer.WriteDefinitions();
        var names = new MetricWords(configuration.Metrics.Select(metric => metric.Name.Value));
        ImmutableArray<MetricSettings> metrics = configuration.Metrics;
        for (int start = 0, end; start < metrics.Length; start = end)
        {
            end = start + 1;
            while (end < metrics.Length && HaveOneMatch(metrics[start], metrics[end]))
            {
                end++;
            }

            writer.WriteBlock(metrics[start..end], names);
        }

        findings = writer._findings.ToSorted();
        return writer._text.ToString().TrimEnd('\n') + '\n';
    }

    static bool HaveOneMatch(MetricSettings one, MetricSettings other) =>
        one.Match.Value == other.Match.Value && one.IsUnsafe == other.IsUnsafe
        && one.Paths.Select(path => path.Value).SequenceEqual(other.Paths.Select(path => path.Value));

    void WriteDefinitions()
    {
        HashSet<string> used = [];
        foreach (MetricSettings metric in _configuration.Metrics)
        {
            AddUsed(metric.Match.Value, used);
            AddUsed(metric.DeleteMatch?.Value ?? "", used);
        }

        // Of definitions of one name the last counts, and here there can be only one.
        GrokDefinition[] definitions =
        [
            .. _configuration.Definitions.Reverse().DistinctBy(definition => definition.Name).Reverse()
                .Where(definition => used.Contains(definition.Name)),
        ];
        foreach (GrokDefinition definition in definitions)
        {
            _text.Append(CultureInfo.InvariantCulture, $"grok {definition.Name} {Pattern(definition.Text.Text)}\n");
        }

        _text.Append(definitions.Length > 0 ? "\n" : "");
    }

    void AddUsed(string text, HashSet<string> used)
    {
        for (int at = text.IndexOf("%{", StringComparison.Ordinal); at >= 0; at = text.IndexOf("%{", at + 2, StringComparison.Ordinal))
        {
            int end = text.AsSpan(at).IndexOfAny(':', '}');
            string name = end < 0 ? "" : text.Substring(at + 2, end - 2);
            if (used.Add(name) && _configuration.Definitions.LastOrDefault(definition => definition.Name == name) is { } definition)
            {
                AddUsed(definition.Text.Text, used);
            }
        }
    }

    void WriteBlock(ImmutableArray<MetricSettings> metrics, MetricWords names)
    {
        var updates = new StringBuilder();
        var deletions = new StringBuilder();
        bool hasPaths = !metrics[0].Paths.IsEmpty;
        foreach (MetricSettings metric in metrics)
        {
            string word = names.Of(metric.Name.Value);
            var writer = new StatementWriter(metric, word, _configuration.Input.Type == InputType.File);
            _text.Append(DeclarationWriter.Write(metric, word));
            updates.Append(writer.Update(_patterns.Find(metric.Match, metric.IsUnsafe)!));
            if (metric.DeleteMatch is { } match)
            {
                deletions.Append(Block(
                    Condition(match.Value, metric.IsUnsafe), writer.Deletion(_patterns.Find(match, metric.IsUnsafe)!)));
            }
        }

        string blocks = Block(Condition(metrics[0].Match.Value, metrics[0].IsUnsafe), updates.ToString()) + deletions;
        _text.Append(hasPaths
            ? Block($"getfilename() =~ {ProgramText.Slashed(PathPattern.Of(metrics[0].Paths.Select(path => path.Value)))}", blocks)
            : blocks);
        _text.Append('\n');
    }

    /// <summary>A block, with what is in it moved to the right.</summary>
    internal static string Block(string head, string body) =>
        $"{head} {{\n{string.Concat(body.TrimEnd('\n').Split('\n').Select(line => $"  {line}\n"))}}}\n";

    static string Condition(string match, bool isUnsafe) => (isUnsafe ? "unsafe_regex " : "") + Pattern(match);

    static string Pattern(string text)
    {
        string known = WithoutUnknownTypes(text);
        return ProgramText.Slashed(GrokPatterns.DialectOf(known) == GrokDialect.Native ? known : $"(?O:{known})");
    }

    // A type that nobody knows is ignored in a configuration, and refused in a program.
    static string WithoutUnknownTypes(string text)
    {
        var known = new StringBuilder();
        int at = 0;
        while (at < text.Length)
        {
            if (GrokReference.At(text, at, GrokDialect.Oniguruma) is not { } reference)
            {
                known.Append(text[at++]);
                continue;
            }

            bool isUnknown = reference.Type is { } type && GrokField.TypeNamed(type) is null;
            known.Append(isUnknown ? $"%{{{reference.Name}:{reference.Field}}}" : text.AsSpan(at, reference.Length));
            at += reference.Length;
        }

        return known.ToString();
    }
}
