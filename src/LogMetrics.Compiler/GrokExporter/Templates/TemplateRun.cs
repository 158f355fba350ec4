using System.Collections.Immutable;

namespace LogMetrics.Compiler.GrokExporter.Templates;

sealed class TemplateRun(ImmutableArray<TemplateField> fields, IReadOnlyDictionary<string, ImmutableArray<TemplateNode>> defined)
{
    public bool TryRun(ImmutableArray<TemplateNode> pieces, ReadOnlySpan<string> arguments, out string result)
    {
        _ = (fields, defined, pieces, arguments.Length);
        result = "not yet";
        return false;
    }
}
