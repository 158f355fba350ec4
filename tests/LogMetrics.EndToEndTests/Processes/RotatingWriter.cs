using System.Globalization;
using System.Text;

namespace LogMetrics.EndToEndTests.Processes;

/// <summary>Writes numbered lines to a log and rotates it now and then, by renaming or by copying and emptying.</summary>
/// <remarks>It rotates itself, between two writes: what somebody else's copytruncate loses between its two steps nobody can
/// read, and what is deleted neither; so everything that it writes is somewhere to be found.</remarks>
/// <param name="log">The path of the log.</param>
/// <param name="seed">What it does by chance comes from here.</param>
/// <param name="form">Makes of a line what is written of it, its end included; null writes it as it is.</param>
sealed class RotatingWriter(string log, int seed, Func<string, Random, string>? form = null) : IDisposable
{
    const int LinesPerWrite = 25;

    readonly CancellationTokenSource _stop = new();
    readonly Random _random = new(seed);
    readonly ManualResetEventSlim _pause = new();
    Thread? _thread;

    /// <summary>How many whole lines were written.</summary>
    public long Lines { get; private set; }

    /// <summary>How often the log was rotated.</summary>
    public int Rotations { get; private set; }

    /// <summary>Starts to write, about 20,000 lines a second.</summary>
    public void Start()
    {
        _thread = new Thread(Write) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Writes no more.</summary>
    public void Stop()
    {
        _stop.Cancel();
        _thread?.Join();
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
        _pause.Dispose();
    }

    void Write()
    {
        FileStream file = Open();
        while (!_stop.IsCancellationRequested)
        {
            var text = new StringBuilder();
            for (int i = 0; i < LinesPerWrite; i++)
            {
                string line = string.Create(
                    CultureInfo.InvariantCulture, $"{(_random.Next(4) == 0 ? "GET" : "PUT")} /{_random.Next(20)} {Lines++:D9}");
                text.Append(form is null ? $"{line}\n" : form(line, _random));
            }

            byte[] bytes = Encoding.ASCII.GetBytes(text.ToString());
            int half = _random.Next(bytes.Length);
            file.Write(bytes.AsSpan(0, half));
            file.Write(bytes.AsSpan(half));
            if (_random.Next(1000) < 3)
            {
                file = Rotate(file);
            }

            _pause.Wait(1);
        }

        file.Dispose();
    }

    FileStream Rotate(FileStream file)
    {
        Rotations++;
        for (int number = Rotations; number > 1; number--)
        {
            string older = $"{log}.{number - 1}";
            if (File.Exists(older))
            {
                File.Move(older, $"{log}.{number}");
            }
        }

        if (_random.Next(2) == 0)
        {
            file.Dispose();
            File.Move(log, $"{log}.1");
            return Open();
        }

        File.Copy(log, $"{log}.1");
        file.SetLength(0);
        return file;
    }

    // No buffer, and at the end wherever that is: as servers write their logs.
    FileStream Open() => new(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
