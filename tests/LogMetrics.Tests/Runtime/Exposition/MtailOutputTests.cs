using System.Buffers;
using System.Text;
using System.Text.Json;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Tests.Runtime.Execution;

namespace LogMetrics.Tests.Runtime.Exposition;

/// <summary>What mtail 3.0.0-rc50 printed for <c>Cases/kinds.mtail</c> over <c>Cases/kinds.log</c> with -one_shot, byte for
/// byte; in the JSON each time that is not zero was replaced by 1.</summary>
public sealed class MtailOutputTests
{
    static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "Runtime", "Exposition", "Cases");

    [Fact]
    public void The_text_format_is_what_mtail_prints()
    {
        var options = new ExpositionOptions { ProgramLabel = true };

        string text = Render((snapshot, output) => PrometheusText.Write(snapshot, options, output));

        Assert.Equal(File.ReadAllText(Path.Combine(Cases, "kinds.prom")), text);
    }

    [Fact]
    public void The_JSON_is_what_mtail_prints()
    {
        string json = Render(Json.WriteByName)
            .Replace($"\"Time\": {RunningProgram.Now}000000000", "\"Time\": 1", StringComparison.Ordinal);

        Assert.Equal(File.ReadAllText(Path.Combine(Cases, "kinds.json")), json);
    }

    [Fact]
    public void The_flat_array_holds_the_same_metrics()
    {
        using var array = JsonDocument.Parse(Render(Json.WriteArray));
        using var byName = JsonDocument.Parse(Render(Json.WriteByName));

        Assert.Equal(
            byName.RootElement.EnumerateObject().SelectMany(name => name.Value.EnumerateArray()).Select(m => m.GetRawText()),
            array.RootElement.EnumerateArray().Select(m => m.GetRawText().Replace("\n", "\n  ", StringComparison.Ordinal)));
    }

    static string Render(Action<MetricSnapshot, ArrayBufferWriter<byte>> write)
    {
        var running = RunningProgram.Load();
        running.Reload(RunningProgram.Compile("kinds.mtail", File.ReadAllText(Path.Combine(Cases, "kinds.mtail"))));
        running.Feed(File.ReadAllLines(Path.Combine(Cases, "kinds.log")));
        var output = new ArrayBufferWriter<byte>();
        write(running.Store.Snapshot(), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
