using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>Parses what stands inside of actions, and knows which variables there are.</summary>
sealed class PipelineParser(TokenCursor tokens)
{
    readonly List<string> _variables = ["$"];
    int _templateStart;

    /// <summary>Begins a block: variables declared in it are gone behind it.</summary>
    public int EnterScope() => _variables.Count;

    /// <summary>Ends a block.</summary>
    public void LeaveScope(int outer) => _variables.RemoveRange(outer, _variables.Count - outer);

    /// <summary>Begins a template of its own, which sees no variables of the one around it.</summary>
    public int EnterTemplate()
    {
        int outer = _templateStart;
        _templateStart = _variables.Count;
        _variables.Add("$");
        return outer;
    }

    /// <summary>Ends it.</summary>
    public void LeaveTemplate(int outer)
    {
        LeaveScope(_templateStart);
        _templateStart = outer;
    }

    /// <summary>Parses a pipeline up to the end of its action or parenthesis, which stays.</summary>
    /// <param name="maxVariables">How many variables it may declare.</param>
    /// <param name="where">What it belongs to, for messages.</param>
    public PipelineNode Parse(int maxVariables, string where)
    {
        TemplateToken first = tokens.Peek();
        ImmutableArray<string> variables = ParseVariables(maxVariables, out bool isAssignment);
        var commands = ImmutableArray.CreateBuilder<CommandNode>();
        while (true)
        {
            commands.Add(ParseCommand(where));
            if (tokens.Peek().Kind != TokenKind.Pipe)
            {
                break;
            }

            tokens.Take();
        }

        for (int i = 1; i < commands.Count; i++)
        {
            if (commands[i].Words[0] is not (FunctionNode or ChainNode))
            {
                throw new TemplateSyntaxException(
                    "only a function can take the value of a pipe", commands[i].Start, commands[i].Length, "write a function behind `|`, such as `print`");
            }
        }

        if (!isAssignment)
        {
            _variables.AddRange(variables);
        }

        CommandNode last = commands[^1];
        return new PipelineNode(variables, isAssignment, commands.DrainToImmutable(), first.Start, last.Start + last.Length - first.Start);
    }

    ImmutableArray<string> ParseVariables(int max, out bool isAssignment)
    {
        isAssignment = false;
        var names = new List<string>();
        while (tokens.Peek() is { Kind: TokenKind.Variable } variable
            && tokens.Peek(1).Kind is TokenKind.Declare or TokenKind.Assign or TokenKind.Comma)
        {
            tokens.Take();
            TemplateToken sign = tokens.Take();
            names.Add(variable.Text);
            if (names.Count > max)
            {
                throw new TemplateSyntaxException("too many variables are declared here", variable.Start, variable.Length);
            }

            if (sign.Kind != TokenKind.Comma)
            {
                isAssignment = sign.Kind == TokenKind.Assign;
                if (isAssignment)
                {
                    CheckKnown(variable);
                }

                break;
            }
        }

        return [.. names];
    }

    CommandNode ParseCommand(string where)
    {
        TemplateToken first = tokens.Peek();
        var words = ImmutableArray.CreateBuilder<TemplateNode>();
        while (tokens.Peek().Kind is not (TokenKind.Pipe or TokenKind.Close or TokenKind.CloseParenthesis))
        {
            words.Add(ParseOperand());
        }

        if (words.Count == 0)
        {
            throw new TemplateSyntaxException($"{where} has no value", first.Start, first.Length, "name a field, such as `.user`, or a function");
        }

        if (words.Count > 1 && words[0] is not FunctionNode)
        {
            throw new TemplateSyntaxException(
                "this is no function, so it cannot have arguments",
                words[0].Start,
                words[0].Length,
                words[0] is FieldNode ? "write each field in braces of its own: `{{.a}} {{.b}}`" : null);
        }

        if (words[0] is ConstantNode { Value: null })
        {
            throw new TemplateSyntaxException("`nil` alone is no value", first.Start, first.Length);
        }

        TemplateNode last = words[^1];
        return new CommandNode(words.DrainToImmutable(), first.Start, last.Start + last.Length - first.Start);
    }

