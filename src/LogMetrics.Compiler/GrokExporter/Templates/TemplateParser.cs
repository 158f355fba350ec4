using System.Collections.Immutable;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>Tokens → the pieces of a template and of those it defines.</summary>
sealed class TemplateParser
{
    const int MaxDepth = 50;

    readonly TokenCursor _tokens;
    readonly PipelineParser _pipelines;
    readonly Dictionary<string, ImmutableArray<TemplateNode>> _defined = new(StringComparer.Ordinal);
    int _depth;

    TemplateParser(string text)
    {
        _tokens = new TokenCursor(TemplateLexer.Scan(text));
        _pipelines = new PipelineParser(_tokens);
    }

    /// <summary>Parses a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="defined">The templates that it defines, by name.</param>
    /// <exception cref="TemplateSyntaxException">It cannot be read.</exception>
    public static ImmutableArray<TemplateNode> Parse(string text, out IReadOnlyDictionary<string, ImmutableArray<TemplateNode>> defined)
    {
        var parser = new TemplateParser(text);
        ImmutableArray<TemplateNode> body = parser.ParseList(out TemplateToken end);
        if (end.Kind != TokenKind.End)
        {
            throw new TemplateSyntaxException($"`{{{{{end.Text}}}}}` belongs to nothing", end.Start, end.Length, "remove it, or open it with `{{if …}}`");
        }

        parser.CheckCalls();
        defined = parser._defined;
        return body;
    }

    /// <summary>Pieces up to <c>end</c>, <c>else</c> or the end of the text; that word is taken, what is behind it is not.</summary>
    ImmutableArray<TemplateNode> ParseList(out TemplateToken end)
    {
        if (++_depth > MaxDepth)
        {
            TemplateToken here = _tokens.Peek();
            throw new TemplateSyntaxException($"the template nests deeper than {MaxDepth} levels", here.Start, here.Length);
        }

        var pieces = ImmutableArray.CreateBuilder<TemplateNode>();
        while (true)
        {
            TemplateToken token = _tokens.Take();
            switch (token.Kind)
            {
                case TokenKind.Text:
                    pieces.Add(new TextPiece(token.Text, token.Start, token.Length));
                    continue;
                case TokenKind.End:
                    _depth--;
                    end = token;
                    return pieces.DrainToImmutable();
            }

            TemplateToken first = _tokens.Peek();
            if (first is { Kind: TokenKind.Word, Text: "end" or "else" })
            {
                _depth--;
                end = _tokens.Take();
                return pieces.DrainToImmutable();
            }

            if (ParseAction(token, first) is { } piece)
            {
                pieces.Add(piece);
            }
        }
    }

    TemplateNode? ParseAction(TemplateToken open, TemplateToken first)
    {
        if (first.Kind == TokenKind.Word)
        {
            switch (first.Text)
            {
                case "if" or "with" or "range":
                    _tokens.Take();
                    return ParseControl(first);
                case "define" or "block":
                    _tokens.Take();
                    return ParseDefinition(first);
                case "template":
                    _tokens.Take();
                    return ParseCall(first);
                case "break" or "continue":
                    throw new TemplateSyntaxException($"there is no `{first.Text}` in templates", first.Start, first.Length, "use `{{if}}` around the rest of the loop");
            }
        }

        PipelineNode pipeline = _pipelines.Parse(maxVariables: 1, "an action");
        TemplateToken close = _tokens.Expect(TokenKind.Close, "`}}`");
        return new ActionPiece(pipeline, open.Start, close.Start + close.Length - open.Start);
    }

    TemplateNode ParseControl(TemplateToken word)
    {
        int outer = _pipelines.EnterScope();
        PipelineNode pipeline = _pipelines.Parse(word.Text == "range" ? 2 : 1, $"`{word.Text}`");
        _tokens.Expect(TokenKind.Close, "`}}`");
        ImmutableArray<TemplateNode> then = ParseList(out TemplateToken end);
        ImmutableArray<TemplateNode> otherwise = [];
        if (end is { Kind: TokenKind.Word, Text: "else" })
        {
            // `else if` is an if of its own, which takes the `end` of both.
            if (word.Text == "if" && _tokens.Peek() is { Kind: TokenKind.Word, Text: "if" })
            {
                TemplateNode inner = ParseControl(_tokens.Take());
                _pipelines.LeaveScope(outer);
                return new BranchPiece(false, pipeline, then, [inner], word.Start, word.Length);
            }

            _tokens.Expect(TokenKind.Close, "`}}`");
            otherwise = ParseList(out end);
        }

        ExpectEnd(end, word);
        _pipelines.LeaveScope(outer);
        return word.Text == "range"
            ? new RangePiece(pipeline, then, otherwise, word.Start, word.Length)
            : new BranchPiece(word.Text == "with", pipeline, then, otherwise, word.Start, word.Length);
    }

    CallPiece? ParseDefinition(TemplateToken word)
    {
        TemplateToken name = _tokens.Expect(TokenKind.String, "the name of a template");
        PipelineNode? pipeline = word.Text == "block" ? _pipelines.Parse(0, "`block`") : null;
        _tokens.Expect(TokenKind.Close, "`}}`");
        int outer = _pipelines.EnterTemplate();
        _defined[name.Text] = ParseList(out TemplateToken end);
        _pipelines.LeaveTemplate(outer);
        ExpectEnd(end, word);
        return pipeline is null ? null : new CallPiece(name.Text, pipeline, name.Start, name.Length);
    }

    CallPiece ParseCall(TemplateToken word)
    {
        TemplateToken name = _tokens.Expect(TokenKind.String, "the name of a template");
        PipelineNode? pipeline = _tokens.Peek().Kind == TokenKind.Close ? null : _pipelines.Parse(0, $"`{word.Text}`");
        _tokens.Expect(TokenKind.Close, "`}}`");
        _calls.Add(name);
        return new CallPiece(name.Text, pipeline, name.Start, name.Length);
    }

    readonly List<TemplateToken> _calls = [];

    void CheckCalls()
    {
        foreach (TemplateToken call in _calls.Where(call => !_defined.ContainsKey(call.Text)))
        {
            throw new TemplateSyntaxException(
                $"there is no template `{call.Text}`", call.Start, call.Length, $"define it: `{{{{define \"{call.Text}\"}}}}…{{{{end}}}}`");
        }
    }

    void ExpectEnd(TemplateToken end, TemplateToken word)
    {
        if (end is not { Kind: TokenKind.Word, Text: "end" })
        {
            throw new TemplateSyntaxException($"this `{word.Text}` has no end", word.Start, word.Length, "close it with `{{end}}`");
        }

        _tokens.Expect(TokenKind.Close, "`}}`");
    }
}
