using System.Text;
using LogMetrics.Cli;

namespace LogMetrics.Tests.Cli;

/// <summary>How <c>match</c> cuts its input into lines.</summary>
public sealed class LineReaderTests
{
    const int Limit = 1024 * 1024;

    [Theory]
    [InlineData("")]
    [InlineData("\n", "")]
    [InlineData("a", "a")]
    [InlineData("a\nb\n", "a", "b")]
    [InlineData("a\r\n\r\nb", "a", "", "b")]
    [InlineData("a\rb\n\n", "a\rb", "")]
    public void A_line_ends_at_a_line_feed_or_where_the_input_does(string input, params string[] lines) =>
        Assert.Equal(lines, Read(input).Lines);

    [Theory]
    [InlineData(Limit, "\n", false)]
    [InlineData(Limit, "\r\n", false)]
    [InlineData(Limit + 1, "\n", true)]
    [InlineData(Limit + 1, "\r\n", true)]
    [InlineData(Limit + 2, "\n", true)]
    [InlineData((3 * Limit) + 7, "\r\n", true)]
    public void Of_a_line_that_is_too_long_the_rest_is_skipped_and_the_lines_behind_it_keep_their_numbers(int length, string end, bool isCut)
    {
        string line = new('x', length);
        (string[] lines, long[] cut) = Read($"before\n{line}{end}between\n{line}");
        string kept = line[..Math.Min(length, Limit)];
        Assert.True(lines.SequenceEqual(["before", kept, "between", kept]), string.Join(", ", lines.Select(read => read.Length)));
        Assert.Equal(isCut ? [2L, 4L] : [], cut);
    }

    static (string[] Lines, long[] Cut) Read(string input)
    {
        var cut = new List<long>();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(input));
        string[] lines = [.. new LineReader(cut.Add).Lines(stream).Select(line => Encoding.UTF8.GetString(line.Span))];
        return (lines, [.. cut]);
    }
}