    TemplateNode ParseOperand()
    {
        TemplateNode operand = ParseTerm();
        if (tokens.Peek() is not { Kind: TokenKind.Field, SpaceBefore: false })
        {
            return operand;
        }

        var names = new List<string>();
        int end = 0;
        while (tokens.Peek() is { Kind: TokenKind.Field, SpaceBefore: false })
        {
            TemplateToken field = tokens.Take();
            names.Add(field.Text[1..]);
            end = field.Start + field.Length;
        }

        return operand switch
        {
            FieldNode field => field with { Names = [.. field.Names, .. names], Length = end - field.Start },
            VariableNode variable => variable with { Fields = [.. variable.Fields, .. names], Length = end - variable.Start },
            ConstantNode => throw new TemplateSyntaxException("a constant has no fields", operand.Start, end - operand.Start),
            _ => new ChainNode(operand, [.. names], operand.Start, end - operand.Start),
        };
    }

    TemplateNode ParseTerm()
    {
        TemplateToken token = tokens.Take();
        (int start, int length) = (token.Start, token.Length);
        switch (token.Kind)
        {
            case TokenKind.Dot:
                return new DotNode(start, length);
            case TokenKind.Field:
                return new FieldNode([token.Text[1..]], start, length);
            case TokenKind.Variable:
                CheckKnown(token);
                return new VariableNode(token.Text, [], start, length);
            case TokenKind.String:
                return new ConstantNode(token.Text, start, length);
            case TokenKind.Character:
                Rune[] runes = [.. token.Text.EnumerateRunes()];
                return runes.Length == 1
                    ? new ConstantNode((long)runes[0].Value, start, length)
                    : throw new TemplateSyntaxException("single quotes hold one character, which is a number", start, length, "put texts in \"double quotes\"");
            case TokenKind.Number:
                return new ConstantNode(NumberOf(token), start, length);
            case TokenKind.Word:
                return Word(token);
            case TokenKind.OpenParenthesis:
                PipelineNode inner = Parse(0, "this parenthesis");
                tokens.Expect(TokenKind.CloseParenthesis, "`)`");
                return inner;
            default:
                throw TokenCursor.Unexpected(token, "a value");
        }
    }

    static TemplateNode Word(TemplateToken token)
    {
        switch (token.Text)
        {
            case "true" or "false":
                return new ConstantNode(token.Text == "true", token.Start, token.Length);
            case "nil":
                return new ConstantNode(null, token.Start, token.Length);
        }

        if (TemplateFunctions.IsKnown(token.Text))
        {
            return new FunctionNode(token.Text, token.Start, token.Length);
        }

        string? nearest = NameSuggestion.Nearest(token.Text, TemplateFunctions.Names);
        throw new TemplateSyntaxException(
            $"there is no function `{token.Text}`",
            token.Start,
            token.Length,
            nearest is null ? $"a field has a dot before its name: `.{token.Text}`" : $"did you mean `{nearest}`, or the field `.{token.Text}`?");
    }

    static object NumberOf(TemplateToken token)
    {
        string text = token.Text.Replace("_", "", StringComparison.Ordinal);
        ReadOnlySpan<char> digits = text.AsSpan().TrimStart("+-");
        bool negative = text.StartsWith('-');
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex))
        {
            return negative ? -hex : hex;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return integer;
        }

        return NumberText.ParseFloat(Encoding.UTF8.GetBytes(text), out double value) == NumberError.None
            ? value
            : throw new TemplateSyntaxException(
                $"`{token.Text}` is no number",
                token.Start,
                token.Length,
                token.Text is "+" or "-" ? $"calculate with functions: `{{{{{(token.Text == "+" ? "add" : "subtract")} .a .b}}}}`" : "put texts in \"double quotes\"");
    }

    void CheckKnown(TemplateToken variable)
    {
        if (_variables.FindIndex(_templateStart, known => known == variable.Text) < 0)
        {
            throw new TemplateSyntaxException(
                $"the variable `{variable.Text}` is not declared", variable.Start, variable.Length, $"a field is written with a dot: `.{variable.Text[1..]}`");
        }
    }
}
