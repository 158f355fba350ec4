namespace LogMetrics.Compiler.Programs;

/// <summary>The fields that a layout can have, named for what they are in the text.</summary>
enum TimeField
{
    /// <summary>The end of the layout: only the literal text before it counts.</summary>
    End,
    MonthName,
    ShortMonthName,
    WeekdayName,
    ShortWeekdayName,
    ZoneName,
    Month,
    PaddedMonth,
    Day,
    SpacePaddedDay,
    PaddedDay,
    SpacePaddedDayOfYear,
    PaddedDayOfYear,
    Hour,
    Hour12,
    PaddedHour12,
    Minute,
    PaddedMinute,
    Second,
    PaddedSecond,
    LongYear,
    Year,
    UpperHalfOfDay,
    LowerHalfOfDay,
    Offset,
    ExactFraction,
    OptionalFraction,
}

/// <summary>How an offset from UTC is written.</summary>
/// <param name="HasMinutes">Minutes follow the hours.</param>
/// <param name="HasSeconds">Seconds follow the minutes.</param>
/// <param name="HasColons">Colons stand between them.</param>
/// <param name="AllowsZ">A lone <c>Z</c> may stand for UTC.</param>
readonly record struct OffsetForm(bool HasMinutes, bool HasSeconds, bool HasColons, bool AllowsZ)
{
    public int Length => !HasMinutes ? 3 : (HasSeconds ? 7 : 5) + (HasColons ? (HasSeconds ? 2 : 1) : 0);
}

/// <summary>A piece of a layout: literal text, then a field.</summary>
/// <param name="Literal">What must stand before the field.</param>
/// <param name="Field">The field.</param>
/// <param name="FractionDigits">How many digits a fraction has.</param>
/// <param name="OffsetForm">How an offset is written.</param>
/// <param name="NextIsFraction">True for a seconds field when the next field of the layout is a fraction.</param>
sealed record TimeLayoutPart(
    byte[] Literal,
    TimeField Field,
    int FractionDigits,
    OffsetForm OffsetForm,
    bool NextIsFraction);
