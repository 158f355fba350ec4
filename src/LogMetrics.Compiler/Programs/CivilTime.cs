namespace LogMetrics.Compiler.Programs;

/// <summary>A date and a time of day in the proleptic Gregorian calendar, as its fields; missing ones are -1 until
/// <see cref="Validate"/> has filled them in.</summary>
struct CivilTime()
{
    /// <summary>Stands for an offset from UTC that is not told.</summary>
    public const int NoOffset = -1;

    static readonly int[] DaysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

    public int Year = 0;
    public int Month = -1;
    public int Day = -1;
    public int DayOfYear = -1;
    public int Hour = 0;
    public int Minute = 0;
    public int Second = 0;
    public int Nanosecond = 0;

    public TimeError Validate()
    {
        if (DayOfYear >= 0)
        {
            TimeError error = ApplyDayOfYear();
            if (error != TimeError.None)
            {
                return error;
            }
        }

        Month = Month < 0 ? 1 : Month;
        Day = Day < 0 ? 1 : Day;
        return Day < 1 || Day > DaysIn(Month, Year) ? TimeError.DayOutOfRange : TimeError.None;
    }

    /// <summary>Seconds since 1970 when the fields are read as UTC; a day that the month does not have flows over into the
    /// next month.</summary>
    public readonly long SecondsAsUtc()
    {
        long yearsBefore = Year - 1L;
        long days = (yearsBefore * 365) + FloorDivide(yearsBefore, 4) - FloorDivide(yearsBefore, 100)
            + FloorDivide(yearsBefore, 400) + DaysBeforeMonth[Month - 1] + Day - 1;
        days += Month > 2 && IsLeap(Year) ? 1 : 0;
        const long DaysFromYear1To1970 = 719_162;
        return ((days - DaysFromYear1To1970) * 86_400) + (Hour * 3600) + (Minute * 60) + Second;
    }

    TimeError ApplyDayOfYear()
    {
        int day = DayOfYear;
        if (day < 1 || day > (IsLeap(Year) ? 366 : 365))
        {
            return TimeError.DayOfYearOutOfRange;
        }

        int month = 1;
        while (day > DaysIn(month, Year))
        {
            day -= DaysIn(month, Year);
            month++;
        }

        if (Month >= 0 && Month != month)
        {
            return TimeError.DayOfYearContradictsMonth;
        }

        if (Day >= 0 && Day != day)
        {
            return TimeError.DayOfYearContradictsDay;
        }

        Month = month;
        Day = day;
        return TimeError.None;
    }

    static int DaysIn(int month, int year) =>
        month == 2 && IsLeap(year) ? 29 : DaysBeforeMonth[month] - DaysBeforeMonth[month - 1];

    static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
