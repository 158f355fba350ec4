using LogMetrics.Regex.Syntax;
using LogMetrics.Regex.Syntax.Unicode;

namespace LogMetrics.Regex.Automata;

/// <summary>Says how large the automaton of a pattern will be, before any of it is built.</summary>
sealed class AutomatonSize
{
    // A pattern names few classes but repeats them: the arrays of the tree tell them apart.
    readonly Dictionary<int[], Utf8Class> _classes = new(RangesComparer.Instance);

    /// <summary>The automaton of a class, built once.</summary>
    public Utf8Class ClassOf(int[] ranges)
    {
        if (!_classes.TryGetValue(ranges, out var automaton))
        {
            automaton = Utf8Class.Of(ranges);
            _classes.Add(ranges, automaton);
        }

        return automaton;
    }

    /// <summary>The instructions that a tree becomes, counted repetitions written out.</summary>
    public long Of(RegexpNode node)
    {
        switch (node.Op)
        {
            case RegexpOp.EmptyMatch:
                return 0;
            case RegexpOp.Literal:
                return node.RuneArray.Sum(rune => (long)ClassOf(CasesOf(rune, node.IsFoldCase)).InstructionCount);
            case RegexpOp.CharClass:
                return ClassOf(node.RuneArray).InstructionCount;
            case RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline:
                return 10;
            case RegexpOp.Repeat:
                var times = Math.Max(node.Max < 0 ? node.Min + 1 : node.Max, 1);
                return times * (Of(node.SubList[0]) + 1);
            case RegexpOp.Capture:
                return Of(node.SubList[0]) + 2;
            default:
                return node.SubList.Sum(Of) + Math.Max(2, node.SubList.Count);
        }
    }

    /// <summary>The code points that a character of a literal stands for, as ranges.</summary>
    public static int[] CasesOf(int rune, bool foldCase)
    {
        if (!foldCase || CaseFolding.Following(rune) == rune)
        {
            return [rune, rune];
        }

        var cases = new CharClassBuilder();
        cases.AddRange(rune, rune, foldCase: true);
        return cases.ToRanges();
    }

    /// <summary>Takes classes of the same code points for the same.</summary>
    public sealed class RangesComparer : IEqualityComparer<int[]>
    {
        public static readonly RangesComparer Instance = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            foreach (var rune in obj)
            {
                hash.Add(rune);
            }

            return hash.ToHashCode();
        }
    }
}
