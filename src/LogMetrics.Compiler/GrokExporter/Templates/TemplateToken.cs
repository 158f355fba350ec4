namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary>What a piece of a template is before it is understood.</summary>
enum TokenKind
{
    /// <summary>Text outside of actions.</summary>
    Text,

    /// <summary><c>{{</c>.</summary>
    Open,

    /// <summary><c>}}</c>.</summary>
    Close,

    /// <summary>A name: of a function, or a word of the language.</summary>
    Word,

    /// <summary><c>.name</c>.</summary>
    Field,

    /// <summary><c>.</c> alone.</summary>
    Dot,

    /// <summary><c>$name</c>, or <c>$</c>.</summary>
    Variable,

    /// <summary>A text in double quotes or backquotes.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A character in single quotes, which is a number.</summary>
    Character,

    /// <summary><c>|</c>.</summary>
    Pipe,

    /// <summary><c>(</c>.</summary>
    OpenParenthesis,

    /// <summary><c>)</c>.</summary>
    CloseParenthesis,

    /// <summary><c>:=</c>.</summary>
    Declare,

    /// <summary><c>=</c>.</summary>
    Assign,

    /// <summary><c>,</c>.</summary>
    Comma,

    /// <summary>The end of the template.</summary>
    End,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says: for text and strings the value, else as written.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="SpaceBefore">Whether white space stands before it: <c>a .b</c> are two words, <c>(a).b</c> is one.</param>
readonly record struct TemplateToken(TokenKind Kind, string Text, int Start, int Length, bool SpaceBefore);
