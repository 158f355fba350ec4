namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>Goes over the tokens of a template.</summary>
sealed class TokenCursor(IReadOnlyList<TemplateToken> tokens)
{
    int _next;

    /// <summary>The next token.</summary>
    public TemplateToken Peek(int ahead = 0) => tokens[Math.Min(_next + ahead, tokens.Count - 1)];

    /// <summary>The next token, and goes on.</summary>
    public TemplateToken Take()
    {
        TemplateToken token = Peek();
        _next++;
        return token;
    }

    /// <summary>Takes a token that has to be there.</summary>
    /// <exception cref="TemplateSyntaxException">Another one is.</exception>
    public TemplateToken Expect(TokenKind kind, string what)
    {
        TemplateToken token = Take();
        return token.Kind == kind ? token : throw Unexpected(token, what);
    }

    /// <summary>The error of a token that cannot be there.</summary>
    public static TemplateSyntaxException Unexpected(TemplateToken token, string wanted) =>
        token.Kind == TokenKind.End
            ? new TemplateSyntaxException($"the template ends where {wanted} must be", token.Start, 0, "close what is open with `{{end}}` or `}}`")
            : new TemplateSyntaxException(
                $"`{token.Text}` stands where {wanted} must be",
                token.Start,
                token.Length,
                token.Kind == TokenKind.Comma ? "write arguments with blanks between them: `{{divide .ms 1000}}`" : null);
}
