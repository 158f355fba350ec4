using System.Globalization;
using System.Text;
using Spectre.Console;

namespace LogMetrics.Cli;

/// <summary>A small table for each line that matches; colours on a terminal.</summary>
sealed class TableMatchReport : MatchReport
{
    readonly IReadOnlyList<string?> _names;
    readonly IAnsiConsole _console;
    long _lines;
    long _matched;

    public TableMatchReport(IReadOnlyList<string?> names)
    {
        _names = names;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        if (Console.IsOutputRedirected)
        {
            // A file has no width that anything would have to be broken at.
            _console.Profile.Width = 64 * 1024;
        }
    }

    public override void Add(long number, ReadOnlySpan<byte> line, ReadOnlySpan<int> slots)
    {
        _lines++;
        string prefix = $"line {number.ToString(CultureInfo.InvariantCulture)}: ";
        if (slots.IsEmpty)
        {
            _console.Write(new Text(prefix + "no match\n", new Style(Color.Grey)));
            return;
        }

        _matched++;
        _console.Write(new Text(prefix, new Style(Color.Green)));
        _console.Write(new Text(Printable(line[slots[0]..slots[1]])));
        _console.Write(new Text($"  [{slots[0]}..{slots[1]})\n", new Style(Color.Grey)));
        if (_names.Count > 1)
        {
            _console.Write(TableOf(line, slots));
        }
    }

    public override void Dispose() =>
        _console.Write(new Text($"{_matched} of {_lines} lines match\n", new Style(Color.Grey)));

    Table TableOf(ReadOnlySpan<byte> line, ReadOnlySpan<int> slots)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("#", "name", "bytes", "text");
        for (int group = 1; group < _names.Count; group++)
        {
            (int start, int end) = (slots[2 * group], slots[(2 * group) + 1]);
            table.AddRow(
                new Text(group.ToString(CultureInfo.InvariantCulture)),
                new Text(_names[group] ?? "", new Style(Color.Blue)),
                new Text(start < 0 ? "-" : $"{start}..{end}", new Style(Color.Grey)),
                start < 0 ? new Text("took no part", new Style(Color.Grey)) : new Text(Printable(line[start..end])));
        }

        return table;
    }

    // Control characters of a log must not reach the terminal.
    static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (char c in Encoding.UTF8.GetString(bytes))
        {
            text.Append(char.IsControl(c) ? '\uFFFD' : c);
        }

        return text.ToString();
    }
}
