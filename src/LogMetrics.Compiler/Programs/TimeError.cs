namespace LogMetrics.Compiler.Programs;

/// <summary>Why a text does not fit a <see cref="TimeLayout"/>.</summary>
public enum TimeError
{
    /// <summary>It fits.</summary>
    None,

    /// <summary>At the reported offset the text is not what the layout asks for.</summary>
    Mismatch,

    /// <summary>The layout ends at the reported offset, and the text goes on.</summary>
    ExtraText,

    /// <summary>The month is not 1 to 12.</summary>
    MonthOutOfRange,

    /// <summary>The month has no such day in that year.</summary>
    DayOutOfRange,

    /// <summary>The year has no such day.</summary>
    DayOfYearOutOfRange,

    /// <summary>Day of the year and month tell two different dates.</summary>
    DayOfYearContradictsMonth,

    /// <summary>Day of the year and day of the month tell two different dates.</summary>
    DayOfYearContradictsDay,

    /// <summary>The hour is over 23, or over 12 on a 12-hour clock.</summary>
    HourOutOfRange,

    /// <summary>The minute is over 59.</summary>
    MinuteOutOfRange,

    /// <summary>The second is over 59: leap seconds are not known.</summary>
    SecondOutOfRange,

    /// <summary>The offset from UTC has more than 24 hours or more than 60 minutes or seconds.</summary>
    OffsetOutOfRange,
}
