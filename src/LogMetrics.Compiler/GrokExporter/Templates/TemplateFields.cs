using System.Collections.Immutable;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>Finds the fields that a template names, by grok_exporter's rule: every part of <c>.a.b</c> wherever it stands, but
/// neither <c>$.a</c> nor what follows a parenthesis.</summary>
static class TemplateFields
{
    public static ImmutableArray<TemplateField> Of(
        ImmutableArray<TemplateNode> pieces, IEnumerable<ImmutableArray<TemplateNode>> defined)
    {
        var fields = new List<TemplateField>();
        AddAll(pieces, fields);
        foreach (ImmutableArray<TemplateNode> template in defined)
        {
            AddAll(template, fields);
        }

        return [.. fields.DistinctBy(field => field.Name)];
    }

    static void AddAll(IEnumerable<TemplateNode> nodes, List<TemplateField> fields)
    {
        foreach (TemplateNode node in nodes)
        {
            Add(node, fields);
        }
    }

    static void Add(TemplateNode? node, List<TemplateField> fields)
    {
        switch (node)
        {
            case FieldNode field:
                fields.AddRange(field.Names.Select(name => new TemplateField(name, field.Start, field.Length)));
                break;
            case ActionPiece action:
                Add(action.Pipeline, fields);
                break;
            case BranchPiece branch:
                Add(branch.Pipeline, fields);
                AddAll(branch.Then, fields);
                AddAll(branch.Else, fields);
                break;
            case RangePiece range:
                Add(range.Pipeline, fields);
                AddAll(range.Body, fields);
                AddAll(range.Else, fields);
                break;
            case CallPiece call:
                Add(call.Pipeline, fields);
                break;
            case PipelineNode pipeline:
                AddAll(pipeline.Commands, fields);
                break;
            case CommandNode command:
                AddAll(command.Words, fields);
                break;
            case ChainNode chain:
                Add(chain.Of, fields);
                break;
        }
    }
}
