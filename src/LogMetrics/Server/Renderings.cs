using System.IO.Compression;

namespace LogMetrics.Server;

/// <summary>A snapshot in one form, compressed at most once.</summary>
sealed class Rendering(ReadOnlyMemory<byte> content)
{
    readonly Lazy<byte[]> _compressed = new(() => Compress(content));

    /// <summary>Stands for a snapshot that may not be shown yet.</summary>
    public static Rendering Withheld { get; } = new(ReadOnlyMemory<byte>.Empty);

    /// <summary>The bytes as they are.</summary>
    public ReadOnlyMemory<byte> Content { get; } = content;

    /// <summary>The same with gzip.</summary>
    public ReadOnlyMemory<byte> Compressed => _compressed.Value;

    static byte[] Compress(ReadOnlyMemory<byte> content)
    {
        using var output = new MemoryStream((content.Length / 8) + 64);
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(content.Span);
        }

        return output.ToArray();
    }
}

/// <summary>Renders on demand, at most two at a time, however many ask.</summary>
/// <remarks>Whoever asks while both places are taken shares the one that was begun last for the same form, so that a
/// stampede of scrapers costs two renderings and not one for each. Nobody gets a rendering that was finished before he asked.</remarks>
sealed class Renderings(Func<ScrapeFormat, Task<Rendering>> render)
{
    const int MaxAtOnce = 2;

    readonly Lock _starting = new();
    readonly Dictionary<ScrapeFormat, Task<Rendering>> _latest = [];
    readonly HashSet<Task> _running = [];

    /// <summary>A rendering in the form.</summary>
    public async Task<Rendering> GetAsync(ScrapeFormat format)
    {
        while (true)
        {
            Task wait;
            lock (_starting)
            {
                _running.RemoveWhere(task => task.IsCompleted);
                if (_running.Count < MaxAtOnce)
                {
                    Task<Rendering> started = Task.Run(() => render(format));
                    _running.Add(started);
                    _latest[format] = started;
                    wait = started;
                }
                else if (_latest.TryGetValue(format, out Task<Rendering>? running) && !running.IsCompleted)
                {
                    wait = running;
                }
                else
                {
                    wait = Task.WhenAny(_running);
                }
            }

            if (wait is Task<Rendering> rendering)
            {
                return await rendering;
            }

            await wait;
        }
    }
}
