using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution;

sealed class StringToIntNode(StringNode operand, ErrorPlace notANumber) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        value = 0;
        if (!operand.TryEvaluate(line, out StringValue text))
        {
            return false;
        }

        return NumberText.ParseInt(text.Bytes, out value) == NumberError.None || line.Fail(notANumber, text);
    }
}

/// <summary>The integer that a capture is: texts of lines are mostly asked for it more than once, so it is read once for a match.</summary>
sealed class CaptureToIntNode(CaptureNode capture, CapturedInt number, ErrorPlace notANumber) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        if (number.TryGet(line, out value))
        {
            return true;
        }

        if (!capture.TryEvaluate(line, out StringValue text))
        {
            return false;
        }

        if (NumberText.ParseInt(text.Bytes, out value) != NumberError.None)
        {
            return line.Fail(notANumber, text);
        }

        number.Remember(value);
        return true;
    }
}

sealed class StringToFloatNode(StringNode operand, ErrorPlace notANumber) : FloatNode
{
    public override bool TryEvaluate(LineContext line, out double value)
    {
        value = 0;
        if (!operand.TryEvaluate(line, out StringValue text))
        {
            return false;
        }

        return NumberText.ParseFloat(text.Bytes, out value) == NumberError.None || line.Fail(notANumber, text);
    }
}

sealed class IntToFloatNode(IntNode operand) : FloatNode
{
    public override bool TryEvaluate(LineContext line, out double value)
    {
        bool evaluated = operand.TryEvaluate(line, out long number);
        value = number;
        return evaluated;
    }
}

sealed class IntToBoolNode(IntNode operand) : BoolNode
{
    public override bool TryEvaluate(LineContext line, out bool value)
    {
        bool evaluated = operand.TryEvaluate(line, out long number);
        value = number != 0;
        return evaluated;
    }
}

sealed class IntToStringNode(IntNode operand, ErrorPlace tooMuch) : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = StringValue.Empty;
        if (!operand.TryEvaluate(line, out long number))
        {
            return false;
        }

        if (!line.Scratch.TryReserve(NumberText.MaxBytes, out Span<byte> room))
        {
            return line.Fail(tooMuch);
        }

        value = line.Scratch.Take(NumberText.FormatInt(number, room));
        return true;
    }
}

/// <summary>The text of the number that a text is: for nearly all texts of digits, the text itself.</summary>
/// <param name="text">The text; evaluating it twice does nothing twice.</param>
/// <param name="number">The number that it is, as text.</param>
/// <param name="maxDigits">Up to how many digits a number is written as they are.</param>
sealed class NumberTextNode(StringNode text, StringNode number, int maxDigits) : StringNode
{
    /// <summary>Any number of so many digits fits into 64 bits.</summary>
    public const int MaxIntDigits = 18;

    /// <summary>A float with more digits before the point has an exponent.</summary>
    public const int MaxFloatDigits = 6;

    public override bool TryEvaluate(LineContext line, out StringValue value) =>
        text.TryEvaluate(line, out value) && (IsAsWritten(value.Bytes) || number.TryEvaluate(line, out value));

    public override bool TryRead(LineContext line, out ReadOnlySpan<byte> bytes) =>
        text.TryRead(line, out bytes) && (IsAsWritten(bytes) || number.TryRead(line, out bytes));

    bool IsAsWritten(ReadOnlySpan<byte> digits)
    {
        if ((uint)(digits.Length - 1) >= (uint)maxDigits || digits[0] == '0')
        {
            return false;
        }

        foreach (byte digit in digits)
        {
            if ((uint)(digit - '0') > 9)
            {
                return false;
            }
        }

        return true;
    }
}

sealed class FloatToStringNode(FloatNode operand, bool upper, ErrorPlace tooMuch) : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = StringValue.Empty;
        if (!operand.TryEvaluate(line, out double number))
        {
            return false;
        }

        if (!line.Scratch.TryReserve(NumberText.MaxBytes, out Span<byte> room))
        {
            return line.Fail(tooMuch);
        }

        value = line.Scratch.Take(
            upper ? NumberText.FormatFloatUpper(number, room) : NumberText.FormatFloat(number, room));
        return true;
    }
}
