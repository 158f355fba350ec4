using System.Collections.Immutable;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>A piece of a template.</summary>
/// <param name="Start">Where it begins, in UTF-16 units from the start of the template.</param>
/// <param name="Length">How long it is.</param>
abstract record TemplateNode(int Start, int Length);

/// <summary>Text that stands as it is.</summary>
sealed record TextPiece(string Text, int Start, int Length) : TemplateNode(Start, Length);

/// <summary><c>{{pipeline}}</c>: prints a value, unless it declares variables.</summary>
sealed record ActionPiece(PipelineNode Pipeline, int Start, int Length) : TemplateNode(Start, Length);

/// <summary><c>{{if}}</c>, <c>{{with}}</c>.</summary>
/// <remarks><c>IsWith</c>: whether the dot becomes the value.</remarks>
sealed record BranchPiece(
    bool IsWith,
    PipelineNode Pipeline,
    ImmutableArray<TemplateNode> Then,
    ImmutableArray<TemplateNode> Else,
    int Start,
    int Length) : TemplateNode(Start, Length);

/// <summary><c>{{range}}</c>.</summary>
sealed record RangePiece(
    PipelineNode Pipeline,
    ImmutableArray<TemplateNode> Body,
    ImmutableArray<TemplateNode> Else,
    int Start,
    int Length) : TemplateNode(Start, Length);

/// <summary><c>{{template "name" pipeline}}</c>.</summary>
sealed record CallPiece(string Name, PipelineNode? Pipeline, int Start, int Length) : TemplateNode(Start, Length);

/// <summary>Commands, each of which gives its value to the next; the last value may go into variables.</summary>
/// <remarks><c>Variables</c> are the names that take the value, with their <c>$</c>; <c>IsAssignment</c> tells whether they are
/// there already; there is at least one command.</remarks>
sealed record PipelineNode(
    ImmutableArray<string> Variables,
    bool IsAssignment,
    ImmutableArray<CommandNode> Commands,
    int Start,
    int Length) : TemplateNode(Start, Length);

/// <summary>A value, or a function with its arguments.</summary>
sealed record CommandNode(ImmutableArray<TemplateNode> Words, int Start, int Length) : TemplateNode(Start, Length);

/// <summary><c>.</c>.</summary>
sealed record DotNode(int Start, int Length) : TemplateNode(Start, Length);

/// <summary><c>.a.b</c>.</summary>
sealed record FieldNode(ImmutableArray<string> Names, int Start, int Length) : TemplateNode(Start, Length);

/// <summary><c>$x.a.b</c>; <c>$</c> alone is the data of the template.</summary>
sealed record VariableNode(string Name, ImmutableArray<string> Fields, int Start, int Length) : TemplateNode(Start, Length);

/// <summary>Fields of something in parentheses.</summary>
sealed record ChainNode(TemplateNode Of, ImmutableArray<string> Names, int Start, int Length) : TemplateNode(Start, Length);

/// <summary>The name of a function.</summary>
sealed record FunctionNode(string Name, int Start, int Length) : TemplateNode(Start, Length);

/// <summary>A text, number, truth value or nil that is written in the template.</summary>
/// <remarks>The value is a string, long, double or bool; null is nil.</remarks>
sealed record ConstantNode(object? Value, int Start, int Length) : TemplateNode(Start, Length);
