using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogMetrics.Cli;

/// <summary>One JSON object for each line.</summary>
sealed class JsonMatchReport : MatchReport
{
    readonly Stream _output;
    readonly IReadOnlyList<string?> _names;
    readonly Utf8JsonWriter _json;

    public JsonMatchReport(Stream output, IReadOnlyList<string?> names)
    {
        _output = output;
        _names = names;
        _json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public override void Add(long number, ReadOnlySpan<byte> line, ReadOnlySpan<int> slots)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber("line", number);
        _json.WriteBoolean("matched", !slots.IsEmpty);
        if (!slots.IsEmpty)
        {
            _json.WriteNumber("start", slots[0]);
            _json.WriteNumber("end", slots[1]);
            _json.WriteStartArray("captures");
            for (int group = 1; group < _names.Count; group++)
            {
                WriteCapture(group, line, slots[2 * group], slots[(2 * group) + 1]);
            }

            _json.WriteEndArray();
        }

        _json.WriteEndObject();
        _json.Flush();
        _output.Write("\n"u8);
    }

    public override void Dispose()
    {
        _json.Dispose();
        _output.Flush();
    }

    void WriteCapture(int group, ReadOnlySpan<byte> line, int start, int end)
    {
        _json.WriteStartObject();
        _json.WriteNumber("index", group);
        if (_names[group] is string name)
        {
            _json.WriteString("name", name);
        }

        _json.WriteNumber("start", start);
        _json.WriteNumber("end", end);
        if (start >= 0)
        {
            // Through a string, because the writer throws at bytes that are not UTF-8.
            _json.WriteString("text", Encoding.UTF8.GetString(line[start..end]));
        }

        _json.WriteEndObject();
    }
}
