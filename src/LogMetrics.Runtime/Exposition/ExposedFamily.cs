using System.Text;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Exposition;

/// <summary>What a family is to Prometheus.</summary>
enum ExposedType
{
    Counter,
    Gauge,
    Histogram,

    /// <summary>Quantiles, count and sum.</summary>
    Summary,

    /// <summary>Constant labels with the value 1; a gauge in the text format.</summary>
    Info,

    /// <summary>Says nothing about itself.</summary>
    Untyped,
}

/// <summary>A family as it is exposed: one name, and the metrics of one or more programs behind it.</summary>
sealed class ExposedFamily(string name, ExposedType type, ExposedPart first)
{
    internal string Name => name;

    internal ExposedType Type => type;

    internal List<ExposedPart> Parts { get; } = [first];

    internal bool HasSeries => Parts.Exists(part => part.Family.Count > 0);

    /// <summary>What the author wrote about it, else where it is declared, as mtail says it.</summary>
    internal string Help => first.Family.Declaration.Help ?? $"defined at {first.Family.Source}";

    internal string? Unit => first.Family.Declaration.Unit;

    /// <summary>All series, sorted by their label values in the order of the label names.</summary>
    internal IEnumerable<(ExposedPart Part, int Index)> Series() => Parts.Count == 1 ? SeriesOf(first) : Merge();

    static IEnumerable<(ExposedPart Part, int Index)> SeriesOf(ExposedPart part) =>
        part.Sorted().Select(index => (part, index));

    /// <summary>Each part is sorted; the least of those in front goes next. There are as many parts as programs share the
    /// name, which are few.</summary>
    IEnumerable<(ExposedPart Part, int Index)> Merge()
    {
        int[][] sorted = [.. Parts.Select(part => part.Sorted())];
        int[] at = new int[sorted.Length];
        while (true)
        {
            int least = -1;
            for (int i = 0; i < sorted.Length; i++)
            {
                if (at[i] < sorted[i].Length
                    && (least < 0 || Parts[i].CompareTo(sorted[i][at[i]], Parts[least], sorted[least][at[least]]) < 0))
                {
                    least = i;
                }
            }

            if (least < 0)
            {
                yield break;
            }

            yield return (Parts[least], sorted[least][at[least]++]);
        }
    }
}

/// <summary>The metric of one program within an exposed family, with its labels laid out in the order of their names.</summary>
sealed class ExposedPart
{
    readonly int[] _places;
    readonly LabelSlot[] _labels;

    internal ExposedPart(FamilySnapshot family, bool programLabel)
    {
        Family = family;
        string[] names = [.. family.Declaration.Keys];
        _places = [.. Enumerable.Range(0, names.Length)];
        Array.Sort((string[])names.Clone(), _places, StringComparer.Ordinal);
        IEnumerable<LabelSlot> labels = _places.Select(place => new LabelSlot(names[place], place));
        if (programLabel)
        {
            var program = new LabelValues();
            program.Add(Encoding.UTF8.GetBytes(family.Program));
            ReadOnlySpan<byte> key = program.Key;
            byte[] value = LabelValues.TakeValue(ref key).ToArray();
            labels = labels
                .Append(new LabelSlot(ExpositionNames.ProgramLabel, -1) { Constant = value })
                .OrderBy(label => label.Name, StringComparer.Ordinal);
        }

        _labels = [.. labels.Select((label, index) => label with { Opening = Opening(label.Name, index) })];
    }

    internal FamilySnapshot Family { get; }

    /// <summary>The labels in the order of their names.</summary>
    internal ReadOnlySpan<LabelSlot> Labels => _labels;

    /// <summary>The indexes of the series in the order of their label values.</summary>
    internal int[] Sorted() => Family.Keys.Sorted(_places);

    internal int CompareTo(int index, ExposedPart other, int otherIndex)
    {
        if (_labels.Length != other._labels.Length)
        {
            return _labels.Length - other._labels.Length;
        }

        for (int i = 0; i < _labels.Length; i++)
        {
            int order = Value(i, index).SequenceCompareTo(other.Value(i, otherIndex));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    ReadOnlySpan<byte> Value(int label, int index) =>
        _labels[label].Constant ?? LabelOrder.ValueAt(Family.Keys[index], _labels[label].Place);

    static byte[] Opening(string name, int index) =>
        Encoding.UTF8.GetBytes((index == 0 ? "{" : ",") + name + "=\"");
}

/// <summary>A label of all series of a part.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">The place of its value in the key of a series.</param>
sealed record LabelSlot(string Name, int Place)
{
    /// <summary>What stands before the value: <c>{name="</c> or <c>,name="</c>.</summary>
    internal byte[] Opening { get; init; } = [];

    /// <summary>The value, when it is the same for all series.</summary>
    internal byte[]? Constant { get; init; }
}
