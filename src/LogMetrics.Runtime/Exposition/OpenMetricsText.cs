using System.Buffers;
using System.Text;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Exposition;

/// <summary>OpenMetrics 1.0.</summary>
/// <remarks>
/// Prometheus chooses this format by itself, so its samples have exactly the names they have in the text format. Where
/// OpenMetrics has no form for what a program made under that name — a counter that does not end in <c>_total</c> or was
/// decremented, a histogram of negative values, a name that only here belongs to another family as well — the type is
/// <c>unknown</c>, which may have any name and any value; nothing is renamed and nothing lost.
/// </remarks>
public static class OpenMetricsText
{
    const string TotalSuffix = "_total";
    const string InfoSuffix = "_info";

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
        var claimed = new HashSet<string>(selection.ClaimedNames, StringComparer.Ordinal);
        foreach (ExposedFamily family in selection.Families)
        {
            switch (family.Type)
            {
                case ExposedType.Counter when TryClaimCounter(family, claimed, out string? name):
                    WriteHeader(ref writer, family, name, " counter\n"u8);
                    WriteNumbers(ref writer, family, options, Encoding.UTF8.GetBytes(name + "_created"));
                    break;
                case ExposedType.Info when TryClaim(family.Name, InfoSuffix, claimed, out string? name):
                    WriteHeader(ref writer, family, name, " info\n"u8);
                    WriteNumbers(ref writer, family, options, created: null);
                    break;
                case ExposedType.Gauge or ExposedType.Info:
                    WriteHeader(ref writer, family, family.Name, " gauge\n"u8);
                    WriteNumbers(ref writer, family, options, created: null);
                    break;
                case ExposedType.Histogram when IsProper(family) && claimed.Add(family.Name + "_created"):
                    WriteHeader(ref writer, family, family.Name, " histogram\n"u8);
                    WriteHistograms(ref writer, family, options, HistogramParts.All);
                    break;
                case ExposedType.Histogram:
                    WriteUnknownHistograms(ref writer, family, options);
                    break;
                case ExposedType.Summary when HasProperSums(family) && claimed.Add(family.Name + "_created"):
                    WriteHeader(ref writer, family, family.Name, " summary\n"u8);
                    WriteHistograms(
                        ref writer, family, options, HistogramParts.Quantiles | HistogramParts.Sum | HistogramParts.Count | HistogramParts.Created);
                    break;
                case ExposedType.Summary:
                    WriteUnknownSummaries(ref writer, family, options);
                    break;
                default:
                    WriteHeader(ref writer, family, family.Name, " unknown\n"u8);
                    WriteNumbers(ref writer, family, options, created: null);
                    break;
            }
        }

