using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.State;
using LogMetrics.Runtime.Telemetry;
using LogMetrics.Tests.Runtime.Execution;
using LogMetrics.Tests.Runtime.Inputs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.State;

public sealed class StateKeeperTests : IDisposable
{
    const string CountLines = "counter lines\ngauge last\n/(\\d+)/ {\n  lines++\n  last = $1\n}\n";

    const string OtherLines = "histogram lines buckets 2, 4\n/(\\d+)/ {\n  lines = $1\n}\n";

    readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Nothing_is_shown_that_is_not_saved_before()
    {
        var disk = new MemoryStorage();
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n2\n");
            Assert.Equal(2, await first.ShowAsync());
            first.Write("3\n");
            first.Read();
        }

        // The third line was counted, but nobody has seen it: it is counted again.
        using var next = new Life(_directory, disk, CountLines);
        Assert.True(next.Keeper.Status.IsRestored);
        Assert.Equal(3, await next.ShowAsync());
    }

    // A process that is killed soon is followed by one that knows which logs it has met.
    [Fact(Timeout = 60_000)]
    public async Task What_the_first_look_has_found_is_saved_before_the_interval_is_over()
    {
        var disk = new MemoryStorage();
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n2\n");
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            Task running = first.Keeper.RunAsync(stop.Token);
            Assert.Empty(disk.Sequences());
            first.Read();
            await first.AskingUntil(() => first.Keeper.Status.SavedAt is not null);
            await stop.CancelAsync();
            await first.Asking(running);
        }

        File.Move(_directory["app.log"], _directory["app.log.1"]);
        using var next = new Life(_directory, disk, CountLines);
        next.Write("3\n");
        Assert.Equal(3, await next.ShowAsync());
    }

    [Fact]
    public async Task A_counter_keeps_its_start_and_a_new_process_does_not_begin_it_anew()
    {
        var disk = new MemoryStorage();
        long start;
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            await first.ShowAsync();
            start = first.Started;
        }

        using var next = new Life(_directory, disk, CountLines, later: TimeSpan.FromHours(1));
        await next.ShowAsync();
        Assert.Equal(start, next.Started);
    }

    [Fact]
    public async Task When_the_disk_is_full_scrapes_are_answered_and_the_next_process_waits_until_it_has_counted_as_far()
    {
        var disk = new MemoryStorage();
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            await first.ShowAsync();
            disk.IsFull = true;
            first.Write("2\n3\n");
            Assert.Equal(3, await first.ShowAsync());
            Assert.Equal(1, first.Own.Count("logmetrics_state_write_errors_total"));
        }

        disk.IsFull = false;
        using var next = new Life(_directory, disk, CountLines);
        Assert.True(next.Keeper.Status.IsHeld);
        Assert.Null(await next.ShowAsync(reading: false));
        Assert.Equal(3, await next.ShowAsync());
        Assert.False(next.Keeper.Status.IsHeld);
        Assert.True(next.Keeper.Status.IsRestored);
    }

    // Else a scraper that respects start timestamps would add what it has seen once more.
    [Fact]
    public async Task A_series_that_was_shown_and_not_saved_has_the_same_start_when_it_is_counted_again()
    {
        const string CountWords = "counter words by word\n/(?P<word>\\w+)/ { words[$word]++ }\n";
        var disk = new MemoryStorage();
        long start;
        using (var first = new Life(_directory, disk, CountWords))
        {
            await first.ShowAsync();
            disk.IsFull = true;
            first.Time.Advance(TimeSpan.FromSeconds(5));
            first.Write("new\n");
            Assert.Equal(1, await first.ShowAsync());
            start = first.Started;
        }

        disk.IsFull = false;
        using var next = new Life(_directory, disk, CountWords, later: TimeSpan.FromMinutes(1));
        Assert.Equal(1, await next.ShowAsync());
        Assert.Equal(start, next.Started);
    }

    [Fact]
    public async Task A_file_that_is_gone_but_was_counted_in_the_state_keeps_nobody_waiting()
    {
        var disk = new MemoryStorage();
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            first.Read();
            _directory.Rename("app.log", "app.log.1");
            first.Write("2\n");
            Assert.Equal(2, await first.ShowAsync());
            disk.IsFull = true;
            first.Write("3\n");
            Assert.Equal(3, await first.ShowAsync());
        }

        disk.IsFull = false;
        File.Delete(_directory["app.log.1"]);
        using var next = new Life(_directory, disk, CountLines);
        Assert.Null(await next.ShowAsync(reading: false));
        Assert.Equal(3, await next.ShowAsync());
        Assert.True(next.Keeper.Status.IsRestored);
    }

    [Fact]
    public async Task What_was_shown_of_a_file_that_is_gone_and_forgotten_since_begins_anew()
    {
        var disk = new MemoryStorage();
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            await first.ShowAsync();
            disk.IsFull = true;
            first.Write("2\n3\n");
            first.Read();
            File.Delete(_directory["app.log"]);
            first.Read();
            first.Wait(TimeSpan.FromMinutes(1));
            first.Write("4\n");
            Assert.Equal(4, await first.ShowAsync());
        }

        disk.IsFull = false;
        using var next = new Life(_directory, disk, CountLines, later: TimeSpan.FromMinutes(2));
        Assert.Null(await next.ShowAsync());
    }

    // Its position is soon reached again, but not what was counted before it was emptied.
    [Fact]
    public async Task After_a_file_was_emptied_what_was_shown_and_not_saved_begins_anew()
    {
        var disk = new MemoryStorage();
        long start;
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            await first.ShowAsync();
            start = first.Started;
            disk.IsFull = true;
            first.Write("2\n3\n4\n5\n");
            await first.ShowAsync();
            _directory.Truncate("app.log");
            first.Write("6\n");
            Assert.Equal(6, await first.ShowAsync());
        }

        disk.IsFull = false;
        using var next = new Life(_directory, disk, CountLines, later: TimeSpan.FromMinutes(1));
        Assert.Equal(1, await next.ShowAsync());
        Assert.True(next.Started > start);
    }

    // The state that is there is the one of before that.
    [Fact]
    public async Task Where_counters_began_anew_and_were_not_saved_the_next_process_does_not_go_back_to_those_of_before()
    {
        var disk = new MemoryStorage();
        await ShowMoreThanIsSavedAsync(disk);

        File.Delete(_directory["app.log"]);
        long start;
        using (var second = new Life(_directory, disk, CountLines, later: TimeSpan.FromMinutes(1)))
        {
            Assert.Null(await second.ShowAsync());
            second.Time.Advance(TimeSpan.FromSeconds(11));
            Assert.Equal(0, await second.ShowAsync());
            second.Write("4\n");
            Assert.Equal(1, await second.ShowAsync());
            start = second.Started;
            Assert.Equal(second.Time.Now, DateTimeOffset.FromUnixTimeMilliseconds(start / 1_000_000));
        }

        disk.IsFull = false;
        using var third = new Life(_directory, disk, CountLines, later: TimeSpan.FromMinutes(2));
        Assert.Equal(1, await third.ShowAsync());
        Assert.True(third.Started > start);
    }

    // What a slow engine has not counted yet is not gone.
    [Fact]
    public async Task What_was_shown_and_not_saved_is_waited_for_as_long_as_the_engine_is_behind()
    {
        var disk = new MemoryStorage();
        await ShowMoreThanIsSavedAsync(disk);

        disk.IsFull = false;
        using var next = new Life(_directory, disk, CountLines, later: TimeSpan.FromMinutes(1));
        Assert.Null(await next.ShowAsync(reading: false));
        next.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(await next.ShowAsync(reading: false));
        Assert.Equal(3, await next.ShowAsync());
        Assert.True(next.Keeper.Status.IsRestored);
    }

    [Fact]
    public async Task What_was_shown_and_cannot_be_counted_again_begins_anew()
    {
        var disk = new MemoryStorage();
        long start = await ShowMoreThanIsSavedAsync(disk);

        disk.IsFull = false;
        File.Delete(_directory["app.log"]);
        using var next = new Life(_directory, disk, CountLines, later: TimeSpan.FromMinutes(1));
        Assert.Null(await next.ShowAsync());
        next.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, await next.ShowAsync());
        Assert.False(next.Keeper.Status.IsRestored);
        Assert.True(next.Started > start);
    }

    [Fact]
    public async Task When_the_newest_file_is_damaged_positions_and_gauges_go_on_and_counters_begin_anew()
    {
        var disk = new MemoryStorage();
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            await first.ShowAsync();
            first.Write("2\n");
            await first.ShowAsync();
        }

        disk.Files[disk.Files.Keys.Max()][60] ^= 1;
        using var next = new Life(_directory, disk, CountLines);
        Assert.False(next.Keeper.Status.IsRestored);
        next.Read();
        Assert.Equal(1, await next.ShowAsync());
        Assert.Equal(2, next.Gauge);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task After_the_machine_went_down_only_a_process_that_ended_in_order_is_gone_on_with(bool isFinal, bool isRestored)
    {
        var disk = new MemoryStorage();
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            first.Read();
            await first.Asking(first.Keeper.SaveAsync(isFinal));
        }

        using var next = new Life(_directory, disk, CountLines, boot: "another");
        Assert.Equal(isRestored, next.Keeper.Status.IsRestored);
        Assert.Equal(!isRestored, next.Keeper.Inputs!.MayHaveLostEnds);
        Assert.Equal(isRestored ? 1 : 0, await next.ShowAsync());
    }

    // Each of them counts from 0, so that none may have the start of the one before.
    [Fact]
    public async Task After_the_machine_went_down_each_process_that_cannot_save_begins_anew_with_a_start_of_its_own()
    {
        var disk = new MemoryStorage();
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            await first.ShowAsync();
        }

        disk.IsFull = true;
        long start = 0;
        for (int minutes = 1; minutes < 4; minutes++)
        {
            using var next = new Life(_directory, disk, CountLines, later: TimeSpan.FromMinutes(minutes), boot: "another");
            next.Write("2\n");
            Assert.Equal(minutes, await next.ShowAsync());
            Assert.True(next.Started > start);
            start = next.Started;
        }
    }

    [Fact]
    public async Task The_clock_that_is_set_back_makes_no_start_earlier()
    {
        var disk = new MemoryStorage();
        long start;
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            await first.ShowAsync();
            start = first.Started;
            first.Time.Advance(TimeSpan.FromHours(-5));
            first.Write("2\n");
            Assert.Equal(2, await first.ShowAsync());
        }

        // What was shown and is gone.
        disk.IsFull = true;
        using (var second = new Life(_directory, disk, CountLines, later: TimeSpan.FromHours(-4)))
        {
            second.Write("3\n");
            Assert.Equal(3, await second.ShowAsync());
            Assert.Equal(start, second.Started);
        }

        disk.IsFull = false;
        File.Delete(_directory["app.log"]);
        using var third = new Life(_directory, disk, CountLines, later: TimeSpan.FromHours(-3));
        Assert.Null(await third.ShowAsync());
        third.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, await third.ShowAsync());
        Assert.True(third.Started > start);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_saved_again_and_old_generations_go()
    {
        var disk = new MemoryStorage();
        using var life = new Life(_directory, disk, CountLines);
        for (int line = 0; line < 5; line++)
        {
            life.Write("1\n");
            await life.ShowAsync();
            await life.ShowAsync();
        }

        await life.Asking(life.Keeper.SaveAsync());
        Assert.Equal(5, disk.Writes);
        Assert.Equal([4L, 5L], disk.Files.Keys.Order());
        Assert.Equal([5L], disk.Synced);
    }

    [Fact]
    public async Task A_metric_that_is_taken_away_and_brought_back_goes_on_after_a_restart()
    {
        var disk = new MemoryStorage();
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            await first.ShowAsync();
        }

        using (var without = new Life(_directory, disk, CountLines.Replace("counter lines", "counter lines by x", StringComparison.Ordinal)
            .Replace("lines++", "lines[\"a\"]++", StringComparison.Ordinal)))
        {
            without.Write("2\n");
            await without.ShowAsync();
        }

        using var back = new Life(_directory, disk, CountLines);
        back.Write("3\n");
        Assert.Equal(2, await back.ShowAsync());
    }

    // The program in between counts the lines again that were shown, but not in that metric.
    [Fact]
    public async Task A_metric_that_was_shown_further_than_saved_does_not_come_back_behind_that()
    {
        var disk = new MemoryStorage();
        long start;
        using (var first = new Life(_directory, disk, CountLines))
        {
            first.Write("1\n");
            await first.ShowAsync();
            start = first.Started;
            disk.IsFull = true;
            first.Write("2\n3\n");
            Assert.Equal(3, await first.ShowAsync());
        }

        disk.IsFull = false;
        using (var without = new Life(_directory, disk, CountLines.Replace("lines", "other", StringComparison.Ordinal)))
        {
            Assert.NotNull(await without.ShowAsync());
        }

        using var back = new Life(_directory, disk, CountLines, later: TimeSpan.FromMinutes(1));
        Assert.Equal(0, await back.ShowAsync());
        Assert.True(back.Started > start);
    }

    // It began anew, as one that was forgotten or as another one, and nobody has saved that: who goes on with the saved one would
    // show a start that is earlier again.
    [Theory]
    [InlineData("counter other\n/(\\d+)/ {\n  other++\n}\n", CountLines)]
    [InlineData(OtherLines, OtherLines)]
    public async Task What_began_anew_under_its_name_and_was_not_saved_lets_the_next_process_begin_anew(string program, string next)
    {
        var disk = new MemoryStorage();
        await ShowMoreThanIsSavedAsync(disk);
        long start;
        using (var without = new Life(_directory, disk, program))
        {
            Assert.NotNull(await without.ShowAsync());
            without.Load(next);
            without.Write("4\n");
            Assert.NotNull(await without.ShowAsync());
            start = without.Started;
        }

        disk.IsFull = false;
        using var third = new Life(_directory, disk, CountLines, later: TimeSpan.FromMinutes(1));
        Assert.False(third.Keeper.Status.IsRestored);
        Assert.Equal(3, await third.ShowAsync());
        Assert.True(third.Started > start);
    }

    // What was shown is gone, so that all began anew, and nobody has saved that. What begins after it, or is brought back, has no start
    // from before.
    [Theory]
    [InlineData("counter other\n/(\\d+)/ {\n  other++\n}\n", CountLines)]
    [InlineData(OtherLines, OtherLines)]
    public async Task What_began_anew_and_was_not_saved_keeps_its_start_or_gets_a_later_one(string program, string next)
    {
        var disk = new MemoryStorage();
        await ShowMoreThanIsSavedAsync(disk);
        File.Delete(_directory["app.log"]);
        using var life = new Life(_directory, disk, CountLines, later: TimeSpan.FromMinutes(1));
        Assert.Null(await life.ShowAsync());
        life.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, await life.ShowAsync());
        long start = life.Started;
        life.Time.Advance(TimeSpan.FromSeconds(1));
        life.Load(program);
        Assert.NotNull(await life.ShowAsync());
        life.Load(next);
        life.Write("4\n");
        Assert.NotNull(await life.ShowAsync());
        Assert.True(life.Started >= start);
    }

    // Shows three lines, of which one is saved, on a disk that is then full.
    async Task<long> ShowMoreThanIsSavedAsync(MemoryStorage disk)
    {
        using var life = new Life(_directory, disk, CountLines);
        life.Write("1\n");
        await life.ShowAsync();
        disk.IsFull = true;
        life.Write("2\n3\n");
        Assert.Equal(3, await life.ShowAsync());
        return life.Started;
    }

    /// <summary>One process, from its start to its sudden end, without threads.</summary>
    sealed class Life : IDisposable
    {
        readonly TestDirectory _directory;
        readonly LineQueue _queue = new(Limits.Default with { QueueCapacityBatches = 1000 });
        readonly FollowedFiles _files;
        readonly MetricStore _store;
        readonly Pipeline _pipeline;

        internal Life(TestDirectory directory, StateStorage disk, string program, TimeSpan later = default, string boot = "boot")
        {
            _directory = directory;
            Time.Now = DateTimeOffset.FromUnixTimeSeconds(1_500_000_000) + later;
            var options = new StateOptions { Directory = "state" };
            Keeper = new StateKeeper(options, disk, new StateEvents(Own, NullLogger.Instance, Time), Time, boot, "1");
            _store = new MetricStore(
                new MetricStoreOptions { RemovedKept = StateOptions.RemovedKept }, Time, Own, NullLogger.Instance);
            _store.Restore(Keeper.Metrics);
            _pipeline = new Pipeline(_queue, _store, Time)
            {
                Ledger = new FileLedger(Keeper.Inputs ?? InputCheckpoint.Empty),
                HasBegun = Keeper.HasBegun,
            };
            FileGlob glob = FileGlob.Parse("app.log", directory.Path, out _)!;
            _files = new FollowedFiles(
                new SourceOptions { Logs = ["app.log"], NotesPositions = true, ReadFrom = ReadFrom.Beginning },
                [glob],
                _queue,
                new InputEvents(Own, NullLogger.Instance),
                Limits.Default,
                Time,
                FileSystem.OfThisSystem,
                Keeper.Inputs);
            Keeper.Attach(_pipeline, _store, [glob.Text]);
            Load(program);
        }

        internal void Load(string program) => _pipeline.Adopt(ProgramSet.Build(
            [RunningProgram.Compile("p.mtail", program)], _store, Limits.Default, ExecutionOptions.Default, new ExecutionEvents(Own, NullLogger.Instance)));

        internal MovableTime Time { get; } = new();

        internal OwnMetrics Own { get; } = new();

        internal StateKeeper Keeper { get; }

        internal long Started => _store.Snapshot().Families[0].Keys.Started(0);

        internal double Gauge => _store.Snapshot().Families[1].Number(0);

        internal void Write(string text) => File.AppendAllText(_directory["app.log"], text);

        internal void Wait(TimeSpan time)
        {
            Time.Advance(time);
            Read();
        }

        internal void Read()
        {
            while (_files.Turn(all: true))
            {
                _pipeline.RunPending();
            }

            _pipeline.RunPending();
        }

        /// <summary>What a scrape shows of all series of the first metric; null when it is refused.</summary>
        internal async Task<double?> ShowAsync(bool reading = true)
        {
            if (reading)
            {
                Read();
            }

            MetricSnapshot? snapshot = await Asking(Keeper.ExposeAsync());
            return snapshot is null ? null : Enumerable.Range(0, snapshot.Families[0].Count).Sum(snapshot.Families[0].Number);
        }

        /// <summary>Is the engine for somebody who asks it.</summary>
        internal async Task<T> Asking<T>(Task<T> asking)
        {
            await Asking((Task)asking);
            return await asking;
        }

        internal async Task Asking(Task asking)
        {
            while (!asking.IsCompleted)
            {
                _pipeline.RunPending();
                await Task.Yield();
            }

            await asking;
        }

        internal async Task AskingUntil(Func<bool> isDone)
        {
            while (!isDone())
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                _pipeline.RunPending();
                await Task.Yield();
            }
        }

        public void Dispose()
        {
            _files.Dispose();
            Keeper.Dispose();
        }
    }

    sealed class MovableTime : TimeProvider
    {
        internal DateTimeOffset Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public override DateTimeOffset GetUtcNow() => Now;

        internal void Advance(TimeSpan time) => Now += time;
    }

    /// <summary>A folder that outlives processes, and may be full.</summary>
    sealed class MemoryStorage : StateStorage
    {
        byte[] _fence = [];

        internal Dictionary<long, byte[]> Files { get; } = [];

        internal List<long> Synced { get; } = [];

        internal bool IsFull { get; set; }

        internal int Writes { get; private set; }

        internal override string Place => "memory";

        internal override IReadOnlyList<long> Sequences() => [.. Files.Keys];

        internal override byte[] Read(long sequence) => Files[sequence];

        internal override void Write(long sequence, ReadOnlySpan<byte> bytes)
        {
            if (IsFull)
            {
                throw new IOException("No space left on device");
            }

            Writes++;
            Files[sequence] = bytes.ToArray();
        }

        internal override void Sync(long sequence) => Synced.Add(sequence);

        internal override void Delete(long sequence) => Files.Remove(sequence);

        internal override byte[] ReadFence() => _fence;

        internal override void WriteFence(ReadOnlySpan<byte> bytes) =>
            _fence = bytes.ContainsAnyExcept((byte)0) ? bytes.ToArray() : [];

        public override void Dispose()
        {
        }
    }
}
