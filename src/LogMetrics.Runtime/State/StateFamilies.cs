using System.Collections.Immutable;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.State;

/// <summary>The values in a state file.</summary>
static class StateFamilies
{
    // More than anybody writes; each costs room in each series.
    const int MaxQuantiles = 1000;

    const byte NoExpiry = 0;
    const byte HasExpiry = 1;

    internal static void Write(StateWriter writer, StoreCheckpoint metrics)
    {
        writer.Count(metrics.Families.Length);
        foreach (KeptFamily family in metrics.Families)
        {
            MetricDeclaration declaration = family.Series.Declaration;
            writer.Text(family.Name.Exported);
            writer.TextOrNull(family.Name.Program);
            writer.Flag(family.Name.Hidden);
            writer.Text(family.Series.Program);
            writer.Long(family.RemovedNanoseconds);
            writer.Byte((byte)declaration.Kind);
            writer.Byte((byte)declaration.ValueType);
            writer.Count(declaration.Keys.Length);
            foreach (string key in declaration.Keys)
            {
                writer.Text(key);
            }

            writer.Count(declaration.Buckets.Length);
            foreach (double bucket in declaration.Buckets)
            {
                writer.Double(bucket);
            }

            writer.Count(declaration.Quantiles.Length);
            foreach ((double quantile, double error) in declaration.Quantiles)
            {
                writer.Double(quantile);
                writer.Double(error);
            }

            writer.Long(declaration.MaxAge.Ticks);
            WriteSeries(writer, family.Series);
        }
    }

    internal static StoreCheckpoint Read(ref StateReader reader)
    {
        int count = reader.Count(26);
        var families = ImmutableArray.CreateBuilder<KeptFamily>(count);
        for (int i = 0; i < count && !reader.HasFailed; i++)
        {
            families.Add(ReadFamily(ref reader));
        }

        return new StoreCheckpoint(families.DrainToImmutable());
    }

    static void WriteSeries(StateWriter writer, FamilySnapshot family)
    {
        writer.Count(family.Count);
        for (int i = 0; i < family.Count; i++)
        {
            writer.Bytes(family.Keys[i]);
            writer.Long(family.Keys.Started(i));
            writer.Long(family.Updated(i));
            TimeSpan? expiry = family.Expiry(i);
            writer.Byte(expiry is null ? NoExpiry : HasExpiry);
            if (expiry is { } span)
            {
                writer.Long(span.Ticks);
            }

            switch (family.Declaration.ValueType)
            {
                case MetricValueType.String:
                    writer.Bytes(family.Text(i));
                    break;
                case MetricValueType.Quantiles:
                    writer.Long(family.ObservationCount(i));
                    writer.Double(family.Sum(i));
                    break;
                case MetricValueType.Buckets:
                    writer.Long(family.ObservationCount(i));
                    writer.Double(family.Sum(i));
                    foreach (long bucket in family.Buckets(i))
                    {
                        writer.Long(bucket);
                    }

                    break;
                default:
                    writer.Long(family.Int(i));
                    break;
            }
        }
    }

