using System.Globalization;
using System.Text;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Tests.Compiler.Programs;

public sealed class TimeLayoutTests
{
    const string Apache = "02/Jan/2006:15:04:05 -0700";

    [Theory]
    [InlineData(Apache, "07/Jul/2017:16:47:12 +0000", "2017-07-07T16:47:12Z")]
    [InlineData(Apache, "07/jUL/2017:16:47:12 +0230", "2017-07-07T14:17:12Z")]
    [InlineData(Apache, "07/Jul/2017:16:47:12.25 -0100", "2017-07-07T17:47:12.25Z")]
    [InlineData("2006-01-02T15:04:05Z07:00", "2017-07-07T16:47:12Z", "2017-07-07T16:47:12Z")]
    [InlineData("2006-01-02T15:04:05Z07:00", "2017-07-07T16:47:12,5+02:00", "2017-07-07T14:47:12.5Z")]
    [InlineData("2006-01-02T15:04:05.000Z0700", "2017-07-07T16:47:12.123+0200", "2017-07-07T14:47:12.123Z")]
    [InlineData("2006-01-02T15:04:05.999Z07", "2017-07-07T16:47:12+02", "2017-07-07T14:47:12Z")]
    [InlineData("2006-01-02T15:04:05,999Z07", "2017-07-07T16:47:12.1234567+02", "2017-07-07T14:47:12.1234567Z")]
    [InlineData("2006-01-02 15:04:05", "2017-07-07 16:47:12.123456789123", "2017-07-07T16:47:12.1234567Z")]
    [InlineData("2006-01-02 15:04:05 -07:00:00", "2017-07-07 16:47:12 +01:02:03", "2017-07-07T15:45:09Z")]
    [InlineData("2006-01-02 15:04:05 -070000", "2017-07-07 16:47:12 -010203", "2017-07-07T17:49:15Z")]
    [InlineData("Monday, January 2 2006 3:04:05PM", "friday, JULY 7 2017 4:47:12PM", "2017-07-07T16:47:12Z")]
    [InlineData("Mon Jan _2 03:04:05 pm 2006", "Fri Jul  7 12:47:12 am 2017", "2017-07-07T00:47:12Z")]
    [InlineData("Mon Jan _2 15:04:05 2006", "Fri Jul 17 2:47:12 2017", "2017-07-17T02:47:12Z")]
    [InlineData("06-1-2 15:4:5", "69-7-7 1:2:3", "1969-07-07T01:02:03Z")]
    [InlineData("06-1-2 15:4:5", "68-12-31 23:59:59", "2068-12-31T23:59:59Z")]
    [InlineData("2006 002", "2016 060", "2016-02-29T00:00:00Z")]
    [InlineData("2006 __2", "2017   9", "2017-01-09T00:00:00Z")]
    [InlineData("2006-01-02 002", "2016-12-31 366", "2016-12-31T00:00:00Z")]
    [InlineData("2006-01-02   15:04", "2017-07-07 16:47", "2017-07-07T16:47:00Z")]
    [InlineData("2006-01-02 15:04", "2017-07-07     16:47", "2017-07-07T16:47:00Z")]
    [InlineData("2006-01-02 ", "2017-07-07", "2017-07-07T00:00:00Z")]
    [InlineData("2006-01-02 15:04 MST", "2017-07-07 16:47 UTC", "2017-07-07T16:47:00Z")]
    [InlineData("2006-01-02 15:04 MST", "2017-07-07 16:47 EST", "2017-07-07T16:47:00Z")]
    [InlineData("2006-01-02 15:04 MST", "2017-07-07 16:47 GMT+3", "2017-07-07T16:47:00Z")]
    [InlineData("2006-01-02 15:04 MST", "2017-07-07 16:47 +03", "2017-07-07T16:47:00Z")]
    [InlineData("2006-01-02 15:04 MST", "2017-07-07 16:47 ChST", "2017-07-07T16:47:00Z")]
    [InlineData("2006-01-02 15:04 MST", "2017-07-07 16:47 WITA", "2017-07-07T16:47:00Z")]
    [InlineData("15:04:05", "16:47:12", "2020-01-01T16:47:12Z")]
    [InlineData("Jan _2 15:04:05", "Jul  7 16:47:12", "2020-07-07T16:47:12Z")]
    [InlineData("2006 Jan _2", "0000 Jul  7", "2020-07-07T00:00:00Z")]
    [InlineData("2006-01-02 15:04:05", "0001-01-01 00:00:00", "0001-01-01T00:00:00Z")]
    [InlineData("2006-01-02 15:04:05", "9999-12-31 23:59:59", "9999-12-31T23:59:59Z")]
    public void A_time_is_read_by_its_layout(string layout, string text, string expected)
    {
        TimeLayout parsed = Parse(layout);
        TimeError error = parsed.Read(Encoding.UTF8.GetBytes(text), TimeZoneInfo.Utc, 2020, out UnixTime time, out _);
        Assert.Equal(TimeError.None, error);
        Assert.Equal(expected, Print(time));
    }

