using System.Numerics;
using System.Runtime.InteropServices;

namespace LogMetrics.Regex.Automata;

/// <summary>What a <see cref="RowStep"/> looks up: which bits of a row together, and where they lead.</summary>
sealed class RowStepTables
{
    // 512 KiB: tables beyond that would leave the processor's cache, and take too long to make.
    const int MaxTableWords = 64 * 1024;
    const int FewBits = 4;

    readonly RowStepPlan _plan;
    readonly int _vectors;
    readonly int[] _distances;
    int _tableWords;

    /// <param name="plan">What is shifted, and what is looked up.</param>
    /// <param name="vectors">The vectors of places.</param>
    /// <param name="distances">The distances of the shifts, in the order in which they are made.</param>
    public RowStepTables(RowStepPlan plan, int vectors, int[] distances)
    {
        _plan = plan;
        _vectors = vectors;
        _distances = distances;
        Segments = [.. plan.Segments.Select(part => new RowSegment(part.First, part.Count))];
        var bits = RowStepPlan.MaxBitsOfLook;
        do
        {
            Looks = [.. PlanLooks(bits)];
            bits -= 2;
        }
        while (_tableWords > MaxTableWords && bits >= FewBits);
    }

    /// <summary>The segments; the last one is that of assertions.</summary>
    public RowSegment[] Segments { get; }

    /// <summary>All looks, by segment and by word.</summary>
    public PlannedLook[] Looks { get; }

    /// <summary>The joints, and the places that belong to them, one after the other.</summary>
    public RowJoint[] Joints(out AlignedWords places)
    {
        var listed = new List<ulong>();
        RowJoint[] joints = [.. _plan.Joints.Select(joint => Add(joint, listed))];
        places = new AlignedWords(CollectionsMarshal.AsSpan(listed));
        return joints;
    }

    List<PlannedLook> PlanLooks(int maxBits)
    {
        var looks = new List<PlannedLook>();
        _tableWords = 0;
        for (var segment = 0; segment < Segments.Length; segment++)
        {
            var part = _plan.Segments[segment];
            var words = part.Count * RowStep.WordsPerVector;
            for (var word = 0; word < _plan.WordCount; word++)
            {
                var open = _plan.BitsOf(segment, word);
                for (var first = 0; first < open.Length;)
                {
                    var count = Share(open.Length - first, maxBits);
                    var (bits, ledTo) = (0UL, new ulong[words]);
                    foreach (var from in open.AsSpan(first, count))
                    {
                        bits |= 1UL << from;
                        _plan.AddTargets(from, part, ledTo);
                    }

                    looks.Add(new PlannedLook(new Lookup(bits, word + RowStep.Margin, _tableWords), segment, ledTo));
                    _tableWords += words << count;
                    first += count;
                }
            }
        }

        return looks;
    }

    // Bits that need several looks are shared out evenly: the tables are smaller then.
    static int Share(int bits, int maxBits)
    {
        var looks = (bits + maxBits - 1) / maxBits;
        return (bits + looks - 1) / looks;
    }

    /// <summary>Where the steps of each distance may lead: for each vector of a row, a vector for each distance.</summary>
    public AlignedWords ShiftTargets()
    {
        var masks = new AlignedWords(_vectors * RowStep.WordsPerVector * _distances.Length);
        for (var place = 0; place < _plan.PlaceCount; place++)
        {
            foreach (var target in _plan.TargetsOf(place))
            {
                if (target < _plan.PlaceCount && Array.IndexOf(_distances, target - place) is >= 0 and var distance)
                {
                    var at = ((target >> 9) * RowStep.WordsPerVector * _distances.Length) + (distance * RowStep.WordsPerVector) + ((target >> 6) & 7);
                    masks.Span[at] |= 1UL << target;
                }
            }
        }

        return masks;
    }

    /// <summary>The tables of all looks, one behind the other.</summary>
    public AlignedWords Tables()
    {
        var tables = new AlignedWords(Math.Max(1, _tableWords));
        foreach (var (look, segment, _) in Looks)
        {
            Fill(look, Segments[segment], tables.Span[look.Table..]);
        }

        return tables;
    }

    /// <summary>Each entry is that without its highest bit, and where that bit leads.</summary>
    void Fill(Lookup look, RowSegment segment, Span<ulong> table)
    {
        var (entries, width) = (1, segment.Count * RowStep.WordsPerVector);
        for (var open = look.Bits; open != 0; open &= open - 1, entries *= 2)
        {
            var led = table.Slice(entries * width, width);
            _plan.AddTargets(((look.Word - RowStep.Margin) << 6) + BitOperations.TrailingZeroCount(open), (segment.First, segment.Count), led);
            for (var entry = 1; entry < entries; entry++)
            {
                var known = table.Slice(entry * width, width);
                var joined = table.Slice((entries + entry) * width, width);
                for (var word = 0; word < width; word++)
                {
                    joined[word] = known[word] | led[word];
                }
            }
        }
    }

    static RowJoint Add(List<int> joint, List<ulong> places)
    {
        var first = joint[0] >> 9 << 3;
        var added = new RowJoint(first + RowStep.Margin, RowStepPlan.SpanOf(joint) * RowStep.WordsPerVector, places.Count);
        CollectionsMarshal.SetCount(places, places.Count + added.Count);
        var words = CollectionsMarshal.AsSpan(places)[added.Places..];
        words.Clear();
        foreach (var place in joint)
        {
            words[(place >> 6) - first] |= 1UL << place;
        }

        return added;
    }
}

/// <summary>Bits of a word that are looked up together.</summary>
/// <param name="Lookup">Which, and their table.</param>
/// <param name="Segment">The segment they lead to.</param>
/// <param name="LedTo">All places of that segment to which one of them leads.</param>
readonly record struct PlannedLook(Lookup Lookup, int Segment, ulong[] LedTo);

/// <summary>Vectors that are looked up together: the first, and how many.</summary>
readonly record struct RowSegment(int First, int Count);

/// <summary>Some words of a row, margin included, and which of their bits set the joint.</summary>
readonly record struct RowJoint(int Word, int Count, int Places);