    static KeptFamily ReadFamily(ref StateReader reader)
    {
        var name = new FamilyName(reader.Text(), reader.TextOrNull(), reader.Flag());
        string program = reader.Text();
        long removed = reader.Long();
        var kind = (MetricKind)reader.Byte();
        var type = (MetricValueType)reader.Byte();
        int keyCount = reader.Count(1);
        var keys = ImmutableArray.CreateBuilder<string>(keyCount);
        for (int i = 0; i < keyCount; i++)
        {
            keys.Add(reader.Text());
        }

        int bucketCount = reader.Count(sizeof(double));
        var buckets = ImmutableArray.CreateBuilder<double>(bucketCount);
        for (int i = 0; i < bucketCount; i++)
        {
            buckets.Add(reader.Double());
        }

        int quantileCount = reader.Count(2 * sizeof(double));
        var quantiles = ImmutableArray.CreateBuilder<SummaryQuantile>(quantileCount);
        for (int i = 0; i < quantileCount; i++)
        {
            quantiles.Add(new SummaryQuantile(reader.Double(), reader.Double()));
        }

        var maxAge = TimeSpan.FromTicks(reader.Long());
        if (!Enum.IsDefined(kind) || !Enum.IsDefined(type) || quantileCount > MaxQuantiles)
        {
            reader.Fail();
            type = MetricValueType.Int;
        }

        var declaration = new MetricDeclaration(name.Exported, name.Exported, kind, type, keys.MoveToImmutable(), default)
        {
            Hidden = name.Hidden,
            Buckets = buckets.MoveToImmutable(),
            Quantiles = quantiles.MoveToImmutable(),
            MaxAge = maxAge,
        };
        return new KeptFamily(name, ReadSeries(ref reader, declaration, program), removed);
    }

    static FamilySnapshot ReadSeries(ref StateReader reader, MetricDeclaration declaration, string program)
    {
        var bounds = new HistogramBounds(declaration.Buckets);
        int bucketCount = declaration.ValueType == MetricValueType.Buckets ? bounds.Upper.Length : 0;
        int count = reader.Count(18 + (sizeof(long) * bucketCount));
        var keys = new byte[count][];
        long[] started = new long[count];
        var values = new SeriesColumns(count, bucketCount);
        for (int i = 0; i < count; i++)
        {
            keys[i] = ReadKey(ref reader, declaration.Keys.Length);
            started[i] = reader.Long();
            values.Read(ref reader, i, declaration.ValueType);
        }

        var family = new FamilySnapshot(declaration, program, new SeriesKeys(keys, started), bounds);
        values.CopyTo(family);
        return family;
    }

    static byte[] ReadKey(ref StateReader reader, int valueCount)
    {
        ReadOnlySpan<byte> key = reader.Bytes();
        if (key.Count(LabelValues.End) != valueCount || (key.Length > 0 && key[^1] != LabelValues.End))
        {
            reader.Fail();
            return [.. Enumerable.Repeat(LabelValues.End, valueCount)];
        }

        return key.ToArray();
    }

    /// <summary>The values of the series of a family while their labels are still being read.</summary>
    sealed class SeriesColumns(int count, int bucketCount)
    {
        readonly long[] _updated = new long[count];
        readonly TimeSpan?[] _expiries = new TimeSpan?[count];
        readonly long[] _bits = new long[count];
        readonly double[] _sums = new double[count];
        readonly byte[]?[] _texts = new byte[count][];
        readonly long[] _buckets = new long[count * bucketCount];

        internal void Read(ref StateReader reader, int index, MetricValueType type)
        {
            _updated[index] = reader.Long();
            _expiries[index] = reader.Flag() ? TimeSpan.FromTicks(reader.Long()) : null;
            switch (type)
            {
                case MetricValueType.String:
                    _texts[index] = reader.Bytes().ToArray();
                    break;
                case MetricValueType.Quantiles:
                    _bits[index] = reader.Long();
                    _sums[index] = reader.Double();
                    break;
                case MetricValueType.Buckets:
                    _bits[index] = reader.Long();
                    _sums[index] = reader.Double();
                    for (int i = 0; i < bucketCount; i++)
                    {
                        _buckets[(index * bucketCount) + i] = reader.Long();
                    }

                    break;
                default:
                    _bits[index] = reader.Long();
                    break;
            }
        }

        internal void CopyTo(FamilySnapshot family)
        {
            for (int i = 0; i < count; i++)
            {
                family.Fill(i, new KeptValue
                {
                    UpdatedNanoseconds = _updated[i],
                    Expiry = _expiries[i],
                    Bits = _bits[i],
                    Sum = _sums[i],
                    Text = _texts[i],
                    Buckets = _buckets.AsSpan(i * bucketCount, bucketCount),
                });
            }
        }
    }
}
