using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.Metrics;

/// <summary>A metric as it lives in the store: its declaration and its series.</summary>
public sealed class MetricFamily
{
    /// <summary>The declaration it was made for; of the first program, when several share it.</summary>
    public MetricDeclaration Declaration => throw new NotImplementedException();

    /// <summary>The series of a family without labels, made on first use; its type is that of the value type.</summary>
    /// <param name="nowNanoseconds">The time of the line, in nanoseconds since 1970: a new series is stamped with it.</param>
    public Series GetOrAdd(long nowNanoseconds) => throw new NotImplementedException();

    /// <summary>The series of a set of label values, made when it is missing; the overflow series when there are already
    /// as many as the limits allow.</summary>
    public Series GetOrAdd(LabelValues labels, long nowNanoseconds) => throw new NotImplementedException();

    /// <summary>The series of a set of label values; null when there is none.</summary>
    public Series? Find(LabelValues labels) => throw new NotImplementedException();

    /// <summary>Removes a series; a missing one is fine.</summary>
    public void Remove(LabelValues labels) => throw new NotImplementedException();
}
