using System.Collections.Immutable;
using System.Text;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>Fills in a template once.</summary>
/// <remarks>Bounded in steps and in output, whatever the template and the data are. Nothing is thrown: what cannot be filled in
/// is noted, and every method then returns.</remarks>
sealed class TemplateRun(ImmutableArray<TemplateField> fields, IReadOnlyDictionary<string, ImmutableArray<TemplateNode>> defined)
{
    /// <summary>Far more than a label is long.</summary>
    public const int MaxOutputChars = 64 * 1024;

    const int MaxSteps = 100_000;
    const int MaxDepth = 100;

    readonly StringBuilder _output = new();
    readonly List<(string Name, object? Value)> _variables = [];
    string? _error;
    int _steps;
    int _depth;

    /// <summary>Fills it in.</summary>
    /// <param name="pieces">The template.</param>
    /// <param name="arguments">The values of its fields.</param>
    /// <param name="result">The text, or why there is none.</param>
    public bool TryRun(ImmutableArray<TemplateNode> pieces, ReadOnlySpan<string> arguments, out string result)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (int i = 0; i < arguments.Length; i++)
        {
            data[fields[i].Name] = fields[i].Name == "extra" ? TemplateJson.Parse(arguments[i]) : arguments[i];
        }

        _variables.Add(("$", data));
        Run(pieces, data);
        result = _error ?? _output.ToString();
        return _error is null;
    }

    void Run(ImmutableArray<TemplateNode> pieces, object? dot)
    {
        foreach (TemplateNode piece in pieces)
        {
            if (!CanGoOn())
            {
                return;
            }

            switch (piece)
            {
                case TextPiece text:
                    Print(text.Text);
                    break;
                case ActionPiece action:
                    if (TryEvaluate(action.Pipeline, dot, out object? value) && action.Pipeline.Variables.IsEmpty)
                    {
                        Print(TemplateValue.Text(value));
                    }

                    break;
                case BranchPiece branch:
                    RunBranch(branch, dot);
                    break;
                case RangePiece range:
                    RunRange(range, dot);
                    break;
                case CallPiece call:
                    RunCall(call, dot);
                    break;
            }
        }
    }

    void RunBranch(BranchPiece branch, object? dot)
    {
        int outer = _variables.Count;
        if (TryEvaluate(branch.Pipeline, dot, out object? value))
        {
            bool holds = TemplateValue.IsTrue(value);
            Run(holds ? branch.Then : branch.Else, holds && branch.IsWith ? value : dot);
        }

        _variables.RemoveRange(outer, _variables.Count - outer);
    }

    void RunRange(RangePiece range, object? dot)
    {
        int outer = _variables.Count;
        if (!TryEvaluate(range.Pipeline with { Variables = [] }, dot, out object? value))
        {
            return;
        }

        if (TemplateValue.Items(value) is not { } items)
        {
            Fail($"range cannot go over {TemplateValue.Describe(value)}");
            return;
        }

        foreach ((object? key, object? item) in items)
        {
            ImmutableArray<string> names = range.Pipeline.Variables;
            if (!names.IsEmpty)
            {
                Store(names[^1], item, range.Pipeline.IsAssignment);
            }

            if (names.Length > 1)
            {
                Store(names[0], key, range.Pipeline.IsAssignment);
            }

            Run(range.Body, item);
            _variables.RemoveRange(outer, _variables.Count - outer);
            if (!CanGoOn())
            {
                return;
            }
        }

        if (items.Count == 0)
        {
            Run(range.Else, dot);
        }
    }

    void RunCall(CallPiece call, object? dot)
    {
        object? data = null;
        if (call.Pipeline is not null && !TryEvaluate(call.Pipeline, dot, out data))
        {
            return;
        }

        if (++_depth > MaxDepth)
        {
            Fail($"templates call each other deeper than {MaxDepth} levels");
            return;
        }

        (string, object?)[] outer = [.. _variables];
        _variables.Clear();
        _variables.Add(("$", data));
        Run(defined[call.Name], data);
        _variables.Clear();
        _variables.AddRange(outer);
        _depth--;
    }

    bool TryEvaluate(PipelineNode pipeline, object? dot, out object? value)
    {
        value = null;
        bool isFirst = true;
        foreach (CommandNode command in pipeline.Commands)
        {
            if (!CanGoOn() || !TryEvaluate(command, dot, isFirst ? [] : [value], out value))
            {
                return false;
            }

            isFirst = false;
        }

        if (!pipeline.Variables.IsEmpty)
        {
            Store(pipeline.Variables[0], value, pipeline.IsAssignment);
        }

        return true;
    }

    bool TryEvaluate(CommandNode command, object? dot, ImmutableArray<object?> piped, out object? value)
    {
        if (command.Words[0] is not FunctionNode function)
        {
            return TryEvaluateWord(command.Words[0], dot, out value);
        }

        var arguments = new List<object?>();
        foreach (TemplateNode word in command.Words.Skip(1))
        {
            if (!TryEvaluateWord(word, dot, out value))
            {
                return false;
            }

            arguments.Add(value);
        }

        arguments.AddRange(piped);
        return TemplateFunctions.TryCall(function.Name, arguments, out value, out string problem) || Fail($"{function.Name}: {problem}");
    }

    bool TryEvaluateWord(TemplateNode word, object? dot, out object? value)
    {
        value = null;
        switch (word)
        {
            case DotNode:
                value = dot;
                return true;
            case ConstantNode constant:
                value = constant.Value;
                return true;
            case FieldNode field:
                return TryFind(dot, field.Names, out value);
            case VariableNode variable:
                return TryFind(_variables.FindLast(known => known.Name == variable.Name).Value, variable.Fields, out value);
            case ChainNode chain:
                return TryEvaluateWord(chain.Of, dot, out object? of) && TryFind(of, chain.Names, out value);
            case PipelineNode pipeline:
                return TryEvaluate(pipeline, dot, out value);
            case FunctionNode function:
                return TemplateFunctions.TryCall(function.Name, [], out value, out string problem) || Fail($"{function.Name}: {problem}");
            default:
                return Fail("this cannot be evaluated");
        }
    }

    bool TryFind(object? of, ImmutableArray<string> names, out object? value)
    {
        value = of;
        foreach (string name in names)
        {
            switch (value)
            {
                case IReadOnlyDictionary<string, object?> map:
                    value = map.GetValueOrDefault(name);
                    break;
                case null:
                    return Fail($"there is nothing that could have a field {name}");
                default:
                    return Fail($"{TemplateValue.Describe(value)} has no field {name}");
            }
        }

        return true;
    }

    void Store(string name, object? value, bool isAssignment)
    {
        int index = isAssignment ? _variables.FindLastIndex(known => known.Name == name) : -1;
        if (index >= 0)
        {
            _variables[index] = (name, value);
        }
        else
        {
            _variables.Add((name, value));
        }
    }

    void Print(string text)
    {
        if (_output.Length + text.Length > MaxOutputChars)
        {
            Fail($"the text has more than {MaxOutputChars} characters");
            return;
        }

        _output.Append(text);
    }

    bool CanGoOn() => _error is null && (++_steps <= MaxSteps || Fail($"the template takes more than {MaxSteps} steps"));

    bool Fail(string why)
    {
        _error ??= why;
        return false;
    }
}
