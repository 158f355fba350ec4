using LogMetrics.Regex.Syntax;

namespace LogMetrics.Regex.Automata;

/// <summary>What the instructions of an automaton consume, in parts that nothing about it tells apart.</summary>
abstract class Alphabet
{
    /// <summary>The number of the set of everything.</summary>
    public abstract int All { get; }

    /// <summary>For each part of a set one byte or code point of it.</summary>
    /// <param name="set">The number by which instructions name the set.</param>
    public abstract IEnumerable<int> PartsOf(int set);

    /// <summary>The number of the set of some parts.</summary>
    /// <param name="parts">A byte or code point of each.</param>
    public abstract int SetOf(IEnumerable<int> parts);

    /// <summary>Bytes, each for itself.</summary>
    public sealed class OfBytes(Numbering<ByteSet> sets) : Alphabet
    {
        public override int All => sets.Of(ByteSet.All);

        public override IEnumerable<int> PartsOf(int set) => sets.Items[set].ToArray().Select(value => (int)value);

        public override int SetOf(IEnumerable<int> parts) =>
            sets.Of(parts.Aggregate(default(ByteSet), (set, value) => set.With((byte)value)));
    }

    /// <summary>Code points, in classes.</summary>
    public sealed class OfCharacters : Alphabet
    {
        readonly Numbering<int[]> _sets;
        readonly CharacterClasses _classes;
        readonly int[] _first;
        readonly List<int>[] _classesOf;
        readonly List<int>[] _rangesOf;

        /// <param name="sets">The sets that instructions name; those of the result are added.</param>
        /// <param name="watchers">What tells characters apart beside them.</param>
        public OfCharacters(Numbering<int[]> sets, IReadOnlyList<Watcher> watchers)
        {
            _sets = sets;
            All = sets.Of([0, CharClassBuilder.MaxRune]);
            _classes = new CharacterClasses([.. sets.Items, .. watchers.SelectMany(watcher => watcher.CharacterSets)]);
            _rangesOf = [.. Enumerable.Range(0, _classes.Count).Select(_ => new List<int>())];
            foreach (var (first, last, number) in _classes.Ranges())
            {
                _rangesOf[number].AddRange([first, last]);
            }

            _first = [.. _rangesOf.Select(ranges => ranges[0])];
            _classesOf = [.. sets.Items.Select(_ => new List<int>())];
            for (var number = 0; number < _classes.Count; number++)
            {
                foreach (var set in _classes.SetsOf[number].Where(set => set < _classesOf.Length))
                {
                    _classesOf[set].Add(number);
                }
            }
        }

        public override int All { get; }

        public override IEnumerable<int> PartsOf(int set) => _classesOf[set].Select(number => _first[number]);

        public override int SetOf(IEnumerable<int> parts)
        {
            var ranges = new CharClassBuilder();
            foreach (var part in parts)
            {
                ranges.AddAll(_rangesOf[_classes.Of(part)].ToArray());
            }

            return _sets.Of(ranges.ToRanges());
        }
    }
}
