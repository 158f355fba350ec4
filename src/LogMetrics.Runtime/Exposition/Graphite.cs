using System.Buffers;
using System.Text;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Exposition;

/// <summary>Graphite's plain text as mtail writes it: <c>program.name.key.value number seconds</c>; a histogram has one line
/// for each bucket, not cumulative, one for the count and one for the sum.</summary>
public static class Graphite
{
    /// <summary>Writes all metrics that are not hidden, texts too, sorted by name.</summary>
    /// <param name="snapshot">What to write.</param>
    /// <param name="prefix">What every path begins with.</param>
    /// <param name="output">Where to.</param>
    public static void Write(MetricSnapshot snapshot, string prefix, IBufferWriter<byte> output)
    {
        var writer = new SampleWriter(output);
        foreach (FamilySnapshot family in PlainText.Visible(snapshot))
        {
            string start = $"{prefix}{family.Program}.{family.Declaration.ExportedName}";
            var part = new ExposedPart(family, programLabel: false);
            for (int i = 0; i < family.Count; i++)
            {
                byte[] path = PathOf(start, part, i);
                if (family.Declaration.ValueType == MetricValueType.Buckets)
                {
                    WriteBuckets(ref writer, path, family, i);
                }

                writer.Write(path);
                writer.Write((byte)' ');
                PlainText.WriteValue(ref writer, family, i);
                EndLine(ref writer, family, i);
            }
        }

        writer.Flush();
    }

    static void WriteBuckets(ref SampleWriter writer, byte[] path, FamilySnapshot family, int index)
    {
        ReadOnlySpan<long> counts = family.Buckets(index);
        for (int i = 0; i < counts.Length; i++)
        {
            writer.Write(path);
            writer.Write(".bin_"u8);
            writer.Write(i == counts.Length - 1 ? "inf"u8 : family.Bounds.UpperText[i]);
            writer.Write((byte)' ');
            writer.WriteInt(counts[i]);
            EndLine(ref writer, family, index);
        }

        writer.Write(path);
        writer.Write(".count "u8);
        writer.WriteInt(family.ObservationCount(index));
        EndLine(ref writer, family, index);
    }

    static void EndLine(ref SampleWriter writer, FamilySnapshot family, int index)
    {
        writer.Write((byte)' ');
        writer.WriteInt(family.Updated(index) / 1_000_000_000);
        writer.Write((byte)'\n');
    }

    static byte[] PathOf(string start, ExposedPart part, int index)
    {
        var path = new StringBuilder(start);
        foreach (LabelSlot label in part.Labels)
        {
            string value = Encoding.UTF8.GetString(LabelOrder.ValueAt(part.Family.Keys[index], label.Place));
            path.Append('.').Append(label.Name.Replace('.', '_'));
            path.Append('.').Append(value.Replace('.', '_').Replace('\n', ' '));
        }

        return Encoding.UTF8.GetBytes(path.ToString());
    }
}
