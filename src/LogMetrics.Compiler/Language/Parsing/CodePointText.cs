namespace LogMetrics.Compiler.Language.Parsing;

/// <summary>A text as the generated lexer counts it: in code points, while our spans count UTF-16 units.</summary>
sealed class CodePointText
{
    /// <summary>Where each code point starts in UTF-16, and one more for the end; null when the two counts agree.</summary>
    readonly int[]? _offsets;

    public CodePointText(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            Text = text;
            return;
        }

        char[] mended = text.ToCharArray();
        var offsets = new List<int>(text.Length);
        for (int i = 0; i < mended.Length; i++)
        {
            offsets.Add(i);
            if (char.IsHighSurrogate(mended[i]) && i + 1 < mended.Length && char.IsLowSurrogate(mended[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(mended[i]))
            {
                mended[i] = '\uFFFD';
            }
        }

        offsets.Add(text.Length);
        _offsets = [.. offsets];
        Text = new string(mended);
    }

    /// <summary>The text, with U+FFFD for surrogates that are no character: the lexer's stream would throw.</summary>
    public string Text { get; }

    public int Utf16Offset(int codePoint) => _offsets is null ? codePoint : _offsets[codePoint];
}
