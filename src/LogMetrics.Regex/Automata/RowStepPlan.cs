using System.Numerics;
using System.Runtime.InteropServices;

namespace LogMetrics.Regex.Automata;

/// <summary>Divides the steps between places into those that go as far as many others, and those that are looked up.</summary>
/// <remarks>A look takes up to 8 bits of one word, and finds where they lead in a few vectors at once. Where many places lead to the
/// same others, as the ends of 500 words do to their beginnings, all of them together set the bit of a joint, which leads on.</remarks>
sealed class RowStepPlan
{
    /// <summary>The most bits that a look takes; its table has 2 to the power of that entries.</summary>
    public const int MaxBitsOfLook = 8;

    /// <summary>The most joints; their bits are the last ones of a row, one word.</summary>
    public const int MaxJoints = 64;

    const int MaxVectorsOfSegment = 4;
    const int MaxDistances = 8;
    const int MaxDistance = 63;
    const int WordsPerVector = RowStep.WordsPerVector;

    // Places with more targets than that will be looked up whatever is shifted.
    const int MaxTargetsToShift = 16;

    readonly int[][] _targets;
    readonly (int Classes, int First)[] _breadths;
    readonly int _words;
    readonly bool[] _isShifted = new bool[(2 * MaxDistance) + 1];
    readonly bool[] _isJoined;

    /// <param name="targets">For each bit of a row, the bits that a step leads to, ascending; those of joints are empty.</param>
    /// <param name="placeCount">The bits before this one are places: only between those can steps be shifted or joined.</param>
    /// <param name="vectors">The vectors of places in a row; one more for assertions and joints follows them.</param>
    /// <param name="breadths">By place, for how many classes of characters it waits, and which one is the first of them.</param>
    public RowStepPlan(int[][] targets, int placeCount, int vectors, (int Classes, int First)[] breadths)
    {
        _targets = targets;
        _breadths = breadths;
        _words = (vectors + 1) * WordsPerVector;
        PlaceCount = placeCount;
        Vectors = vectors;
        var segments = (vectors + MaxVectorsOfSegment - 1) / MaxVectorsOfSegment;
        for (var (i, first) = (0, 0); i < segments; i++)
        {
            var end = vectors * (i + 1) / segments;
            Segments.Add((first, end - first));
            first = end;
        }

        Segments.Add((vectors, 1));
        _isJoined = new bool[targets.Length];
        var alone = ChooseDistances();
        var (distances, lookedUp) = (Distances, LookedUp);
        if (!TryJoin() || ChooseDistances() < alone)
        {
            return;
        }

        Joints.Clear();
        _targets.AsSpan(_targets.Length - MaxJoints).Fill([]);
        Array.Clear(_isJoined);
        Shift(distances);
        LookedUp = lookedUp;
    }

    /// <summary>Places from which a step leads to the same others, so many that they are asked for as a whole.</summary>
    public List<List<int>> Joints { get; } = [];

    /// <summary>The vectors that all joints together look at.</summary>
    public int JointCost => Joints.Sum(SpanOf);

    /// <summary>Which vectors a joint has to look at, from the first of its places to the last.</summary>
    public static int SpanOf(List<int> joint) => (joint[^1] >> 9) - (joint[0] >> 9) + 1;

    /// <summary>The vectors whose bits are looked up together: the first, and how many; the last are the assertions alone.</summary>
    public List<(int First, int Count)> Segments { get; } = [];

    /// <summary>The vectors of places.</summary>
    public int Vectors { get; }

    /// <summary>How far the shifted steps go.</summary>
    public List<int> Distances { get; private set; } = [];

    /// <summary>By segment that steps lead to, and word that they come from: the bits that are looked up.</summary>
    public ulong[] LookedUp { get; private set; } = [];

    public int PlaceCount { get; }

    /// <summary>The words of a row.</summary>
    public int WordCount => _words;

    /// <summary>What a look costs that leads to so many vectors.</summary>
    public static int CostOfLook(int vectors) => 1 + (vectors / MaxVectorsOfSegment);

    /// <summary>Whether a step is one of those that are shifted.</summary>
    public bool IsShifted(int from, int to) =>
        Math.Abs(to - from) <= MaxDistance && _isShifted[to - from + MaxDistance] && from < PlaceCount && to < PlaceCount;

    bool IsLookedUp(int from, int to) => !(_isJoined[from] && to < PlaceCount) && !IsShifted(from, to);

    /// <summary>The bits of a word that are looked up for a segment, in an order in which those that matter for the same
    /// characters are close together.</summary>
    public int[] BitsOf(int segment, int word)
    {
        var bits = new List<int>();
        for (var open = LookedUp[(segment * _words) + word]; open != 0; open &= open - 1)
        {
            bits.Add((word << 6) + BitOperations.TrailingZeroCount(open));
        }

        return [.. bits.OrderBy(bit => BreadthOf(bit, Segments[segment]))];
    }

