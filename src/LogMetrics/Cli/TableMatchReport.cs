using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Patterns;
using Spectre.Console;

namespace LogMetrics.Cli;

/// <summary>The match and a small table for each line that matches; on a terminal a capture has the same colour in both.</summary>
sealed class TableMatchReport : MatchReport
{
    static readonly Color[] Colors = [Color.Aqua, Color.Yellow, Color.Lime, Color.Fuchsia, Color.Orange1, Color.DodgerBlue1];

    /// <summary>Finding out why costs more than matching, and nobody reads more.</summary>
    const int MaxReasons = 1000;

    /// <summary>The columns that a line may take beside its reason.</summary>
    const int MaxWidth = 100;

    readonly IReadOnlyList<string?> _names;
    readonly MismatchFinder _mismatches;
    readonly IAnsiConsole _console;
    long _lines;
    long _matched;

    public TableMatchReport(IReadOnlyList<string?> names, MismatchFinder mismatches)
    {
        _names = names;
        _mismatches = mismatches;
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
            if (_lines - _matched <= MaxReasons && _mismatches.Find(line) is { } mismatch)
            {
                WriteReason(line, mismatch);
            }

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

    // The line around the place where the pattern cannot go on, and below that place what should come there.
    void WriteReason(ReadOnlySpan<byte> line, Mismatch mismatch)
    {
        string before = Printable(line[..mismatch.Start]);
        string fitting = Printable(line[mismatch.Start..mismatch.End]);
        string behind = Printable(line[mismatch.End..]);
        int width = Math.Clamp(_console.Profile.Width - 5, 20, MaxWidth);
        int cut = Math.Max(0, before.Length + fitting.Length - (width * 3 / 5));
        string shown = (before + fitting)[cut..];
        int plain = Math.Clamp(before.Length - cut, 0, shown.Length);
        string start = cut > 0 ? "  …" : "  ";
        _console.Write(new Text(start + shown[..plain]));
        _console.Write(new Text(shown[plain..], new Style(Color.Green)));
        _console.Write(new Text((behind.Length > width * 2 / 5 ? behind[..(width * 2 / 5)] + "…" : behind) + "\n"));
        string piece = Printable(Encoding.UTF8.GetBytes(mismatch.Piece));
        string where = mismatch.Definition is null ? "" : $" of {mismatch.Definition}";
        string place = mismatch.IsNowhere ? $"`{piece}`{where} fits nowhere in the line"
            : mismatch.End == line.Length ? $"the line ends, and `{piece}`{where} should follow"
            : $"`{piece}`{where} does not fit here";
        string caret = new string(' ', start.Length + shown.Length) + "^";
        _console.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"{caret} byte {mismatch.End}: {place}\n"), new Style(Color.Red)));
    }

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
