using System.Globalization;
using System.Text;
using Spectre.Console;

namespace LogMetrics.Cli;

/// <summary>The match and a small table for each line that matches; on a terminal a capture has the same colour in both.</summary>
sealed class TableMatchReport : MatchReport
{
    static readonly Color[] Colors = [Color.Aqua, Color.Yellow, Color.Lime, Color.Fuchsia, Color.Orange1, Color.DodgerBlue1];

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
        WriteMatch(line, slots);
        _console.Write(new Text($"  [{slots[0]}..{slots[1]})\n", new Style(Color.Grey)));
        if (_names.Count > 1)
        {
            _console.Write(TableOf(line, slots));
        }
    }

    public override void Dispose() =>
        _console.Write(new Text($"{_matched} of {_lines} lines match\n", new Style(Color.Grey)));

    // A byte has the colour of the innermost capture that it lies in.
    void WriteMatch(ReadOnlySpan<byte> line, ReadOnlySpan<int> slots)
    {
        var owners = new int[slots[1] - slots[0]];
        for (int group = 1; group < _names.Count; group++)
        {
            // A capture inside of a look-ahead may lie behind the match.
            int start = Math.Max(slots[2 * group], slots[0]);
            int end = Math.Min(slots[(2 * group) + 1], slots[1]);
            if (slots[2 * group] >= 0 && start < end)
            {
                owners.AsSpan((start - slots[0])..(end - slots[0])).Fill(group);
            }
        }

        for (int at = 0; at < owners.Length;)
        {
            int length = owners.AsSpan(at).IndexOfAnyExcept(owners[at]);
            length = length < 0 ? owners.Length - at : length;
            string text = Printable(line.Slice(slots[0] + at, length));
            _console.Write(owners[at] == 0 ? new Text(text) : new Text(text, StyleOf(owners[at])));
            at += length;
        }
    }

    static Style StyleOf(int group) => new(Colors[(group - 1) % Colors.Length]);

    Table TableOf(ReadOnlySpan<byte> line, ReadOnlySpan<int> slots)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("#", "name", "bytes", "text");
        for (int group = 1; group < _names.Count; group++)
        {
            (int start, int end) = (slots[2 * group], slots[(2 * group) + 1]);
            table.AddRow(
                new Text(group.ToString(CultureInfo.InvariantCulture)),
                new Text(_names[group] ?? "", StyleOf(group)),
                new Text(start < 0 ? "-" : $"{start}..{end}", new Style(Color.Grey)),
                start < 0 ? new Text("took no part", new Style(Color.Grey)) : new Text(Printable(line[start..end]), StyleOf(group)));
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
