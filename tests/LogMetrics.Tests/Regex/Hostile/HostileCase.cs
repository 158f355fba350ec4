using System.Text;

namespace LogMetrics.Tests.Regex.Hostile;

/// <summary>A pattern, and how to make long lines that hurt an engine which tries its ways one after the other, or needs a
/// state for every set of them.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Tokens">The line is put together from these, in no order but one that a seed gives.</param>
/// <param name="Start">What the line starts with.</param>
/// <param name="End">What it ends with.</param>
public sealed record HostileCase(string Pattern, string[] Tokens, string Start = "", string End = "")
{
    /// <summary>A line of this many bytes, or a few less where a character would be cut.</summary>
    public byte[] Line(int length, int seed)
    {
        var random = new Random(seed);
        var text = new List<byte>(length + 64);
        text.AddRange(Encoding.UTF8.GetBytes(Start));
        var tokens = Tokens.Select(Encoding.UTF8.GetBytes).ToArray();
        var end = Encoding.UTF8.GetBytes(End);
        while (text.Count + end.Length < length)
        {
            text.AddRange(tokens[random.Next(tokens.Length)]);
        }

        var cut = length - end.Length;
        while (cut < text.Count && (text[cut] & 0xC0) == 0x80)
        {
            cut--;
        }

        return [.. text[..cut], .. end];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Shortened(Pattern)} on {Shortened(Start + string.Join('|', Tokens) + End)}";

    static string Shortened(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
