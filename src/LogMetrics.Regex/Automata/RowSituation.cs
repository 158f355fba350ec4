using System.Runtime.CompilerServices;

namespace LogMetrics.Regex.Automata;

/// <summary>What rows of places need to know at a point of a text where certain assertions hold.</summary>
sealed class RowSituation
{
    readonly CharacterPlaces _places;
    readonly Ways?[] _ways;
    WordSituation? _word;

    public RowSituation(CharacterPlaces places, Assertions holding)
    {
        _places = places;
        Holding = holding;
        _ways = new Ways?[places.Automaton.Code.Length];
        for (var i = 0; i < Math.Min(places.AssertionInstructions.Length, RowStep.MaxAssertions); i++)
        {
            var instruction = places.Automaton.Code[places.AssertionInstructions[i]];
            Holds[i >> 6] |= Neighbours.Holds(holding, instruction) ? 1UL << i : 0;
        }
    }

    public Assertions Holding { get; }

    /// <summary>The assertions of the pattern that hold, a bit for each; one vector.</summary>
    public ulong[] Holds { get; } = new ulong[RowStep.WordsPerVector];

    /// <summary>What has to be looked up to know which of them lead on; null until somebody has asked.</summary>
    public RowLookups? Looks { get; set; }

    /// <summary>The same for a row of one word.</summary>
    public WordSituation Word => _word ??= new WordSituation(_places, Holding);

    /// <summary>The ways on from an instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Ways WaysFrom(int instruction) => _ways[instruction] ?? FindWays(instruction);

    Ways FindWays(int instruction)
    {
        var (leaves, saves) = (new List<int>(), new List<Saving?>());
        _places.Follow(instruction, Holding, leaves, saves);
        return _ways[instruction] = new Ways(_places, leaves, saves);
    }
}
