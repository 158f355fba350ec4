using System.Text;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Runtime.State;

/// <summary>Tells whether a program does what it did: a hash of it as it runs, so that its layout does not count.</summary>
static class ProgramHash
{
    internal static ulong Of(MetricProgram program)
    {
        ulong hash = 14695981039346656037;
        foreach (byte value in Encoding.UTF8.GetBytes(ProgramPrinter.Print(program)))
        {
            hash = (hash ^ value) * 1099511628211;
        }

        return hash;
    }
}
