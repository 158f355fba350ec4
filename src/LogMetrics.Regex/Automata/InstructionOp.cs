namespace LogMetrics.Regex.Automata;

/// <summary>What an instruction of an <see cref="Automaton"/> does.</summary>
enum InstructionOp : byte
{
    /// <summary>Consumes one byte out of the set <see cref="Instruction.Argument"/>.</summary>
    Bytes,

    /// <summary>Goes on at <see cref="Instruction.Next"/>, or, less preferred, at <see cref="Instruction.Argument"/>.</summary>
    Split,

    /// <summary>Stores the position in the slot <see cref="Instruction.Argument"/>.</summary>
    Save,

    /// <summary>Goes on only if the one of <see cref="Assertions"/> with the bit <see cref="Instruction.Argument"/> holds here.</summary>
    Assert,

    /// <summary>The pattern <see cref="Instruction.Argument"/> matches.</summary>
    Match,

    /// <summary>Never goes on.</summary>
    Fail,

    /// <summary>While building only: the <see cref="Watcher"/> <see cref="Instruction.Argument"/> goes along from here.</summary>
    Watch,

    /// <summary>While building only: the atomic group of the <see cref="Watcher"/> <see cref="Instruction.Argument"/> ends.</summary>
    Release,
}
