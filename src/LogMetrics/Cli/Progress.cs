using System.Globalization;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Cli;

/// <summary>Tells on a terminal how far reading has come; says nothing anywhere else.</summary>
sealed class Progress : IDisposable
{
    readonly bool _isTerminal = !Console.IsErrorRedirected;
    int _width;

    /// <summary>Writes the line anew.</summary>
    public void Show(IReadOnlyList<SourceStatus> sources)
    {
        if (!_isTerminal)
        {
            return;
        }

        double read = sources.Sum(source => (double)source.PositionBytes);
        double size = Math.Max(1, sources.Sum(source => (double)source.SizeBytes));
        long lines = sources.Sum(source => source.Lines);
        string text = string.Create(
            CultureInfo.InvariantCulture, $"{Math.Min(1, read / size):P0} of {size / 1e6:N1} MB, {lines:N0} lines");
        Console.Error.Write("\r" + text.PadRight(_width));
        _width = text.Length;
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_width > 0)
        {
            Console.Error.Write("\r" + new string(' ', _width) + "\r");
            _width = 0;
        }
    }

    public void Dispose() => Clear();
}