    [Theory]
    [InlineData(Apache, "07/Jul/2017:16:47:12 0000", TimeError.Mismatch, 21)]
    [InlineData(Apache, "07/Jul/2017:16:47:12 +000", TimeError.Mismatch, 21)]
    [InlineData(Apache, "07/Jul/2017:16:47:12 +0000 ", TimeError.ExtraText, 26)]
    [InlineData(Apache, "7/Jul/2017:16:47:12 +0000", TimeError.Mismatch, 0)]
    [InlineData(Apache, "07/Jux/2017:16:47:12 +0000", TimeError.Mismatch, 3)]
    [InlineData(Apache, "07-Jul/2017:16:47:12 +0000", TimeError.Mismatch, 2)]
    [InlineData(Apache, "31/Jun/2017:16:47:12 +0000", TimeError.DayOutOfRange, 26)]
    [InlineData(Apache, "29/Feb/2017:16:47:12 +0000", TimeError.DayOutOfRange, 26)]
    [InlineData(Apache, "00/Feb/2017:16:47:12 +0000", TimeError.DayOutOfRange, 26)]
    [InlineData(Apache, "07/Jul/2017:24:47:12 +0000", TimeError.HourOutOfRange, 12)]
    [InlineData(Apache, "07/Jul/2017:16:60:12 +0000", TimeError.MinuteOutOfRange, 15)]
    [InlineData(Apache, "07/Jul/2017:16:47:60 +0000", TimeError.SecondOutOfRange, 18)]
    [InlineData(Apache, "07/Jul/2017:16:47:12 +2500", TimeError.OffsetOutOfRange, 21)]
    [InlineData(Apache, "", TimeError.Mismatch, 0)]
    [InlineData("2006-01-02", "2017-13-07", TimeError.MonthOutOfRange, 5)]
    [InlineData("2006-01-02", "+017-12-07", TimeError.Mismatch, 0)]
    [InlineData("2006 002", "2017 366", TimeError.DayOfYearOutOfRange, 8)]
    [InlineData("2006 002", "2017 66", TimeError.Mismatch, 5)]
    [InlineData("2006-01 002", "2017-02 001", TimeError.DayOfYearContradictsMonth, 11)]
    [InlineData("2006-02 002", "2017-02 001", TimeError.DayOfYearContradictsDay, 11)]
    [InlineData("3PM", "13PM", TimeError.HourOutOfRange, 0)]
    [InlineData("3PM", "1pm", TimeError.Mismatch, 1)]
    [InlineData("05.000", "12.12", TimeError.Mismatch, 2)]
    [InlineData("05.000", "12", TimeError.Mismatch, 2)]
    [InlineData("15:04 MST", "16:47 CE", TimeError.Mismatch, 6)]
    [InlineData("15:04 MST", "16:47 CEST2", TimeError.ExtraText, 10)]
    [InlineData("15:04 MST", "16:47 ABCDEF", TimeError.Mismatch, 6)]
    public void A_text_that_does_not_fit_is_refused_where_it_stops_fitting(
        string layout, string text, TimeError expected, int offset)
    {
        TimeLayout parsed = Parse(layout);
        TimeError error = parsed.Read(
            Encoding.UTF8.GetBytes(text), TimeZoneInfo.Utc, 2020, out _, out int errorOffset);
        Assert.Equal((expected, offset), (error, errorOffset));
    }

    [Theory]
    [InlineData(Apache, true)]
    [InlineData("", true)]
    [InlineData("no fields", true)]
    [InlineData("2006-01-02T15:04:05Z07:00", true)]
    [InlineData("2006-01-02T15:04:05Z", false)]
    [InlineData("Jan _2 15:04:05", true)]
    [InlineData("log_01", false)]
    [InlineData("2006/01/02/03/04/05/PM 15", true)]
    [InlineData("32", false)]
    [InlineData("log_2006", false)]
    [InlineData("%d/%b/%Y", true)]
    [InlineData("1 02 31", false)]
    public void A_layout_must_read_itself(string layout, bool expected) =>
        Assert.Equal(expected, TimeLayout.TryParse(layout) is not null);