    (int Classes, int First) BreadthOf(int from, (int First, int Count) segment)
    {
        var most = (0, 0);
        foreach (var to in _targets[from])
        {
            if (to >> 9 >= segment.First && to >> 9 < segment.First + segment.Count && to < PlaceCount && IsLookedUp(from, to)
                && _breadths[to].CompareTo(most) > 0)
            {
                most = _breadths[to];
            }
        }

        return most;
    }

    /// <summary>The bits of a segment that a bit leads to, without those that are shifted there.</summary>
    public void AddTargets(int from, (int First, int Count) segment, Span<ulong> words)
    {
        foreach (var to in _targets[from])
        {
            if (to >> 9 >= segment.First && to >> 9 < segment.First + segment.Count && IsLookedUp(from, to))
            {
                words[(to >> 6) - (segment.First * WordsPerVector)] |= 1UL << to;
            }
        }
    }

    public ReadOnlySpan<int> TargetsOf(int from) => _targets[from];

    /// <summary>Chooses how many distances are worth a shift; returns what everything costs then.</summary>
    int ChooseDistances()
    {
        var (best, least) = (0, int.MaxValue);
        var candidates = Candidates();
        for (var count = 0; count <= candidates.Count; count++)
        {
            Shift(candidates.GetRange(0, count));
            var masks = Masks();
            var cost = (Vectors * count) + JointCost;
            for (var i = 0; i < masks.Length; i++)
            {
                cost += (BitOperations.PopCount(masks[i]) + MaxBitsOfLook - 1) / MaxBitsOfLook * CostOfLook(Segments[i / _words].Count);
            }

            if (cost < least)
            {
                (best, least, LookedUp) = (count, cost, masks);
            }
        }

        Shift(candidates.GetRange(0, best));
        return least;
    }

    /// <summary>Finds the places that lead to the same others, where looking for each would take many looks.</summary>
    bool TryJoin()
    {
        var groups = new Dictionary<int[], List<int>>(AutomatonSize.RangesComparer.Instance);
        for (var place = 0; place < PlaceCount; place++)
        {
            if (_targets[place].Length > 1)
            {
                var targets = Array.FindAll(_targets[place], target => target < PlaceCount);
                ref var sources = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, targets, out _);
                (sources ??= []).Add(place);
            }
        }

        foreach (var (targets, sources) in groups.Where(group => IsWorthJoining(group.Key, group.Value)).Take(MaxJoints))
        {
            _targets[^(MaxJoints - Joints.Count)] = targets;
            Joints.Add(sources);
            foreach (var source in sources)
            {
                _isJoined[source] = true;
            }
        }

        return Joints.Count > 0;
    }

    static bool IsWorthJoining(int[] targets, List<int> sources)
    {
        var vectors = targets.Select(target => target >> 9).Distinct().Count();
        var segments = (vectors + MaxVectorsOfSegment - 1) / MaxVectorsOfSegment;
        return targets.Length > 1 && sources.Select(source => source >> 6).Distinct().Count() * segments > SpanOf(sources) + segments;
    }

    void Shift(List<int> distances)
    {
        Distances = distances;
        Array.Clear(_isShifted);
        foreach (var distance in distances)
        {
            _isShifted[distance + MaxDistance] = true;
        }
    }

    ulong[] Masks()
    {
        var masks = new ulong[Segments.Count * _words];
        var segmentOf = new int[Vectors + 1];
        for (var segment = 0; segment < Segments.Count; segment++)
        {
            segmentOf.AsSpan(Segments[segment].First, Segments[segment].Count).Fill(segment);
        }

        for (var from = 0; from < _targets.Length; from++)
        {
            foreach (var to in _targets[from])
            {
                if (IsLookedUp(from, to))
                {
                    masks[(segmentOf[to >> 9] * _words) + (from >> 6)] |= 1UL << from;
                }
            }
        }

        return masks;
    }

    /// <summary>The distances that spare the most looks, the best first.</summary>
    List<int> Candidates()
    {
        var (open, distances) = (new List<List<int>>(), new List<int>());
        var places = new List<int>();
        for (var place = 0; place < PlaceCount; place++)
        {
            if (!_isJoined[place] && _targets[place].Length is > 0 and <= MaxTargetsToShift)
            {
                open.Add([.. _targets[place].Where(target => target < PlaceCount)]);
                places.Add(place);
            }
        }

        while (distances.Count < MaxDistances && Best(open, places) is { } best)
        {
            distances.Add(best);
            for (var i = 0; i < open.Count; i++)
            {
                open[i].Remove(places[i] + best);
            }
        }

        return distances;
    }

    /// <summary>A place counts for as much as it is alone with its targets, and spread over as many as are left.</summary>
    static int? Best(List<List<int>> open, List<int> places)
    {
        var spared = new double[(2 * MaxDistance) + 1];
        for (var i = 0; i < open.Count; i++)
        {
            foreach (var target in open[i])
            {
                if (Math.Abs(target - places[i]) <= MaxDistance)
                {
                    spared[target - places[i] + MaxDistance] += 1.0 / open[i].Count;
                }
            }
        }

        var best = Array.IndexOf(spared, spared.Max());
        return spared[best] > 0 ? best - MaxDistance : null;
    }
}
