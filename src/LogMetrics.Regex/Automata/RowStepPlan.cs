using System.Runtime.InteropServices;

namespace LogMetrics.Regex.Automata;

/// <summary>Divides the steps between places into those that go as far as many others, and those that share their targets.</summary>
sealed class RowStepPlan
{
    const int MaxDistances = 8;
    const int MaxDistance = 63;

    // Places with more targets than that will be in a group whatever is shifted.
    const int MaxTargetsToShift = 16;

    // A distance costs an operation on every vector; it has to spare about that many groups.
    const double LeastSpared = 0.5;
    const double LeastSparedPerVector = 1;

    readonly List<int>[] _targets;
    readonly List<int> _open = [];

    /// <param name="targets">For each place, the places that a step leads to, ascending.</param>
    public RowStepPlan(List<int>[] targets)
    {
        _targets = targets;
        for (var place = 0; place < targets.Length; place++)
        {
            if (targets[place].Count is > 0 and <= MaxTargetsToShift)
            {
                _open.Add(place);
            }
        }

        var least = LeastSpared + (LeastSparedPerVector * ((targets.Length >> 9) + 1));
        while (Distances.Count < MaxDistances && BestDistance() is { } best && best.Spared >= least)
        {
            foreach (var place in _open)
            {
                if (_targets[place].Remove(place + best.Distance))
                {
                    Shifted.Add((place, Distances.Count));
                }
            }

            _open.RemoveAll(place => _targets[place].Count == 0);
            Distances.Add(best.Distance);
        }

        var groups = new Dictionary<List<int>, List<int>>(SameTargets.Instance);
        for (var place = 0; place < targets.Length; place++)
        {
            if (targets[place].Count > 0)
            {
                ref var sources = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, targets[place], out _);
                (sources ??= []).Add(place);
            }
        }

        Groups = groups;
    }

    /// <summary>How far the shifted steps go.</summary>
    public List<int> Distances { get; } = [];

    /// <summary>The shifted steps: the place they start from, and the number of the distance.</summary>
    public List<(int Place, int Distance)> Shifted { get; } = [];

    /// <summary>Where steps lead, and the places from which they lead there; both ascending.</summary>
    public IReadOnlyDictionary<List<int>, List<int>> Groups { get; }

    /// <summary>The distance that spares the most groups: a place counts for as much as it is alone with its targets.</summary>
    (int Distance, double Spared)? BestDistance()
    {
        var sizes = new Dictionary<List<int>, int>(_open.Count, SameTargets.Instance);
        foreach (var place in _open)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(sizes, _targets[place], out _)++;
        }

        var spared = new double[(2 * MaxDistance) + 1];
        foreach (var place in _open)
        {
            var targets = _targets[place];
            var share = 1.0 / (sizes[targets] * targets.Count);
            foreach (var target in targets)
            {
                if (Math.Abs(target - place) <= MaxDistance)
                {
                    spared[target - place + MaxDistance] += share;
                }
            }
        }

        var best = Array.IndexOf(spared, spared.Max());
        return spared[best] > 0 ? (best - MaxDistance, spared[best]) : null;
    }

    sealed class SameTargets : IEqualityComparer<List<int>>
    {
        public static readonly SameTargets Instance = new();

        public bool Equals(List<int>? x, List<int>? y) =>
            CollectionsMarshal.AsSpan(x).SequenceEqual(CollectionsMarshal.AsSpan(y));

        public int GetHashCode(List<int> obj)
        {
            var hash = (uint)obj.Count;
            foreach (var place in obj)
            {
                hash = (hash ^ (uint)place) * 0x9E3779B1;
                hash ^= hash >> 15;
            }

            return (int)hash;
        }
    }
}
