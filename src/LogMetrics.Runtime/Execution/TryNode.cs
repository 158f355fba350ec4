namespace LogMetrics.Runtime.Execution;

/// <summary>A block of which an error ends no more than itself.</summary>
/// <param name="body">What may fail.</param>
/// <param name="otherwise">What runs when it did; null when nobody takes care of the error, which is then counted.</param>
sealed class TryNode(StatementNode[] body, StatementNode[]? otherwise) : StatementNode
{
    /// <summary>The program that it belongs to; set once, when there is one.</summary>
    public ExecutableProgram? Program { get; set; }

    public override bool Run(LineContext line)
    {
        if (RunAll(body, line))
        {
            return true;
        }

        if (line.Error is null)
        {
            // A `stop` is no error.
            return false;
        }

        if (otherwise is null)
        {
            Program?.CountError(line);
        }

        line.ForgetError();
        return otherwise is null || RunAll(otherwise, line);
    }
}
