using System.Collections.Immutable;
using System.Text;
using LogMetrics.Compiler.Programs;
using LogMetrics.Regex;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>Holds the calls of grok_exporter's own functions to what they take, as far as it can be seen in the template.</summary>
static class TemplateCallCheck
{
    /// <summary>Checks all calls in some pieces.</summary>
    /// <exception cref="TemplateSyntaxException">A function is called with what it cannot take.</exception>
    public static void Check(IEnumerable<TemplateNode> nodes)
    {
        foreach (TemplateNode node in nodes)
        {
            switch (node)
            {
                case ActionPiece action:
                    Check([action.Pipeline]);
                    break;
                case BranchPiece branch:
                    Check([branch.Pipeline, .. branch.Then, .. branch.Else]);
                    break;
                case RangePiece range:
                    Check([range.Pipeline, .. range.Body, .. range.Else]);
                    break;
                case CallPiece { Pipeline: { } pipeline }:
                    Check([pipeline]);
                    break;
                case PipelineNode pipeline:
                    Check(pipeline.Commands);
                    break;
                case ChainNode chain:
                    Check([chain.Of]);
                    break;
                case CommandNode { Words: [FunctionNode function, ..] } command:
                    CheckCall(function, command);
                    Check(command.Words);
                    break;
                case CommandNode command:
                    Check(command.Words);
                    break;
            }
        }
    }

    static void CheckCall(FunctionNode function, CommandNode command)
    {
        ImmutableArray<TemplateNode> arguments = command.Words.RemoveAt(0);
        switch (function.Name)
        {
            case "timestamp":
                RequireCount(command, arguments, 2, "a layout and a text");
                CheckLayout(arguments[0]);
                break;
            case "gsub":
                RequireCount(command, arguments, 3, "a text, a regular expression and a replacement");
                CheckGsub(arguments[1], arguments[2]);
                break;
            case "add" or "subtract" or "multiply" or "divide":
                RequireCount(command, arguments, 2, "two numbers");
                CheckNumber(arguments[0]);
                CheckNumber(arguments[1]);
                break;
            case "base":
                RequireCount(command, arguments, 1, "a path");
                break;
        }
    }

    static void RequireCount(CommandNode command, ImmutableArray<TemplateNode> arguments, int count, string what)
    {
        if (arguments.Length != count)
        {
            throw Wrong(
                $"`{((FunctionNode)command.Words[0]).Name}` takes {what}, and here it has {arguments.Length} arguments",
                command,
                "write all of them behind its name, one blank between them; a value from `|` does not count");
        }
    }

    static void CheckLayout(TemplateNode node)
    {
        if (node is not ConstantNode { Value: string layout })
        {
            throw Wrong("the layout of `timestamp` must be a text in quotes", node, "write it out: `\"02/Jan/2006:15:04:05 -0700\"`");
        }

        if (!TimestampFunction.IsLayout(layout))
        {
            throw Wrong(
                "this is no layout of a time",
                node,
                "write how the second after Mon Jan 2 15:04:05 2006 -0700 would be written; a comma can only stand in `,000`");
        }
    }

    static void CheckGsub(TemplateNode pattern, TemplateNode replacement)
    {
        if (pattern is not ConstantNode { Value: string regexp })
        {
            throw Wrong("the second argument of `gsub` must be a regular expression in quotes", pattern, "write it out");
        }

        try
        {
            GsubFunction.Compile(regexp, PatternSyntax.Oniguruma);
        }
        catch (RegexpParseException error) when (error.Error == RegexpError.UnsupportedPerlSyntax)
        {
            throw Wrong(error.Message, pattern, "write it without this: only `match` can have `unsafe_regex`");
        }
        catch (RegexpParseException error)
        {
            throw Wrong($"this is no regular expression: {error.Message}", pattern, "put a backslash before a character that is meant as such, and write it twice between double quotes");
        }

        if (replacement is ConstantNode { Value: string text } && GsubFunction.ReadReplacement(text) is null)
        {
            throw Wrong("this replacement has a backslash that means nothing", replacement, "`\\\\1` and `\\\\k<name>` are groups, `\\\\\\\\` is a backslash");
        }
    }

    static void CheckNumber(TemplateNode node)
    {
        bool isNoNumber = node is ConstantNode { Value: string text }
            && NumberText.ParseFloat(Encoding.UTF8.GetBytes(text), out _) != NumberError.None;
        if (isNoNumber || node is ConstantNode { Value: bool or null })
        {
            throw Wrong("this is no number to calculate with", node, "write a number, or a field that holds one");
        }
    }

    static TemplateSyntaxException Wrong(string message, TemplateNode node, string hint) =>
        new(message, node.Start, node.Length, hint) { IsCall = true };
}
