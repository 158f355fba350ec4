namespace LogMetrics.Compiler.Diagnostics;

/// <summary>The text of one file that an author wrote: a program, a configuration, a file of grok definitions.</summary>
/// <remarks>
/// Offsets into it count UTF-16 units from 0; lines and columns, which only people see, are derived from them and start
/// at 1. A column counts UTF-16 units as well, so that an editor's cursor and the printed place agree.
/// </remarks>
public sealed class SourceText
{
    readonly int[] _lineStarts;

    /// <summary>Wraps a text under the name that diagnostics print.</summary>
    /// <param name="path">The path as the user gave it, or a name in angle brackets for text that is in no file.</param>
    /// <param name="text">The whole text, decoded.</param>
    public SourceText(string path, string text)
    {
        Path = path;
        Text = text;
        var starts = new List<int> { 0 };
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        _lineStarts = [.. starts];
    }

    /// <summary>The path as the user gave it.</summary>
    public string Path { get; }

    /// <summary>The last part of the path: what runtime messages and HELP texts name.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The line of an offset, from 1.</summary>
    public int LineOf(int offset)
    {
        int index = Array.BinarySearch(_lineStarts, offset);
        return index >= 0 ? index + 1 : ~index;
    }

    /// <summary>The column of an offset, from 1.</summary>
    public int ColumnOf(int offset) => offset - _lineStarts[LineOf(offset) - 1] + 1;

    /// <summary>The text of a line, counted from 1, without its terminator.</summary>
    public string Line(int line)
    {
        int start = _lineStarts[line - 1];
        int end = line < _lineStarts.Length ? _lineStarts[line] - 1 : Text.Length;
        return Text[start..end].TrimEnd('\r');
    }
}
