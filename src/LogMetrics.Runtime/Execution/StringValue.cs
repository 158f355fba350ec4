namespace LogMetrics.Runtime.Execution;

/// <summary>A string of a program while a line is processed: a slice of the line, of a literal or of the scratch bytes.</summary>
/// <remarks>Valid until the next line: nothing that a slice can lie in moves or changes before.</remarks>
readonly record struct StringValue(byte[] Array, int Start, int Length)
{
    public static StringValue Empty { get; } = new([], 0, 0);

    public ReadOnlySpan<byte> Bytes => new(Array, Start, Length);

    public static StringValue Of(byte[] array) => new(array, 0, array.Length);

    public StringValue Slice(int start, int length) => new(Array, Start + start, length);
}
