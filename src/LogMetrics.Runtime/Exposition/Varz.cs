using System.Buffers;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Exposition;

/// <summary>mtail's <c>/varz</c>: <c>name{key=value,prog=program,instance=host} value</c>, nothing quoted; of a histogram
/// the sum.</summary>
public static class Varz
{
    /// <summary>Writes all metrics that are not hidden, texts too, sorted by name.</summary>
    /// <param name="snapshot">What to write.</param>
    /// <param name="host">The value of <c>instance</c>.</param>
    /// <param name="output">Where to.</param>
    public static void Write(MetricSnapshot snapshot, string host, IBufferWriter<byte> output)
    {
        var writer = new SampleWriter(output);
        foreach (FamilySnapshot family in PlainText.Visible(snapshot))
        {
            var part = new ExposedPart(family, programLabel: false);
            for (int i = 0; i < family.Count; i++)
            {
                writer.Write(family.Declaration.ExportedName);
                writer.Write((byte)'{');
                foreach (LabelSlot label in part.Labels)
                {
                    writer.Write(label.Name);
                    writer.Write((byte)'=');
                    writer.WriteOnOneLine(LabelOrder.ValueAt(family.Keys[i], label.Place));
                    writer.Write((byte)',');
                }

                writer.Write("prog="u8);
                writer.Write(family.Program);
                writer.Write(",instance="u8);
                writer.Write(host);
                writer.Write("} "u8);
                PlainText.WriteValue(ref writer, family, i);
                writer.Write((byte)'\n');
            }
        }

        writer.Flush();
    }
}

/// <summary>What mtail's formats without quotes have in common.</summary>
static class PlainText
{
    internal static IEnumerable<FamilySnapshot> Visible(MetricSnapshot snapshot) => snapshot.Families
        .Where(family => !family.Declaration.Hidden)
        .OrderBy(family => family.Declaration.ExportedName, StringComparer.Ordinal);

    internal static void WriteValue(ref SampleWriter writer, FamilySnapshot family, int index)
    {
        switch (family.Declaration.ValueType)
        {
            case MetricValueType.Int:
                writer.WriteInt(family.Int(index));
                break;
            case MetricValueType.Float:
                writer.WriteFloat(family.Float(index));
                break;
            case MetricValueType.String:
                writer.WriteOnOneLine(family.Text(index));
                break;
            case MetricValueType.Buckets:
                writer.WriteFloat(family.Sum(index));
                break;
        }
    }
}
