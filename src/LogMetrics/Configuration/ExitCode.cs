namespace LogMetrics.Configuration;

/// <summary>How the process ends; scripts and unit files rely on these numbers.</summary>
static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>The input was found wrong: a program with errors, a log that cannot be read to its end.</summary>
    public const int InputWrong = 1;

    /// <summary>The command line or the configuration cannot be meant like this.</summary>
    public const int Usage = 2;

    /// <summary>The operating system refused: a port, a socket, a pipe.</summary>
    public const int SystemFailure = 3;
}