        writer.Write("# EOF\n"u8);
        writer.Flush();
    }

    /// <summary>True when the family can be called a counter; its name is then the one without the suffix.</summary>
    static bool TryClaimCounter(ExposedFamily family, HashSet<string> claimed, out string name) =>
        TryClaim(family.Name, TotalSuffix, claimed, out name) && OnlyGrew(family) && claimed.Add(name + "_created");

    static bool TryClaim(string sample, string suffix, HashSet<string> claimed, out string name)
    {
        name = sample.EndsWith(suffix, StringComparison.Ordinal) ? sample[..^suffix.Length] : "";
        return ExpositionNames.IsMetricName(name) && claimed.Add(name);
    }

    static bool OnlyGrew(ExposedFamily family) => family.Parts.TrueForAll(part =>
    {
        for (int i = 0; i < part.Family.Count; i++)
        {
            if (!(part.Family.Number(i) >= 0))
            {
                return false;
            }
        }

        return true;
    });

    /// <summary>OpenMetrics knows a sum of observations only as something that grows.</summary>
    static bool IsProper(ExposedFamily family) =>
        family.Parts.TrueForAll(part => part.Family.Bounds.Upper[0] >= 0) && HasProperSums(family);

    static bool HasProperSums(ExposedFamily family) => family.Parts.TrueForAll(part =>
    {
        for (int i = 0; i < part.Family.Count; i++)
        {
            if (!(part.Family.Sum(i) >= 0))
            {
                return false;
            }
        }

        return true;
    });

    static void WriteHeader(ref SampleWriter writer, ExposedFamily family, string name, ReadOnlySpan<byte> type)
    {
        writer.Write("# HELP "u8);
        writer.Write(name);
        writer.Write((byte)' ');
        writer.WriteHelp(family.Help, escapeQuotes: true);
        writer.Write("\n# TYPE "u8);
        writer.Write(name);
        writer.Write(type);
        if (family.Unit is { Length: > 0 } unit && name.EndsWith("_" + unit, StringComparison.Ordinal))
        {
            writer.Write("# UNIT "u8);
            writer.Write(name);
            writer.Write((byte)' ');
            writer.Write(unit);
            writer.Write((byte)'\n');
        }
    }

    static void WriteNumbers(
        ref SampleWriter writer, ExposedFamily family, ExpositionOptions options, byte[]? created)
    {
        byte[] name = Encoding.UTF8.GetBytes(family.Name);
        foreach ((ExposedPart part, int index) in family.Series())
        {
            writer.Write(name);
            writer.WriteLabels(part, index);
            writer.Write((byte)' ');
            if (part.Family.Declaration.ValueType == MetricValueType.Int)
            {
                writer.WriteInt(part.Family.Int(index));
            }
            else
            {
                writer.WriteFloat(part.Family.Number(index));
            }

            EndSample(ref writer, part, index, options);
            if (created is not null)
            {
                WriteCreated(ref writer, created, part, index);
            }
        }
    }

    /// <summary>One family for each name of sample, because only samples of one name may stand under a type that is not
    /// known.</summary>
    static void WriteUnknownHistograms(ref SampleWriter writer, ExposedFamily family, ExpositionOptions options)
    {
        WriteHeader(ref writer, family, family.Name + "_bucket", " unknown\n"u8);
        WriteHistograms(ref writer, family, options, HistogramParts.Buckets);
        WriteHeader(ref writer, family, family.Name + "_count", " unknown\n"u8);
        WriteHistograms(ref writer, family, options, HistogramParts.Count);
        WriteHeader(ref writer, family, family.Name + "_sum", " unknown\n"u8);
        WriteHistograms(ref writer, family, options, HistogramParts.Sum);
    }

    static void WriteUnknownSummaries(ref SampleWriter writer, ExposedFamily family, ExpositionOptions options)
    {
        WriteHeader(ref writer, family, family.Name, " unknown\n"u8);
        WriteHistograms(ref writer, family, options, HistogramParts.Quantiles);
        WriteHeader(ref writer, family, family.Name + "_count", " unknown\n"u8);
        WriteHistograms(ref writer, family, options, HistogramParts.Count);
        WriteHeader(ref writer, family, family.Name + "_sum", " unknown\n"u8);
        WriteHistograms(ref writer, family, options, HistogramParts.Sum);
    }

    static void WriteHistograms(
        ref SampleWriter writer, ExposedFamily family, ExpositionOptions options, HistogramParts parts)
    {
        byte[] name = Encoding.UTF8.GetBytes(family.Name);
        byte[] bucketName = Encoding.UTF8.GetBytes(family.Name + "_bucket");
        byte[] sumName = Encoding.UTF8.GetBytes(family.Name + "_sum");
        byte[] countName = Encoding.UTF8.GetBytes(family.Name + "_count");
        byte[] createdName = Encoding.UTF8.GetBytes(family.Name + "_created");
        foreach ((ExposedPart part, int index) in family.Series())
        {
            long count = part.Family.ObservationCount(index);
            if (parts.HasFlag(HistogramParts.Quantiles))
            {
                WriteQuantiles(ref writer, name, part, index, options);
            }

            if (parts.HasFlag(HistogramParts.Buckets))
            {
                WriteBuckets(ref writer, bucketName, part, index, options);
            }

            if (parts.HasFlag(HistogramParts.Count))
            {
                writer.Write(countName);
                writer.WriteLabels(part, index);
                writer.Write((byte)' ');
                writer.WriteInt(count);
                EndSample(ref writer, part, index, options);
            }

            if (parts.HasFlag(HistogramParts.Sum))
            {
                writer.Write(sumName);
                writer.WriteLabels(part, index);
                writer.Write((byte)' ');
                writer.WriteFloat(part.Family.Sum(index));
                EndSample(ref writer, part, index, options);
            }

            if (parts.HasFlag(HistogramParts.Created))
            {
                WriteCreated(ref writer, createdName, part, index);
            }
        }
    }

    static void WriteBuckets(
        ref SampleWriter writer, byte[] name, ExposedPart part, int index, ExpositionOptions options)
    {
        long cumulative = 0;
        ReadOnlySpan<long> buckets = part.Family.Buckets(index);
        for (int i = 0; i < buckets.Length; i++)
        {
            cumulative = i == buckets.Length - 1 ? part.Family.ObservationCount(index) : cumulative + buckets[i];
            writer.Write(name);
            writer.WriteLabels(part, index, part.Family.Bounds.CanonicalUpperText[i]);
            writer.Write((byte)' ');
            writer.WriteInt(cumulative);
            EndSample(ref writer, part, index, options);
        }
    }

    static void WriteQuantiles(
        ref SampleWriter writer, byte[] name, ExposedPart part, int index, ExpositionOptions options)
    {
        ReadOnlySpan<double> quantiles = part.Family.Quantiles(index);
        for (int i = 0; i < quantiles.Length; i++)
        {
            writer.Write(name);
            writer.WriteLabels(part, index, "quantile=\""u8, part.Family.Shape!.CanonicalTexts[i]);
            writer.Write((byte)' ');
            writer.WriteFloat(quantiles[i]);
            EndSample(ref writer, part, index, options);
        }
    }

    static void WriteCreated(ref SampleWriter writer, byte[] name, ExposedPart part, int index)
    {
        writer.Write(name);
        writer.WriteLabels(part, index);
        writer.Write((byte)' ');
        writer.WriteSeconds(part.Family.Keys.Started(index));
        writer.Write((byte)'\n');
    }

    static void EndSample(ref SampleWriter writer, ExposedPart part, int index, ExpositionOptions options)
    {
        if (options.Timestamps && part.Family.Own is null)
        {
            writer.Write((byte)' ');
            writer.WriteSeconds(part.Family.Updated(index));
        }

        writer.Write((byte)'\n');
    }

    [Flags]
    enum HistogramParts
    {
        Buckets = 1,
        Count = 2,
        Sum = 4,
        Created = 8,
        Quantiles = 16,
        All = Buckets | Count | Sum | Created,
    }
}
