using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Tests.Runtime.Metrics;

public sealed class LabelValuesTests
{
    [Theory]
    [InlineData("GET", "GET")]
    [InlineData("", "")]
    [InlineData("tab\there, newline\nthere", "tab\there, newline\nthere")]
    [InlineData("\r\u0000\u001b\u007f\u0080\u009f", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("\u2028\u2029\u202a\u202e\u2066\u2069\u200e\u200f\u061c", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("é \u00a0 \u2026 \u200d 😀", "é \u00a0 \u2026 \u200d 😀")]
    public void Only_what_steers_terminals_or_turns_text_around_is_replaced(string value, string expected) =>
        Assert.Equal(expected, Mended(Encoding.UTF8.GetBytes(value)));

    [Theory]
    [InlineData(new byte[] { 0xFF }, "\uFFFD")]
    [InlineData(new byte[] { (byte)'a', 0x80, (byte)'b' }, "a\uFFFDb")]
    [InlineData(new byte[] { 0xC3 }, "\uFFFD")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "\uFFFD\uFFFD\uFFFD")]
    [InlineData(new byte[] { 0xC0, 0xAF }, "\uFFFD\uFFFD")]
    public void Bytes_that_are_no_UTF8_are_replaced(byte[] value, string expected) =>
        Assert.Equal(expected, Mended(value));

    [Fact]
    public void Label_sets_are_equal_only_when_each_value_is()
    {
        var sets = new HashSet<string>();
        foreach (string[] set in new string[][] { ["a", "bc"], ["ab", "c"], ["abc", ""], ["", "abc"], ["a\uFFFDb", "c"], ["abc"] })
        {
            var labels = new LabelValues();
            foreach (string value in set)
            {
                labels.Add(Encoding.UTF8.GetBytes(value));
            }

            Assert.True(sets.Add(Convert.ToHexString(labels.Key)));
        }
    }

    [Fact]
    public void A_value_at_the_limit_stays_whole()
    {
        string value = new('x', Limits.Default.MaxLabelValueBytes);

        Assert.Equal(value, Mended(Encoding.UTF8.GetBytes(value)));
    }

    [Fact]
    public void A_longer_value_is_cut_between_characters_and_its_hash_tells_it_from_others()
    {
        // Three bytes a character: the limit lies inside one.
        string value = string.Concat(Enumerable.Repeat("€", 400));

        string first = Mended(Encoding.UTF8.GetBytes(value + "1"));
        string second = Mended(Encoding.UTF8.GetBytes(value + "2"));

        Assert.Equal(value[..338], first[..^8]);
        Assert.Equal(value[..338], second[..^8]);
        Assert.Matches("^[0-9a-f]{8}$", first[^8..]);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Mended(Encoding.UTF8.GetBytes(value + "1")));
        Assert.True(Encoding.UTF8.GetByteCount(first) <= Limits.Default.MaxLabelValueBytes);
    }

    [Fact]
    public void Megabytes_of_garbage_are_cut_and_counted()
    {
        var store = new StoreFixture();
        byte[] garbage = new byte[8 * 1024 * 1024];
        Array.Fill(garbage, (byte)0xFE);

        store.Labels.Add(garbage);

        Assert.InRange(store.Labels.Key.Length, 900, Limits.Default.MaxLabelValueBytes + 1);
        Assert.Equal(1, store.Own.AddCounter("logmetrics_label_values_cut_total", "").Value);
    }

    static string Mended(byte[] value)
    {
        var labels = new LabelValues();
        labels.Add(value);
        return Encoding.UTF8.GetString(labels.Key[..^1]);
    }
}
