using System.Buffers;
using System.Text;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Tests.Runtime.Execution;
using LogMetrics.Tests.Tidy;

namespace LogMetrics.Tests.Programs;

/// <summary>A program of the folder <c>programs</c>, its sample log and the metrics it must give.</summary>
sealed class ShippedProgram(string name)
{
    const string SamplesFolder = "tests/LogMetrics.Tests/Programs";

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Repository.PathOf("programs"), "*.mtail").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static IEnumerable<string> SampleNames =>
        Directory.EnumerateFiles(Repository.PathOf(SamplesFolder))
            .Where(path => Path.GetExtension(path) is ".log" or ".prom")
            .Select(path => Path.GetFileName(path));

    public string FileName { get; } = $"{name}.mtail";

    public string Text { get; } = Repository.Read($"programs/{name}.mtail");

    public string LogPath { get; } = Repository.PathOf($"{SamplesFolder}/{name}.log");

    public string GoldenPath { get; } = Repository.PathOf($"{SamplesFolder}/{name}.prom");

    /// <summary>The program after it has seen every line of a log.</summary>
    public RunningProgram RunOver(string logPath)
    {
        RunningProgram running = RunningProgram.Load(Text);
        running.Feed(null, [.. Lines(File.ReadAllBytes(logPath))]);
        return running;
    }

    /// <summary>The metrics of a program in the text format.</summary>
    public static string Exposition(RunningProgram running)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.Empty(PrometheusText.Write(running.Store.Snapshot(), ExpositionOptions.Default, output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    static IEnumerable<byte[]> Lines(byte[] log)
    {
        int start = 0;
        while (start < log.Length)
        {
            int end = Array.IndexOf(log, (byte)'\n', start);
            end = end < 0 ? log.Length : end;
            int textEnd = end > start && log[end - 1] == '\r' ? end - 1 : end;
            yield return log[start..textEnd];
            start = end + 1;
        }
    }
}
