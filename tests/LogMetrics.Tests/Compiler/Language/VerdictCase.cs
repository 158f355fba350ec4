namespace LogMetrics.Tests.Compiler.Language;

/// <summary>A small program, whether it compiles, and where mtail 3.0.0-rc50 decides otherwise, why.</summary>
/// <param name="Codes">The errors in the order of their places; empty when it compiles.</param>
/// <param name="MtailReason">Null where mtail has the same verdict.</param>
/// <param name="Program">The text.</param>
sealed record VerdictCase(string[] Codes, string? MtailReason, string Program)
{
    /// <summary>The cases of <c>verdicts.cases</c>: <c>=== ok</c> or <c>=== LM1001 LM2005</c>, perhaps a colon and the reason
    /// of a difference, and then the program.</summary>
    public static IReadOnlyList<VerdictCase> All { get; } =
    [
        .. File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Compiler/Language/verdicts.cases"))
            .Split("\n=== ")
            .Skip(1)
            .Select(Parse),
    ];

    public bool Compiles => Codes.Length == 0;

    static VerdictCase Parse(string text)
    {
        string[] headAndProgram = text.Split('\n', 2);
        string[] codesAndReason = headAndProgram[0].Split(": ", 2);
        return new VerdictCase(
            codesAndReason[0] == "ok" ? [] : codesAndReason[0].Split(' '),
            codesAndReason.Length > 1 ? codesAndReason[1] : null,
            headAndProgram[1] + "\n");
    }
}
