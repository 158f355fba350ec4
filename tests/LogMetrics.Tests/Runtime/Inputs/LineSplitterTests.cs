using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Inputs;

public class LineSplitterTests
{
    const string Nuls4096 = "\u0001"; // stands for 4096 NUL bytes in the table

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\nb", "a|b")]
    [InlineData("", "")]
    [InlineData("\n", "<>")]
    [InlineData("\n\n\n", "<>|<>|<>")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("a\r\r\n", "a\r")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("\r\n", "<>")]
    [InlineData("a\r", "a\r")]
    [InlineData("12345678\n", "12345678")]
    [InlineData("12345678\r\n", "12345678")]
    [InlineData("123456789\nnext\n", "12345678|next")]
    [InlineData("12345678\r\r\nnext\n", "12345678|next")]
    [InlineData("123456789\r\nnext\n", "12345678|next")]
    [InlineData("1234567890123456789012345\nnext\n", "12345678|next")]
    [InlineData("1234567890123456789012345", "12345678")]
    [InlineData("12345678\r", "12345678")]
    [InlineData("a\0b\n", "a\0b")]
    [InlineData("x\n\0b\n", "x|\0b")]
    [InlineData("\0\0\0first\n", "first")]
    [InlineData("\0\0\0", "")]
    [InlineData("x\n\0\0", "x")]
    [InlineData("x\n" + Nuls4096 + "y\n", "x|y")]
    [InlineData("x\n" + Nuls4096 + "\0y\nz\n", "x|y|z")]
    [InlineData("\xFF\xC3\n\xEF\xBF\xBD\n", "\xFF\xC3|\xEF\xBF\xBD")]
    public void Lines_are_the_same_however_the_bytes_were_read(string text, string expected)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text.Replace(Nuls4096, new string('\0', 4096), StringComparison.Ordinal));
        int[] sizes = bytes.Length > 100 ? [1, 7, 4095, 4096, 4097, 10_000] : [1, 2, 3, 4, 5, 8, 9, 100];

        foreach (int size in sizes)
        {
            Assert.Equal(expected, Show(Split(bytes, Enumerable.Repeat(size, 1 + (bytes.Length / size)))));
        }
    }

    // Random texts over the bytes that mean something, cut at random places, against the plainest splitter there is.
    [Fact]
    public void Random_cuts_of_random_bytes_give_the_lines_of_the_whole()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        byte[] alphabet = [.. "\n\n\r\0ab"u8];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = random.GetItems(alphabet, random.Next(60));
            bytes = [(byte)'#', .. bytes];
            IEnumerable<int> cuts = Enumerable.Range(0, bytes.Length).Select(_ => random.Next(1, 12)).ToArray();

            string expected = Show(Naive(bytes));
            string actual = Show(Split(bytes, cuts));
            Assert.True(
                expected == actual,
                $"seed {seed} round {round}: {Convert.ToHexString(bytes)} cut by {string.Join(',', cuts)}\n{expected}\n{actual}");
        }
    }

    [Fact]
    public void Positions_are_the_starts_of_lines()
    {
        LineSplitter splitter = NewSplitter(100, out _);
        var batch = new LineBatch();
        splitter.Start(1000);

        Feed(splitter, batch, "one\ntwo\nthr"u8);
        Assert.Equal((1008, 8, 1011), (batch.EndPosition, batch.SourceBytes, splitter.ReadPosition));

        batch.Clear();
        Feed(splitter, batch, "ee"u8);
        Assert.Equal((1008, 0, 0), (batch.EndPosition, batch.SourceBytes, batch.Count));

        Feed(splitter, batch, "!\n"u8);
        Assert.Equal((1015, 7, 1), (batch.EndPosition, batch.SourceBytes, batch.Count));
    }

    [Fact]
    public void A_line_over_the_limit_is_counted_once_however_long_it_is()
    {
        LineSplitter splitter = NewSplitter(8, out OwnMetrics own);
        var batch = new LineBatch();

        for (int read = 0; read < 100; read++)
        {
            Feed(splitter, batch, "0123456789"u8);
        }

        Feed(splitter, batch, "\nnext\n0123456789\n"u8);

        Assert.Equal(["01234567", "next", "01234567"], Lines(batch));
        Assert.Equal(2, own.Count("logmetrics_oversize_lines_total"));
        Assert.Equal(1017, batch.SourceBytes);
    }

    [Fact]
    public void Skipped_holes_are_counted()
    {
        LineSplitter splitter = NewSplitter(100, out OwnMetrics own);
        var batch = new LineBatch();

        Feed(splitter, batch, new byte[5000]);
        Feed(splitter, batch, "a\n"u8);
        Feed(splitter, batch, new byte[4096]);
        Feed(splitter, batch, "b\n"u8);

        Assert.Equal(["a", "b"], Lines(batch));
        Assert.Equal(9096, own.Count("logmetrics_hole_bytes_total"));
    }

    [Fact]
    public void Ten_gigabytes_without_a_newline_cost_one_buffer()
    {
        LineSplitter splitter = NewSplitter(Limits.Default.MaxLineBytes, out _);
        var batch = new LineBatch { Buffer = new byte[Limits.Default.ReadBufferBytes] };
        batch.Buffer.AsSpan().Fill((byte)'x');
        for (int read = 0; read < 10; read++)
        {
            splitter.Split(batch, 0, batch.Buffer.Length);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        while (splitter.ReadPosition < 10L * 1024 * 1024 * 1024)
        {
            splitter.Split(batch, 0, batch.Buffer.Length);
        }

        // A collection that another test causes counts what is left of this thread's allocation area, some kilobytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
        batch.Buffer[0] = (byte)'\n';
        batch.Buffer[1] = (byte)'\n';
        splitter.Split(batch, 0, 2);
        Assert.Equal([Limits.Default.MaxLineBytes, 0], [batch.LengthOf(0), batch.LengthOf(1)]);
    }

    [Fact]
    public void Splitting_allocates_nothing_in_the_steady_state()
    {
        LineSplitter splitter = NewSplitter(1000, out _);
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(n => $"line number {n}\n")) + "half");
        var batch = new LineBatch();
        Feed(splitter, batch, text);
        Feed(splitter, batch, text);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int read = 0; read < 100; read++)
        {
            batch.Clear();
            Feed(splitter, batch, text);
        }

        // A hundred thousand lines: far less than a byte for each.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
        Assert.Equal(1000, batch.Count);
    }

    static LineSplitter NewSplitter(int maxLineBytes, out OwnMetrics own)
    {
        own = new OwnMetrics();
        return new LineSplitter(maxLineBytes, new RawDecoder(), new InputEvents(own, NullLogger.Instance), skipsHoles: true);
    }

    static void Feed(LineSplitter splitter, LineBatch batch, ReadOnlySpan<byte> bytes)
    {
        // Behind what earlier reads of the test left in the buffer: lines lie in it until the batch is looked at.
        int start = 0;
        for (int index = 0; index < batch.Count; index++)
        {
            start = Math.Max(start, batch.StartOf(index) + batch.LengthOf(index));
        }

        if (batch.Buffer.Length < start + bytes.Length)
        {
            byte[] buffer = batch.Buffer;
            Array.Resize(ref buffer, Math.Max(1 << 16, 2 * (start + bytes.Length)));
            batch.Buffer = buffer;
        }

        bytes.CopyTo(batch.Buffer.AsSpan(start));
        splitter.Split(batch, start, bytes.Length);
    }

    static List<byte[]> Split(byte[] bytes, IEnumerable<int> cuts)
    {
        LineSplitter splitter = NewSplitter(8, out _);
        var lines = new List<byte[]>();
        var batch = new LineBatch { Buffer = new byte[16] };
        int at = 0;
        foreach (int cut in cuts)
        {
            int count = Math.Min(cut, bytes.Length - at);
            batch.Buffer = bytes[at..(at + count)];
            splitter.Split(batch, 0, count);
            at += count;
            Take(batch, lines);
        }

        splitter.Finish(batch);
        Take(batch, lines);
        return lines;
    }

    static void Take(LineBatch batch, List<byte[]> lines)
    {
        for (int index = 0; index < batch.Count; index++)
        {
            lines.Add(batch[index].ToArray());
        }

        batch.Clear();
    }

    static List<byte[]> Naive(byte[] bytes)
    {
        string text = Encoding.Latin1.GetString(bytes);
        string[] parts = text.Split('\n');
        var lines = new List<byte[]>();
        for (int index = 0; index < parts.Length; index++)
        {
            bool isTerminated = index < parts.Length - 1;
            string line = isTerminated && parts[index].EndsWith('\r') ? parts[index][..^1] : parts[index];
            if (isTerminated || line.Any(letter => letter != '\0'))
            {
                lines.Add(Encoding.Latin1.GetBytes(line[..Math.Min(8, line.Length)]));
            }
        }

        return lines;
    }

    static string[] Lines(LineBatch batch) =>
        [.. Enumerable.Range(0, batch.Count).Select(index => Encoding.ASCII.GetString(batch[index]))];

    static string Show(List<byte[]> lines) =>
        string.Join('|', lines.Select(line => line.Length == 0 ? "<>" : Encoding.Latin1.GetString(line)));
}
