namespace LogMetrics.Regex.Automata;

/// <summary>What a pass back over a text leaves behind: which ways lead to a match.</summary>
abstract class Trail
{
    /// <summary>Whether an instruction can consume the byte at a position and still come to a match.</summary>
    public abstract bool LeadsOn(int instruction, int position);
}
