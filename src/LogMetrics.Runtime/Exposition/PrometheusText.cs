using System.Buffers;
using System.Text;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Exposition;

/// <summary>Prometheus' text format 0.0.4, byte for byte as mtail writes it.</summary>
public static class PrometheusText
{
    /// <summary>Writes the metrics of the programs.</summary>
    /// <returns>The families that could not be exposed.</returns>
    public static IReadOnlyList<LeftOutFamily> Write(
        MetricSnapshot snapshot, ExpositionOptions options, IBufferWriter<byte> output)
    {
        var selection = ExpositionSelection.OfPrograms(snapshot, options);
        Write(selection, options, output);
        return selection.LeftOut;
    }

    internal static void Write(ExpositionSelection selection, ExpositionOptions options, IBufferWriter<byte> output)
    {
        var writer = new SampleWriter(output);
        foreach (ExposedFamily family in selection.Families)
        {
            WriteHeader(ref writer, family);
            if (family.Type == ExposedType.Histogram)
            {
                WriteHistograms(ref writer, family, options);
            }
            else if (family.Type == ExposedType.Summary)
            {
                WriteSummaries(ref writer, family, options);
            }
            else
            {
                WriteNumbers(ref writer, family, options);
            }
        }

        writer.Flush();
    }

    static void WriteHeader(ref SampleWriter writer, ExposedFamily family)
    {
        writer.Write("# HELP "u8);
        writer.Write(family.Name);
        writer.Write((byte)' ');
        writer.WriteHelp(family.Help, escapeQuotes: false);
        writer.Write("\n# TYPE "u8);
        writer.Write(family.Name);
        writer.Write(family.Type switch
        {
            ExposedType.Counter => " counter\n"u8,
            ExposedType.Histogram => " histogram\n"u8,
            ExposedType.Summary => " summary\n"u8,
            ExposedType.Untyped => " untyped\n"u8,
            _ => " gauge\n"u8,
        });
    }

    static void WriteNumbers(ref SampleWriter writer, ExposedFamily family, ExpositionOptions options)
    {
        byte[] name = Encoding.UTF8.GetBytes(family.Name);
        foreach ((ExposedPart part, int index) in family.Series())
        {
            writer.Write(name);
            writer.WriteLabels(part, index);
            WriteValue(ref writer, part.Family.Number(index), part, index, options);
        }
    }

    static void WriteHistograms(ref SampleWriter writer, ExposedFamily family, ExpositionOptions options)
    {
        byte[] bucketName = Encoding.UTF8.GetBytes(family.Name + "_bucket");
        byte[] sumName = Encoding.UTF8.GetBytes(family.Name + "_sum");
        byte[] countName = Encoding.UTF8.GetBytes(family.Name + "_count");
        foreach ((ExposedPart part, int index) in family.Series())
        {
            long count = part.Family.ObservationCount(index);
            long cumulative = 0;
            ReadOnlySpan<long> buckets = part.Family.Buckets(index);
            for (int i = 0; i < buckets.Length; i++)
            {
                // The last bucket holds everything, NaN included, so that it always equals the count.
                cumulative = i == buckets.Length - 1 ? count : cumulative + buckets[i];
                writer.Write(bucketName);
                writer.WriteLabels(part, index, part.Family.Bounds.UpperText[i]);
                WriteValue(ref writer, cumulative, part, index, options);
            }

            writer.Write(sumName);
            writer.WriteLabels(part, index);
            WriteValue(ref writer, part.Family.Sum(index), part, index, options);
            writer.Write(countName);
            writer.WriteLabels(part, index);
            WriteValue(ref writer, count, part, index, options);
        }
    }

    static void WriteSummaries(ref SampleWriter writer, ExposedFamily family, ExpositionOptions options)
    {
        byte[] name = Encoding.UTF8.GetBytes(family.Name);
        byte[] sumName = Encoding.UTF8.GetBytes(family.Name + "_sum");
        byte[] countName = Encoding.UTF8.GetBytes(family.Name + "_count");
        foreach ((ExposedPart part, int index) in family.Series())
        {
            ReadOnlySpan<double> quantiles = part.Family.Quantiles(index);
            for (int i = 0; i < quantiles.Length; i++)
            {
                writer.Write(name);
                writer.WriteLabels(part, index, "quantile=\""u8, part.Family.Shape!.Texts[i]);
                WriteValue(ref writer, quantiles[i], part, index, options);
            }

            writer.Write(sumName);
            writer.WriteLabels(part, index);
            WriteValue(ref writer, part.Family.Sum(index), part, index, options);
            writer.Write(countName);
            writer.WriteLabels(part, index);
            WriteValue(ref writer, part.Family.ObservationCount(index), part, index, options);
        }
    }

    static void WriteValue(
        ref SampleWriter writer, double value, ExposedPart part, int index, ExpositionOptions options)
    {
        writer.Write((byte)' ');
        writer.WriteFloat(value);
        if (options.Timestamps && part.Family.Own is null)
        {
            writer.Write((byte)' ');
            writer.WriteInt(part.Family.Updated(index) / 1_000_000);
        }

        writer.Write((byte)'\n');
    }
}
