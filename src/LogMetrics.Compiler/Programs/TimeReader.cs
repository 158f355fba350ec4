namespace LogMetrics.Compiler.Programs;

/// <summary>Reads one text by the parts of a layout: collects the fields, then makes an instant of them.</summary>
ref struct TimeReader(ReadOnlySpan<byte> text)
{
    static readonly byte[][] MonthNames =
    [
        [.. "january"u8], [.. "february"u8], [.. "march"u8], [.. "april"u8], [.. "may"u8], [.. "june"u8],
        [.. "july"u8], [.. "august"u8], [.. "september"u8], [.. "october"u8], [.. "november"u8], [.. "december"u8],
    ];

    static readonly byte[][] WeekdayNames =
    [
        [.. "sunday"u8], [.. "monday"u8], [.. "tuesday"u8], [.. "wednesday"u8], [.. "thursday"u8], [.. "friday"u8],
        [.. "saturday"u8],
    ];

    readonly ReadOnlySpan<byte> _text = text;
    int _at = 0;
    CivilTime _civil = new();
    bool _isMorning = false;
    bool _isAfternoon = false;

    // Go marks a missing offset with this value, so that an offset of -00:00:01 counts as missing there, and here.
    int _offsetSeconds = CivilTime.NoOffset;
    bool _isUtc = false;
    ReadOnlySpan<byte> _zoneName = default;

    /// <summary>Where the text stopped to fit.</summary>
    public int ErrorOffset { readonly get; private set; } = 0;

    public TimeError ReadAll(ReadOnlySpan<TimeLayoutPart> parts)
    {
        foreach (TimeLayoutPart part in parts)
        {
            if (!SkipLiteral(part.Literal))
            {
                ErrorOffset = _at;
                return TimeError.Mismatch;
            }

            ErrorOffset = _at;
            if (part.Field == TimeField.End)
            {
                break;
            }

            TimeError error = ReadField(part);
            if (error != TimeError.None)
            {
                return error;
            }
        }

        return _at == _text.Length ? TimeError.None : TimeError.ExtraText;
    }

    public TimeError Finish(TimeZoneInfo zone, int yearIfNone, out UnixTime time)
    {
        ErrorOffset = _text.Length;
        if (_isAfternoon && _civil.Hour < 12)
        {
            _civil.Hour += 12;
        }
        else if (!_isAfternoon && _isMorning && _civil.Hour == 12)
        {
            _civil.Hour = 0;
        }

        TimeError error = _civil.Validate();
        if (error != TimeError.None)
        {
            time = default;
            return error;
        }

        if (_civil.Year == 0)
        {
            _civil.Year = yearIfNone;
        }

        long seconds = _civil.SecondsAsUtc();
        if (!_isUtc)
        {
            seconds -= _offsetSeconds != CivilTime.NoOffset ? _offsetSeconds
                : _zoneName.IsEmpty ? ZoneOffsets.OfWallTime(zone, seconds)
                : ZoneOffsets.OfName(zone, _zoneName, seconds);
        }

        time = new UnixTime(seconds, _civil.Nanosecond);
        return TimeError.None;
    }

    TimeError ReadField(TimeLayoutPart part)
    {
        switch (part.Field)
        {
            case TimeField.MonthName:
                return ReadName(MonthNames, shortened: false, out _civil.Month);
            case TimeField.ShortMonthName:
                return ReadName(MonthNames, shortened: true, out _civil.Month);
            case TimeField.WeekdayName:
                return ReadName(WeekdayNames, shortened: false, out _);
            case TimeField.ShortWeekdayName:
                return ReadName(WeekdayNames, shortened: true, out _);
            case TimeField.ZoneName:
                return ReadZoneName();
            case TimeField.Month:
            case TimeField.PaddedMonth:
                return ReadNumber(part.Field == TimeField.PaddedMonth, 1, 12, TimeError.MonthOutOfRange, out _civil.Month);
            case TimeField.SpacePaddedDay:
                SkipSpace();
                return ReadNumber(fixedWidth: false, 0, 99, TimeError.None, out _civil.Day);
            case TimeField.Day:
            case TimeField.PaddedDay:
                return ReadNumber(part.Field == TimeField.PaddedDay, 0, 99, TimeError.None, out _civil.Day);
            case TimeField.SpacePaddedDayOfYear:
                SkipSpace();
                SkipSpace();
                return ReadDayOfYear(fixedWidth: false);
            case TimeField.PaddedDayOfYear:
                return ReadDayOfYear(fixedWidth: true);
            case TimeField.Hour:
                return ReadNumber(fixedWidth: false, 0, 23, TimeError.HourOutOfRange, out _civil.Hour);
            case TimeField.Hour12:
            case TimeField.PaddedHour12:
                return ReadNumber(part.Field == TimeField.PaddedHour12, 0, 12, TimeError.HourOutOfRange, out _civil.Hour);
            case TimeField.Minute:
            case TimeField.PaddedMinute:
                return ReadNumber(
                    part.Field == TimeField.PaddedMinute, 0, 59, TimeError.MinuteOutOfRange, out _civil.Minute);
            case TimeField.Second:
            case TimeField.PaddedSecond:
                return ReadSecond(part);
            case TimeField.LongYear:
                return ReadLongYear();
            case TimeField.Year:
                return ReadYear();
            case TimeField.UpperHalfOfDay:
                return ReadHalfOfDay("AM"u8, "PM"u8);
            case TimeField.LowerHalfOfDay:
                return ReadHalfOfDay("am"u8, "pm"u8);
            case TimeField.Offset:
                return ReadOffset(part.OffsetForm);
            case TimeField.ExactFraction:
                return ReadExactFraction(part.FractionDigits);
            default:
                ReadOptionalFraction();
                return TimeError.None;
        }
    }

    // A space in the layout asks for a space or the end of the text, and any run of spaces is as good as another.
    bool SkipLiteral(ReadOnlySpan<byte> literal)
    {
        for (int i = 0; i < literal.Length; i++)
        {
            if (literal[i] != ' ')
            {
                if (_at == _text.Length || _text[_at] != literal[i])
                {
                    return false;
                }

                _at++;
                continue;
            }

            if (_at < _text.Length && _text[_at] != ' ')
            {
                return false;
            }

            while (i + 1 < literal.Length && literal[i + 1] == ' ')
            {
                i++;
            }

            while (_at < _text.Length && _text[_at] == ' ')
            {
                _at++;
            }
        }

        return true;
    }

    void SkipSpace()
    {
        if (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    readonly bool IsDigit(int at) => (uint)at < (uint)_text.Length && _text[at] is >= (byte)'0' and <= (byte)'9';

    readonly int DigitAt(int at) => _text[at] - '0';

    TimeError ReadNumber(bool fixedWidth, int min, int max, TimeError outOfRange, out int value)
    {
        value = 0;
        if (!IsDigit(_at) || (fixedWidth && !IsDigit(_at + 1)))
        {
            return TimeError.Mismatch;
        }

        value = DigitAt(_at++);
        if (IsDigit(_at))
        {
            value = (value * 10) + DigitAt(_at++);
        }

        return value < min || value > max ? outOfRange : TimeError.None;
    }

    TimeError ReadDayOfYear(bool fixedWidth)
    {
        int value = 0;
        int digits = 0;
        for (; digits < 3 && IsDigit(_at + digits); digits++)
        {
            value = (value * 10) + DigitAt(_at + digits);
        }

        if (digits == 0 || (fixedWidth && digits != 3))
        {
            return TimeError.Mismatch;
        }

        _at += digits;
        _civil.DayOfYear = value;
        return TimeError.None;
    }

    TimeError ReadSecond(TimeLayoutPart part)
    {
        TimeError error = ReadNumber(
            part.Field == TimeField.PaddedSecond, 0, 59, TimeError.SecondOutOfRange, out _civil.Second);
        if (error == TimeError.None && !part.NextIsFraction)
        {
            // A fraction that the layout does not know of is taken all the same.
            ReadOptionalFraction();
        }

        return error;
    }

    TimeError ReadLongYear()
    {
        if (!(IsDigit(_at) && IsDigit(_at + 1) && IsDigit(_at + 2) && IsDigit(_at + 3)))
        {
            return TimeError.Mismatch;
        }

        _civil.Year = (DigitAt(_at) * 1000) + (DigitAt(_at + 1) * 100) + (DigitAt(_at + 2) * 10) + DigitAt(_at + 3);
        _at += 4;
        return TimeError.None;
    }

    TimeError ReadYear()
    {
        if (!(IsDigit(_at) && IsDigit(_at + 1)))
        {
            return TimeError.Mismatch;
        }

        int year = (DigitAt(_at) * 10) + DigitAt(_at + 1);
        _civil.Year = year + (year >= 69 ? 1900 : 2000);
        _at += 2;
        return TimeError.None;
    }

    TimeError ReadHalfOfDay(ReadOnlySpan<byte> morning, ReadOnlySpan<byte> afternoon)
    {
        ReadOnlySpan<byte> rest = _text[_at..];
        _isMorning |= rest.StartsWith(morning);
        _isAfternoon |= rest.StartsWith(afternoon);
        if (!rest.StartsWith(morning) && !rest.StartsWith(afternoon))
        {
            return TimeError.Mismatch;
        }

        _at += 2;
        return TimeError.None;
    }

    TimeError ReadName(byte[][] names, bool shortened, out int number)
    {
        ReadOnlySpan<byte> rest = _text[_at..];
        for (int i = 0; i < names.Length; i++)
        {
            ReadOnlySpan<byte> name = shortened ? names[i].AsSpan(0, 3) : names[i];
            if (StartsWithIgnoringCase(rest, name))
            {
                _at += name.Length;
                number = i + 1;
                return TimeError.None;
            }
        }

        number = 0;
        return TimeError.Mismatch;
    }

    static bool StartsWithIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length < lower.Length)
        {
            return false;
        }

        for (int i = 0; i < lower.Length; i++)
        {
            if ((text[i] | 0x20) != lower[i])
            {
                return false;
            }
        }

        return true;
    }

    TimeError ReadOffset(OffsetForm form)
    {
        ReadOnlySpan<byte> rest = _text[_at..];
        if (form.AllowsZ && rest.StartsWith("Z"u8))
        {
            _isUtc = true;
            _at++;
            return TimeError.None;
        }

        int step = form.HasColons ? 3 : 2;
        if (rest.Length < form.Length
            || rest[0] is not ((byte)'+' or (byte)'-')
            || (form.HasColons && (rest[3] != ':' || (form.HasSeconds && rest[6] != ':'))))
        {
            return TimeError.Mismatch;
        }

        int minutes = 0;
        int seconds = 0;
        if (!TryReadTwoDigits(1, out int hours)
            || (form.HasMinutes && !TryReadTwoDigits(1 + step, out minutes))
            || (form.HasSeconds && !TryReadTwoDigits(1 + (2 * step), out seconds)))
        {
            return TimeError.Mismatch;
        }

        if (hours > 24 || minutes > 60 || seconds > 60)
        {
            return TimeError.OffsetOutOfRange;
        }

        int offset = (((hours * 60) + minutes) * 60) + seconds;
        _offsetSeconds = rest[0] == '-' ? -offset : offset;
        _at += form.Length;
        return TimeError.None;
    }

    readonly bool TryReadTwoDigits(int ahead, out int value)
    {
        int at = _at + ahead;
        bool isNumber = IsDigit(at) && IsDigit(at + 1);
        value = isNumber ? (DigitAt(at) * 10) + DigitAt(at + 1) : 0;
        return isNumber;
    }

    TimeError ReadZoneName()
    {
        ReadOnlySpan<byte> rest = _text[_at..];
        if (rest.StartsWith("UTC"u8))
        {
            _isUtc = true;
            _at += 3;
            return TimeError.None;
        }

        int length = ZoneOffsets.NameLength(rest);
        _zoneName = rest[..length];
        _at += length;
        return length == 0 ? TimeError.Mismatch : TimeError.None;
    }

    TimeError ReadExactFraction(int digits)
    {
        if (_at >= _text.Length || _text[_at] is not ((byte)'.' or (byte)','))
        {
            return TimeError.Mismatch;
        }

        for (int i = 1; i <= digits; i++)
        {
            if (!IsDigit(_at + i))
            {
                return TimeError.Mismatch;
            }
        }

        TakeFraction(digits);
        return TimeError.None;
    }

    void ReadOptionalFraction()
    {
        if (_at >= _text.Length || _text[_at] is not ((byte)'.' or (byte)',') || !IsDigit(_at + 1))
        {
            return;
        }

        int digits = 1;
        while (IsDigit(_at + digits + 1))
        {
            digits++;
        }

        TakeFraction(digits);
    }

    void TakeFraction(int digits)
    {
        int nanoseconds = 0;
        for (int i = 1; i <= 9; i++)
        {
            nanoseconds = (nanoseconds * 10) + (i <= digits ? DigitAt(_at + i) : 0);
        }

        _civil.Nanosecond = nanoseconds;
        _at += digits + 1;
    }
}
