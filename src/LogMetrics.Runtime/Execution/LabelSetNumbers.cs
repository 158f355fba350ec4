using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime.Execution;

/// <summary>Numbers for the label sets that come by, from 0: several metrics that are written with the same keys look a set up once
/// together, and each then finds its series by the number.</summary>
/// <remarks>Only so many sets get one. Those of later ones are looked up by each metric, as if there were no numbers.</remarks>
sealed class LabelSetNumbers
{
    /// <summary>What metrics with bounded labels have is far below; each number costs each metric eight bytes.</summary>
    public const int MaxSets = 4096;

    /// <summary>The answer for a set without a number.</summary>
    public const int None = -1;

    byte[][] _sets = new byte[4][];
    uint[] _hashes = new uint[4];

    // One more than a number; 0 is free. Twice as many as sets, so that a free place is near.
    int[] _places = new int[8];
    int _count;
    int _last = None;

    /// <summary>The number of a set.</summary>
    public int Of(LabelValues labels)
    {
        ReadOnlySpan<byte> key = labels.Key;
        if (_last >= 0 && key.SequenceEqual(_sets[_last]))
        {
            return _last;
        }

        uint hash = labels.Hash;
        int at = (int)hash & (_places.Length - 1);
        for (; _places[at] != 0; at = (at + 1) & (_places.Length - 1))
        {
            int number = _places[at] - 1;
            if (_hashes[number] == hash && key.SequenceEqual(_sets[number]))
            {
                return _last = number;
            }
        }

        return _count == MaxSets ? None : _last = Add(key, hash, at);
    }

    int Add(ReadOnlySpan<byte> key, uint hash, int at)
    {
        if (_count == _sets.Length)
        {
            Array.Resize(ref _sets, 2 * _count);
            Array.Resize(ref _hashes, 2 * _count);
            _places = new int[4 * _count];
            for (int number = 0; number < _count; number++)
            {
                _places[FreePlace(_hashes[number])] = number + 1;
            }

            at = FreePlace(hash);
        }

        _sets[_count] = key.ToArray();
        _hashes[_count] = hash;
        _places[at] = ++_count;
        return _count - 1;
    }

    int FreePlace(uint hash)
    {
        int at = (int)hash & (_places.Length - 1);
        while (_places[at] != 0)
        {
            at = (at + 1) & (_places.Length - 1);
        }

        return at;
    }
}
