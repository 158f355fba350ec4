using System.Numerics;

namespace LogMetrics.Regex.Literals;

/// <summary>Puts windows of literals into a few groups, so that other texts look like a window of a group as seldom as can be.</summary>
/// <remarks>
/// A group knows of each place in its windows only which low and which high halves of bytes stand there. So windows go
/// together that share halves: again and again the two groups are joined whose union lets the fewest strangers in.
/// </remarks>
sealed class WindowGroups
{
    // Of more windows than this, neighbours in the order of their bytes begin together.
    const int MaxFirstGroups = 96;

    readonly List<Group> _groups = [];

    /// <param name="windows">The windows, all of one length.</param>
    /// <param name="count">The most groups.</param>
    public WindowGroups(IEnumerable<byte[]> windows, int count)
    {
        var sorted = windows.OrderBy(window => window, Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)))
            .ToList();
        var first = Math.Min(sorted.Count, MaxFirstGroups);
        for (var i = 0; i < first; i++)
        {
            var from = i * sorted.Count / first;
            _groups.Add(new Group(sorted[from..((i + 1) * sorted.Count / first)]));
        }

        while (_groups.Count > count)
        {
            JoinTwo();
        }
    }

    /// <summary>For each group its windows.</summary>
    public IEnumerable<IReadOnlyList<byte[]>> Windows => _groups.Select(group => group.Windows);

    void JoinTwo()
    {
        var (bestA, bestB, best) = (0, 1, double.MaxValue);
        for (var a = 0; a < _groups.Count; a++)
        {
            for (var b = a + 1; b < _groups.Count; b++)
            {
                var strangers = _groups[a].StrangersWith(_groups[b]);
                if (strangers < best)
                {
                    (bestA, bestB, best) = (a, b, strangers);
                }
            }
        }

        var joined = new Group([.. _groups[bestA].Windows, .. _groups[bestB].Windows]);
        _groups.RemoveAt(bestB);
        _groups[bestA] = joined;
    }

    sealed class Group
    {
        readonly ushort[] _low;
        readonly ushort[] _high;
        readonly double _strangers;
        readonly Dictionary<Group, double> _strangersWith = [];

        public Group(List<byte[]> windows)
        {
            Windows = windows;
            _low = new ushort[windows[0].Length];
            _high = new ushort[windows[0].Length];
            foreach (var window in windows)
            {
                for (var i = 0; i < window.Length; i++)
                {
                    _low[i] |= (ushort)(1 << (window[i] & 15));
                    _high[i] |= (ushort)(1 << (window[i] >> 4));
                }
            }

            _strangers = Strangers(this);
        }

        public List<byte[]> Windows { get; }

        /// <summary>How many more places of a text would look like one of both than like one of each.</summary>
        public double StrangersWith(Group other)
        {
            if (!_strangersWith.TryGetValue(other, out var strangers))
            {
                strangers = Strangers(other) - _strangers - other._strangers;
                _strangersWith.Add(other, strangers);
            }

            return strangers;
        }

        double Strangers(Group other)
        {
            var share = 1.0;
            for (var i = 0; i < _low.Length; i++)
            {
                var bytes = 0.0;
                for (var high = _high[i] | other._high[i]; high != 0; high &= high - 1)
                {
                    for (var low = _low[i] | other._low[i]; low != 0; low &= low - 1)
                    {
                        bytes += ByteRarity.ShareOf(
                            (BitOperations.TrailingZeroCount(high) << 4) | BitOperations.TrailingZeroCount(low));
                    }
                }

                share *= bytes;
            }

            return share;
        }
    }
}
