using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary><c>getfilename()</c>.</summary>
sealed class SourceNameNode : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = line.SourceName;
        return true;
    }
}

/// <summary><c>len(text)</c>, in bytes.</summary>
sealed class LengthNode(StringNode operand) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        bool evaluated = operand.TryEvaluate(line, out StringValue text);
        value = text.Length;
        return evaluated;
    }
}

/// <summary><c>strtol(text, base)</c>.</summary>
sealed class ParseIntNode(StringNode text, IntNode numberBase, ErrorPlace notANumber) : IntNode
{
    public override bool TryEvaluate(LineContext line, out long value)
    {
        value = 0;
        if (!text.TryEvaluate(line, out StringValue digits) || !numberBase.TryEvaluate(line, out long radix))
        {
            return false;
        }

        return NumberText.ParseInt(digits.Bytes, radix, out value) == NumberError.None || line.Fail(notANumber, digits);
    }
}
