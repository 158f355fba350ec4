namespace LogMetrics.Regex.Automata;

/// <summary>One state of an <see cref="Automaton"/>.</summary>
/// <param name="Op">What it does.</param>
/// <param name="Next">The instruction that follows.</param>
/// <param name="Argument">What <see cref="InstructionOp"/> says for its kind.</param>
readonly record struct Instruction(InstructionOp Op, int Next, int Argument);
