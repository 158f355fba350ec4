using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Inputs.Decoding;

/// <summary>The records of one source, decoded from pieces of its bytes.</summary>
sealed class Decoded
{
    readonly LineSplitter _splitter;
    readonly List<string> _records = [];

    internal Decoded(SourceOptions options, Limits? limits = null, TimeProvider? time = null)
    {
        var decoding = new LineDecoding(
            options, options.Multiline, limits ?? Limits.Default, new InputEvents(Own, NullLogger.Instance), time ?? TimeProvider.System);
        _splitter = decoding.NewSplitter(skipsHoles: false);
    }

    internal OwnMetrics Own { get; } = new();

    /// <summary>Where another process would go on.</summary>
    internal long Position => _splitter.LineStart;

    /// <summary>The records so far; those of standard error begin with <c>E:</c>, of standard output with <c>O:</c>.</summary>
    internal List<string> Records => _records;

    internal void StartAt(long position) => _splitter.Start(position);

    internal void Read(ReadOnlySpan<byte> bytes)
    {
        var batch = new LineBatch { Buffer = bytes.ToArray() };
        _splitter.Split(batch, 0, bytes.Length);
        Assert.Equal(_splitter.LineStart, batch.EndPosition);
        Take(batch);
    }

    internal void FinishOld()
    {
        var batch = new LineBatch();
        _splitter.FinishOld(batch);
        Take(batch);
    }

    internal List<string> Finish()
    {
        var batch = new LineBatch();
        _splitter.Finish(batch);
        Take(batch);
        return _records;
    }

    /// <summary>The records of a text, whatever pieces it comes in.</summary>
    internal static List<string> All(SourceOptions options, string text, Limits? limits = null, int pieceBytes = int.MaxValue)
    {
        var decoded = new Decoded(options, limits);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int at = 0; at < bytes.Length; at += Math.Min(pieceBytes, bytes.Length - at))
        {
            decoded.Read(bytes.AsSpan(at, Math.Min(pieceBytes, bytes.Length - at)));
        }

        return decoded.Finish();
    }

    void Take(LineBatch batch)
    {
        for (int index = 0; index < batch.Count; index++)
        {
            string mark = batch.StreamOf(index) switch
            {
                LineStream.Out => "O:",
                LineStream.Error => "E:",
                _ => "",
            };
            _records.Add(mark + Encoding.UTF8.GetString(batch[index]));
        }
    }
}
