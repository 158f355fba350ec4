using System.Buffers;
using System.Text;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Exposition;

/// <summary>mtail's JSON: every metric, text and hidden ones too, under its exported name as it was written.</summary>
/// <remarks>A number that JSON cannot write (NaN, infinity) is null.</remarks>
public static class Json
{
    /// <summary>Writes one flat array, as <c>/json</c> has it; sorted by name.</summary>
    public static void WriteArray(MetricSnapshot snapshot, IBufferWriter<byte> output)
    {
        var writer = new JsonWriter(output);
        writer.Open((byte)'[');
        foreach (FamilySnapshot family in Sorted(snapshot))
        {
            writer.Next();
            WriteFamily(ref writer, family);
        }

        writer.Close((byte)']');
        writer.Flush();
    }

    /// <summary>Writes an object from names to the metrics of that name, as one-shot mode prints it.</summary>
    public static void WriteByName(MetricSnapshot snapshot, IBufferWriter<byte> output)
    {
        var writer = new JsonWriter(output);
        writer.Open((byte)'{');
        foreach (IGrouping<string, FamilySnapshot> families in Sorted(snapshot).GroupBy(f => f.Declaration.ExportedName))
        {
            writer.Name(Encoding.UTF8.GetBytes(families.Key));
            writer.Open((byte)'[');
            foreach (FamilySnapshot family in families)
            {
                writer.Next();
                WriteFamily(ref writer, family);
            }

            writer.Close((byte)']');
        }

        writer.Close((byte)'}');
        writer.Flush();
    }

    static IEnumerable<FamilySnapshot> Sorted(MetricSnapshot snapshot) =>
        snapshot.Families.OrderBy(family => family.Declaration.ExportedName, StringComparer.Ordinal);

    static void WriteFamily(ref JsonWriter writer, FamilySnapshot family)
    {
        MetricDeclaration metric = family.Declaration;
        writer.Open((byte)'{');
        writer.Member("Name"u8, metric.ExportedName);
        writer.Member("Program"u8, family.Program);
        writer.Member("Kind"u8, 1 + (int)metric.Kind);
        writer.Member("Type"u8, (int)metric.ValueType);
        if (metric.Hidden)
        {
            writer.Name("Hidden"u8);
            writer.True();
        }

        if (!metric.Keys.IsEmpty)
        {
            writer.Name("Keys"u8);
            writer.Open((byte)'[');
            foreach (string key in metric.Keys)
            {
                writer.Next();
                writer.String(Encoding.UTF8.GetBytes(key));
            }

            writer.Close((byte)']');
        }

        if (family.Count > 0)
        {
            writer.Name("LabelValues"u8);
            writer.Open((byte)'[');
            for (int i = 0; i < family.Count; i++)
            {
                writer.Next();
                WriteSeries(ref writer, family, i);
            }

            writer.Close((byte)']');
        }

        writer.Member("Source"u8, family.Source);
        if (metric.Kind == MetricKind.Histogram)
        {
            WriteRanges(ref writer, family.Bounds);
        }

        if (metric.SeriesLimit > 0)
        {
            writer.Member("Limit"u8, metric.SeriesLimit);
        }

        writer.Close((byte)'}');
    }

    static void WriteSeries(ref JsonWriter writer, FamilySnapshot family, int index)
    {
        writer.Open((byte)'{');
        ReadOnlySpan<byte> key = family.Keys[index];
        if (!key.IsEmpty)
        {
            writer.Name("Labels"u8);
            writer.Open((byte)'[');
            while (!key.IsEmpty)
            {
                writer.Next();
                writer.String(LabelValues.TakeValue(ref key));
            }

            writer.Close((byte)']');
        }

        writer.Name("Value"u8);
        writer.Open((byte)'{');
        WriteValue(ref writer, family, index);
        writer.Member("Time"u8, family.Updated(index));
        writer.Close((byte)'}');
        if (family.Expiry(index) is { } expiry)
        {
            writer.Member("Expiry"u8, expiry.Ticks * TimeSpan.NanosecondsPerTick);
        }

        writer.Close((byte)'}');
    }

    static void WriteValue(ref JsonWriter writer, FamilySnapshot family, int index)
    {
        switch (family.Declaration.ValueType)
        {
            case MetricValueType.Int:
                writer.Member("Value"u8, family.Int(index));
                break;
            case MetricValueType.Float:
                writer.Name("Value"u8);
                writer.Float(family.Float(index));
                break;
            case MetricValueType.String:
                writer.Name("Value"u8);
                writer.String(family.Text(index));
                break;
            case MetricValueType.Quantiles:
                WriteQuantiles(ref writer, family, index);
                break;
            case MetricValueType.Buckets:
                WriteBuckets(ref writer, family, index);
                break;
        }
    }

    static void WriteQuantiles(ref JsonWriter writer, FamilySnapshot family, int index)
    {
        writer.Name("Quantiles"u8);
        writer.Open((byte)'{');
        ReadOnlySpan<double> quantiles = family.Quantiles(index);
        for (int i = 0; i < quantiles.Length; i++)
        {
            writer.Name(family.Shape!.Texts[i]);
            writer.Float(quantiles[i]);
        }

        writer.Close((byte)'}');
        writer.Member("Count"u8, family.ObservationCount(index));
        writer.Name("Sum"u8);
        writer.Float(family.Sum(index));
    }

    /// <summary>Counts that are not cumulative, under their upper bounds sorted as texts.</summary>
    static void WriteBuckets(ref JsonWriter writer, FamilySnapshot family, int index)
    {
        writer.Name("Buckets"u8);
        writer.Open((byte)'{');
        ReadOnlySpan<long> counts = family.Buckets(index);
        foreach (int bucket in family.Bounds.OrderOfTexts)
        {
            writer.Name(family.Bounds.UpperText[bucket]);
            writer.Int(counts[bucket]);
        }

        writer.Close((byte)'}');
        writer.Member("Count"u8, family.ObservationCount(index));
        writer.Name("Sum"u8);
        writer.Float(family.Sum(index));
    }

    static void WriteRanges(ref JsonWriter writer, HistogramBounds bounds)
    {
        writer.Name("Buckets"u8);
        writer.Open((byte)'[');
        for (int i = 0; i < bounds.Upper.Length; i++)
        {
            writer.Next();
            writer.Open((byte)'{');
            writer.Name("Min"u8);
            writer.String(bounds.LowerText[i]);
            writer.Name("Max"u8);
            writer.String(bounds.UpperText[i]);
            writer.Close((byte)'}');
        }

        writer.Close((byte)']');
    }
}
