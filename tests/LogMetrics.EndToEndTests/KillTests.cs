using System.Globalization;
using System.Text;
using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>What a scraper sees of a process that is killed again and again, under load, while its log is rotated.</summary>
public sealed class KillTests : IDisposable
{
    const string Requests =
        """
        counter lines_total
        counter requests_total by verb
        counter thousands_total by thousand
        /^(?P<verb>[A-Z]+) \/\d+ (?P<thousand>\d{6})\d{3}$/ {
          lines_total++
          thousands_total[$thousand]++
          requests_total[$verb]++
        }

        """;

    // 20 take half a minute; LOGMETRICS_KILLS=200 is what the product promises.
    static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("LOGMETRICS_KILLS") ?? "20", CultureInfo.InvariantCulture);

    static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("LOGMETRICS_KILL_SEED") ?? "1", CultureInfo.InvariantCulture);

    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("app.log")]
    [InlineData("app.log*")]
    public Task Every_line_counts_once(string glob) => EveryLineCountsOnceAsync(glob, Requests);

    // Positions are starts of records: whatever was taken of one by a process that was killed is read again.
    [Fact]
    public Task Every_record_of_several_lines_counts_once() => EveryLineCountsOnceAsync(
        "app.log",
        Requests.Replace(@"\d{3}$/", @"\d{3}\n\tfirst( more)*\n\tlast$/", StringComparison.Ordinal),
        (line, random) => $"{line}\n\tfirst{string.Concat(Enumerable.Repeat(" more", random.Next(20)))}\n\tlast\n",
        "--multiline-start", "^[A-Z]");

    [Fact]
    public Task Every_line_that_a_container_runtime_cuts_in_pieces_counts_once() => EveryLineCountsOnceAsync(
        "app.log", Requests, InPieces, "--input-format", "cri");

    static string InPieces(string line, Random random)
    {
        const string Stamp = "2026-11-21T10:00:00.000000000Z stdout";
        var text = new StringBuilder();
        while (random.Next(3) == 0 && line.Length > 1)
        {
            int cut = random.Next(1, line.Length);
            text.Append(CultureInfo.InvariantCulture, $"{Stamp} P {line[..cut]}\n");
            line = line[cut..];
        }

        return text.Append(CultureInfo.InvariantCulture, $"{Stamp} F {line}\n").ToString();
    }

    async Task EveryLineCountsOnceAsync(
        string glob, string program, Func<string, Random, string>? form = null, params string[] options)
    {
        var random = new Random(Seed);
        var watch = new CounterWatch();

        // Another scraper, which comes when it wants to.
        var other = new CounterWatch();
        var told = new StringBuilder();
        using var writer = new RotatingWriter(_workspace["app.log"], Seed, form);
        for (int kill = 0; kill < Kills; kill++)
        {
            await using Exporter exporter = await ServeAsync(glob, program, options);
            if (kill == 0)
            {
                // What was rotated before the first start is an archive.
                writer.Start();
            }

            int scrapes = random.Next(6);
            for (int scrape = 0; scrape < scrapes; scrape++)
            {
                await WaitAsync(random.Next(60));
                await ScrapeAsync(exporter, random.Next(3) > 0 ? watch : other);
            }

            await WaitAsync(random.Next(200));
            await exporter.Process.KillAsync();
            told.Append(CultureInfo.InvariantCulture, $"{writer.Lines} lines, {writer.Rotations} rotations\n{exporter.Process.Error}");
            await WaitAsync(random.Next(200));
        }

        writer.Stop();
        await using Exporter last = await ServeAsync(glob, program, options);
        await Eventually.True(
            async () =>
            {
                await ScrapeAsync(last, watch);
                return watch.Total("lines") >= writer.Lines;
            },
            () => $"{watch.Total("lines")} of {writer.Lines} lines; {watch.Scrapes} scrapes, {writer.Rotations} rotations, seed {Seed}; "
                + $"{Wrong(watch, writer.Lines)}; "
                + $"{told}{last.Process.Error}\n{string.Join('\n', watch.Falls)}");
        await WaitAsync(300);
        await ScrapeAsync(last, watch);
        await ScrapeAsync(last, other);

        string summary = $"seed {Seed}, {writer.Rotations} rotations, {watch.Scrapes} scrapes, {watch.Resets} new starts";
        Assert.Empty(watch.Falls.Concat(other.Falls));
        Assert.True(writer.Lines == other.Total("lines"), $"the other scraper: {other.Total("lines")} of {writer.Lines}; {summary}");
        Assert.True(writer.Lines == watch.Total("lines"), $"{watch.Total("lines")} of {writer.Lines}; {summary}");
        Assert.True(writer.Lines == watch.Total("requests"), $"{watch.Total("requests")} of {writer.Lines}; {summary}");
        Assert.True(watch.Resets == 0, summary);
        TestContext.Current.TestOutputHelper?.WriteLine($"{writer.Lines} lines, {summary}");
    }

    // Which lines are missing, or there twice, as far as labels tell.
    static string Wrong(CounterWatch watch, long lines) => string.Join(", ", Enumerable.Range(0, (int)(lines / 1000))
        .Select(thousand => (Thousand: thousand, Count: watch.TotalOf($"thousands_total{{thousand=\"{thousand}\"}}")))
        .Where(count => count.Count != 1000)
        .Select(count => $"{count.Count} lines from {1000 * count.Thousand}"));

    Task<Exporter> ServeAsync(string glob, string program, string[] options) => Exporter.ServeAsync(
    [
        "--programs", _workspace.Write("requests.mtail", program), "--logs", _workspace[glob], "--read-from", "beginning",
        "--state-dir", _workspace["state"], "--state-interval", "200ms", .. options,
    ]);

    static async Task ScrapeAsync(Exporter exporter, CounterWatch watch)
    {
        using HttpResponseMessage response = await exporter.AskAsync("/metrics", "application/openmetrics-text", gzip: false);
        response.EnsureSuccessStatusCode();
        watch.Take(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    static Task WaitAsync(int milliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, TestContext.Current.CancellationToken);
}
