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
