namespace LogMetrics.Compiler.Programs;

/// <summary>From times on a wall clock and abbreviations of zones to offsets from UTC, by Go's choices.</summary>
static class ZoneOffsets
{
    /// <summary>How long the name of a zone is that a text starts with, going by its shape; 0 when there is none.</summary>
    public static int NameLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3)
        {
            return 0;
        }

        // The only abbreviations with a small letter: Chamorro and Metlakatla.
        if (text.StartsWith("ChST"u8) || text.StartsWith("MeST"u8))
        {
            return 4;
        }

        if (text.StartsWith("GMT"u8))
        {
            return 3 + SignedHoursLength(text[3..]);
        }

        if (text[0] is (byte)'+' or (byte)'-')
        {
            return SignedHoursLength(text);
        }

        int capitals = text.IndexOfAnyExceptInRange((byte)'A', (byte)'Z');
        return (capitals < 0 ? text.Length : capitals) switch
        {
            3 => 3,
            4 when text[3] == 'T' || text.StartsWith("WITA"u8) => 4,
            5 when text[4] == 'T' => 5,
            _ => 0,
        };
    }

    /// <summary>The offset of a wall clock.</summary>
    /// <param name="zone">Where the clock hangs.</param>
    /// <param name="wallSeconds">What it shows, as seconds since 1970 when read as UTC.</param>
    public static long OfWallTime(TimeZoneInfo zone, long wallSeconds)
    {
        if (zone == TimeZoneInfo.Utc)
        {
            return 0;
        }

        // Around a change of the clocks a wall time can be missing or come twice. The first guess reads it as UTC; the
        // offset in force at what it then stands for decides.
        long guess = OfInstant(zone, wallSeconds);
        return OfInstant(zone, wallSeconds - guess);
    }

    /// <summary>The offset that an abbreviation stands for in a zone; zero for one that the zone does not know.</summary>
    /// <param name="zone">Whose abbreviations count.</param>
    /// <param name="name">The abbreviation.</param>
    /// <param name="wallSeconds">What the clock shows, as seconds since 1970 when read as UTC.</param>
    public static long OfName(TimeZoneInfo zone, ReadOnlySpan<byte> name, long wallSeconds)
    {
        if (zone == TimeZoneInfo.Utc)
        {
            return 0;
        }

        bool isStandard = Names(zone.StandardName, name);
        if (!isStandard && !(zone.SupportsDaylightSavingTime && Names(zone.DaylightName, name)))
        {
            return 0;
        }

        // The clocks' two offsets of the time around: the name says which of them, even out of its season.
        long here = OfWallTime(zone, wallSeconds);
        long halfYearLater = OfWallTime(zone, wallSeconds + (183 * 86_400));
        return isStandard ? Math.Min(here, halfYearLater) : Math.Max(here, halfYearLater);
    }

    static long OfInstant(TimeZoneInfo zone, long unixSeconds)
    {
        long ticks = Math.Clamp(unixSeconds, -62_135_596_800, 253_402_300_799) * TimeSpan.TicksPerSecond;
        var instant = new DateTime(DateTime.UnixEpoch.Ticks + ticks, DateTimeKind.Utc);
        return zone.GetUtcOffset(instant).Ticks / TimeSpan.TicksPerSecond;
    }

    static bool Names(string known, ReadOnlySpan<byte> name)
    {
        if (known.Length != name.Length)
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (known[i] != name[i])
            {
                return false;
            }
        }

        return true;
    }

    static int SignedHoursLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'+' or (byte)'-'))
        {
            return 0;
        }

        int hours = 0;
        int length = 1;
        for (; length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9'; length++)
        {
            hours = Math.Min((hours * 10) + text[length] - '0', 24);
        }

        return length == 1 || hours > 23 ? 0 : length;
    }
}