    // The clocks in Berlin went from 2:00 to 3:00 on March 26, 2017, and from 3:00 to 2:00 on October 29.
    [Theory]
    [InlineData("2006-01-02 15:04", "2017-01-07 12:00", "2017-01-07T11:00:00Z")]
    [InlineData("2006-01-02 15:04", "2017-07-07 12:00", "2017-07-07T10:00:00Z")]
    [InlineData("2006-01-02 15:04", "2017-03-26 01:59", "2017-03-26T00:59:00Z")]
    [InlineData("2006-01-02 15:04", "2017-03-26 02:30", "2017-03-26T01:30:00Z")]
    [InlineData("2006-01-02 15:04", "2017-03-26 03:00", "2017-03-26T01:00:00Z")]
    [InlineData("2006-01-02 15:04", "2017-10-29 02:30", "2017-10-29T01:30:00Z")]
    [InlineData("2006-01-02 15:04", "2017-10-29 03:00", "2017-10-29T02:00:00Z")]
    [InlineData("2006-01-02 15:04 MST", "2017-07-07 12:00 CEST", "2017-07-07T10:00:00Z")]
    [InlineData("2006-01-02 15:04 MST", "2017-07-07 12:00 CET", "2017-07-07T11:00:00Z")]
    [InlineData("2006-01-02 15:04 MST", "2017-07-07 12:00 EST", "2017-07-07T12:00:00Z")]
    [InlineData("2006-01-02 15:04 -0700", "2017-07-07 12:00 +0500", "2017-07-07T07:00:00Z")]
    [InlineData("Jan _2 15:04", "Jul  7 12:00", "2019-07-07T10:00:00Z")]
    [InlineData("Jan _2 15:04", "Feb 29 12:00", "2019-03-01T11:00:00Z")]
    public void A_time_without_a_zone_is_of_the_zone_that_is_given(string layout, string text, string expected)
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        TimeError error = Parse(layout).Read(Encoding.UTF8.GetBytes(text), berlin, 2019, out UnixTime time, out _);
        Assert.Equal(TimeError.None, error);
        Assert.Equal(expected, Print(time));
    }

    [Fact]
    public void A_year_that_is_nowhere_told_can_stay_zero()
    {
        Parse("Jan _2").Read("Jan  1"u8, TimeZoneInfo.Utc, 0, out UnixTime time, out _);
        Assert.Equal(-62_167_219_200, time.Seconds);
        Assert.Equal(unchecked(-62_167_219_200 * 1_000_000_000), time.TotalNanoseconds);
    }

    [Fact]
    public void Every_second_that_the_platform_can_print_is_read_back()
    {
        TimeLayout layout = Parse("2006-01-02 15:04:05");
        var random = new Random(12);
        for (int i = 0; i < 20_000; i++)
        {
            long seconds = random.NextInt64(-62_135_596_800, 253_402_300_800);
            DateTimeOffset expected = DateTimeOffset.FromUnixTimeSeconds(seconds);
            string text = expected.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            Assert.Equal(TimeError.None, layout.Read(Encoding.UTF8.GetBytes(text), TimeZoneInfo.Utc, 0, out UnixTime time, out _));
            Assert.Equal(seconds, time.Seconds);
        }
    }

    [Fact]
    public void Reading_a_time_allocates_nothing()
    {
        TimeLayout layout = Parse(Apache);
        TimeLayout yearless = Parse("Jan _2 15:04:05");
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Read(1);
        Assert.Equal(0, Allocations.LeastOf(() => Read(10_000)));

        void Read(int times)
        {
            for (int i = 0; i < times; i++)
            {
                layout.Read("07/Jul/2017:16:47:12 +0000"u8, TimeZoneInfo.Utc, 0, out _, out _);
                layout.Read("07/Jul/2017:16:47:12 0000"u8, TimeZoneInfo.Utc, 0, out _, out _);
                yearless.Read("Jul  7 16:47:12"u8, berlin, 2019, out _, out _);
            }
        }
    }

    static TimeLayout Parse(string layout) => Assert.IsType<TimeLayout>(TimeLayout.TryParse(layout));

    static string Print(UnixTime time) => DateTimeOffset.FromUnixTimeSeconds(time.Seconds)
        .AddTicks(time.Nanoseconds / 100)
        .ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
