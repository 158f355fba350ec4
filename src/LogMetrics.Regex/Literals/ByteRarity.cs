namespace LogMetrics.Regex.Literals;

/// <summary>How seldom bytes are in logs, roughly: what a search for them is worth.</summary>
static class ByteRarity
{
    /// <summary>The least worth of a literal that is searched for: three letters or so.</summary>
    public const int WorthSearching = 6;

    /// <summary>The worth of a string: the sum over its characters.</summary>
    public static int WorthOf(string text)
    {
        var worth = 0;
        foreach (var c in text)
        {
            worth += WorthOf(c);
        }

        return worth;
    }

    /// <summary>The share of the bytes of a log that are this one, roughly.</summary>
    public static double ShareOf(int value) => value >= 0x80 ? 0.0001 : WorthOf(value) switch
    {
        1 => 0.045,
        2 => 0.017,
        3 => 0.007,
        _ => 0.0005,
    };

    public static int WorthOf(int value) => value switch
    {
        ' ' or '0' or '1' or '2' or ':' or '.' or '-' or '/' or 'e' => 1,
        (>= '3' and <= '9') or 'a' or 's' or 't' or 'i' or 'o' or 'n' or 'r' or '"' => 2,
        >= 'a' and <= 'z' => 3,
        _ => 4,
    };
}
