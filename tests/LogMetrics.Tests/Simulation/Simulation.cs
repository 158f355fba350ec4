using System.Globalization;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.State;

namespace LogMetrics.Tests.Simulation;

/// <summary>A day in the life of an exporter, on one thread and out of one seed: programs write logs, others rotate them, the exporter is
/// killed and started again, and somebody scrapes it.</summary>
sealed class Simulation : IDisposable
{
    static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(15);
    static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    // The exporter looks at a path that has not changed for a while once in a second, or at each poll.
    static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(1);

    readonly Scenario _scenario;
    readonly SimulatedDisk _disk;
    readonly SimulatedClock _clock;
    readonly Schedule _schedule;
    readonly LogBook _book;
    readonly LogFolder _folder;
    readonly Tally _tally;
    readonly ActionLog _log;
    readonly MessagePump _pump = new();
    readonly List<string> _accusations = [];
    readonly Scraper _scraper;
    readonly Scraper _plainScraper;
    readonly LogWriter _writer;
    readonly Random _interruptions;
    readonly Random _killing;
    readonly Random _serving;
    ExporterProcess? _process;
    string _program = SimulationPrograms.All[0];
    int? _callsToLive;
    bool _isAwaited;
    bool _isEnding;

    internal Simulation(Scenario scenario, SimulatedClock clock, SimulatedDisk disk)
    {
        _scenario = scenario;
        _clock = clock;
        _disk = disk;
        _schedule = new Schedule(clock);
        _book = new LogBook(clock) { HadChanceSince = HadChanceSince };
        _folder = new LogFolder(disk, _book);
        _tally = new Tally(_book);
        _log = new ActionLog(clock);
        _scraper = new Scraper(knowsStarts: true, Accuse);
        _plainScraper = new Scraper(knowsStarts: false, Accuse);
        _interruptions = new Random((scenario.Seed * 31) + 1);
        _killing = new Random((scenario.Seed * 31) + 2);
        _serving = new Random((scenario.Seed * 31) + 3);
        _writer = new LogWriter(_folder["app.log"], _folder, _book, clock, new Random((scenario.Seed * 31) + 4));
    }

    /// <summary>What came of it, in a line.</summary>
    internal string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{_book.Lines.Count} lines, {_scraper.Increase("lines_total")} seen, {_scraper.Scrapes} scrapes, {Starts} starts, {_scraper.Resets} resets");

    internal int Starts { get; private set; }

    /// <summary>Lets it all happen.</summary>
    /// <returns>What is wrong; empty when nothing is.</returns>
    internal string Run()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_pump);
        try
        {
            Live();
            return Verdict();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        _writer.Dispose();
    }

    void Live()
    {
        var rotator = new Rotator(
            _writer, _folder, _scenario.Style, _scenario.Kept, _clock, new Random((_scenario.Seed * 31) + 5), _log.Add);
        Act(_writer.Run().GetEnumerator());
        Act(rotator.Run().GetEnumerator());
        Act(KillAgainAndAgain().GetEnumerator());
        _schedule.After(ScrapeInterval, Lane.Serving, Scrape);
        _schedule.After(SaveInterval, Lane.Serving, Save);
        _isAwaited = true;
        while (_clock.Elapsed < _scenario.Duration)
        {
            LiveOnce(_scenario.Duration);
        }

        // Nobody does anything any more but the exporter, which gets the time to read everything and to be scraped.
        _isEnding = true;
        _writer.EndLine();
        _isAwaited = true;
        LiveOnce(_clock.Elapsed + TimeSpan.FromMinutes(3));
    }

    // One life of the exporter, or the time without one, until a moment.
    void LiveOnce(TimeSpan end)
    {
        if (_process is null && !_isAwaited)
        {
            _schedule.RunUntil(end, () => _isAwaited);
            return;
        }

        try
        {
            _process ??= Start();
            _isAwaited = false;
            End = end;
            _process.Run();
            _log.Add("ended");
        }
        catch (ProcessKilledException)
        {
            _log.Add("killed");
        }
        catch (SimulationEndedException)
        {
            return;
        }

        _process?.Dispose();
        _process = null;
    }

    TimeSpan End { get; set; }

    ExporterProcess Start()
    {
        Starts++;
        long sequence;
        using (StateStorage state = _disk.OpenState())
        {
            sequence = StateLoad.From(state, "boot").Image?.Sequence ?? 0;
        }

        _tally.Restore(sequence);
        _log.Add($"start with state {sequence}, {_tally.Counted.Count} lines counted");
        var files = new InterruptedFileSystem(_disk.Files, _book, Call);
        var storage = new InterruptedStorage(_disk.OpenState(), Call, _tally.Saved, () => true);
        return new ExporterProcess(
            new ExporterSettings(_scenario.SourceOptionsIn(_disk.LogFolder), _program, "boot"),
            files,
            storage,
            new SimulatedWaker(Rest),
            _clock,
            _tally,
            _pump,
            _log);
    }

    // The reader has nothing to do until the next look.
    void Rest()
    {
        _process!.ThrowIfDead();
        _process.Count(_interruptions.Next(10) == 0 ? _interruptions.Next(3) : int.MaxValue);
        TimeSpan next = _clock.Elapsed + _scenario.PollInterval;
        _schedule.RunUntil(next < End ? next : End, () => _process.IsDead || _process.IsTerminated);
        _process.ThrowIfDead();
        if (_clock.Elapsed >= End)
        {
            throw new SimulationEndedException();
        }
    }

    // The exporter asks the system for something: that takes time, sometimes much, in which others go on.
    void Call()
    {
        if (_process is not { } process)
        {
            return;
        }

        process.ThrowIfDead();
        if (--_callsToLive == 0)
        {
            Kill("at this call");
        }

        TimeSpan duration = _interruptions.Next(300) == 0
            ? TimeSpan.FromMilliseconds(_interruptions.Next(300))
            : TimeSpan.FromTicks(_interruptions.Next(10, 100));
        _schedule.RunUntil(_clock.Elapsed + duration, () => process.IsDead);
        process.ThrowIfDead();
    }

    void Act(IEnumerator<TimeSpan> actor)
    {
        if (!_isEnding && actor.MoveNext())
        {
            _schedule.After(actor.Current, Lane.World, () => Act(actor));
        }
    }

    IEnumerable<TimeSpan> KillAgainAndAgain()
    {
        while (true)
        {
            yield return _killing.Next(3) == 0
                ? TimeSpan.FromSeconds(_killing.Next(1, 60))
                : TimeSpan.FromMinutes(_killing.Next(1, 60));
            if (_process is null || _isEnding)
            {
                continue;
            }

            switch (_killing.Next(4))
            {
                case 0:
                    _log.Add("SIGTERM");
                    _process.Terminate();
                    break;
                case 1:
                    _callsToLive = _killing.Next(1, 200);
                    break;
                default:
                    Kill("now");
                    break;
            }

            yield return _killing.Next(10) switch
            {
                < 6 => TimeSpan.FromMilliseconds(_killing.Next(10, 5000)),
                < 9 => TimeSpan.FromSeconds(_killing.Next(5, 60)),
                _ => TimeSpan.FromMinutes(_killing.Next(1, 40)),
            };
            _program = _killing.Next(4) == 0 ? SimulationPrograms.All[_killing.Next(SimulationPrograms.All.Length)] : _program;
            _isAwaited = true;
        }
    }

    void Kill(string when)
    {
        _callsToLive = null;
        _log.Add($"SIGKILL {when}");
        _process?.Kill();
    }

    void Scrape()
    {
        _schedule.After(ScrapeInterval, Lane.Serving, Scrape);
        bool isAnswerLost = _serving.Next(30) == 0 && !_isEnding;
        Serve(process =>
        {
            if (process.Answer(ExpositionFormat.OpenMetrics) is { } page && !isAnswerLost)
            {
                _scraper.Take(page);
            }

            if (_serving.Next(2) == 0 && process.Answer(ExpositionFormat.PrometheusText) is { } plainPage)
            {
                _plainScraper.Take(plainPage);
            }
        });
    }

    void Save()
    {
        _schedule.After(SaveInterval, Lane.Serving, Save);
        Serve(process => process.Save());
    }

    void Serve(Action<ExporterProcess> what)
    {
        if (_process is not { IsDead: false, IsTerminated: false } process)
        {
            return;
        }

        try
        {
            what(process);
        }
        catch (ProcessKilledException)
        {
            // Its reader finds out.
        }
    }

    bool HadChanceSince(TimeSpan moment)
    {
        TimeSpan chance = TimeSpan.FromSeconds(2) + (3 * (_scenario.PollInterval > IdleInterval ? _scenario.PollInterval : IdleInterval));
        return _process is { IsDead: false } process
            && _clock.Elapsed - moment > chance
            && _clock.Elapsed - process.Started > chance;
    }

    void Accuse(string what)
    {
        _accusations.Add($"{ActionLog.Time(_clock.Elapsed)} {what}");
        _log.Add(what);
    }

    string Verdict()
    {
        var counted = new HashSet<int>();
        int[] twice = [.. _tally.Counted.Where(line => !counted.Add(line)).Distinct()];
        int[] missing =
        [
            .. Enumerable.Range(0, _book.Lines.Count)
                .Where(line => _book.Lines[line] is { IsWritten: true, Excuse: null } && !counted.Contains(line)),
        ];
        foreach (int line in missing.Take(10))
        {
            LogBook.Line known = _book.Lines[line];
            _accusations.Add($"line {line} is missing: written {ActionLog.Time(known.Written)}, "
                + (known.Holders > 0 ? $"in {known.Holders} files" : $"gone {ActionLog.Time(known.Gone)}"));
        }

        _accusations.AddRange(twice.Take(10).Select(line => $"line {line} was counted twice; written {ActionLog.Time(_book.Lines[line].Written)}"));
        Compare("lines_total", _tally.Counted.Count);
        foreach (IGrouping<int, int> hour in _tally.Counted.GroupBy(line => _book.Lines[line].Begun.Hours))
        {
            Compare(string.Create(CultureInfo.InvariantCulture, $"hour_lines_total{{hour=\"h{hour.Key:D2}\"}}"), hour.Count());
        }

        if (_accusations.Count == 0)
        {
            return "";
        }

        IEnumerable<TimeSpan> moments = missing.Take(2).SelectMany(line => new[] { _book.Lines[line].Written, _book.Lines[line].Gone })
            .Concat(twice.Take(2).Select(line => _book.Lines[line].Written));
        return string.Join('\n', _accusations.Take(30).Concat([$"{missing.Length} missing, {twice.Length} twice", ""]).Concat(_log.Around(moments)));
    }

    void Compare(string series, double expected)
    {
        if (_scraper.Increase(series) != expected)
        {
            Accuse($"{series}: the scraper saw {_scraper.Increase(series)}, and {expected} were counted");
        }
    }

    sealed class SimulatedWaker(Action rest) : Waker
    {
        public override void Wait(CancellationToken stop) => rest();
    }
}

/// <summary>The time of a simulation is over.</summary>
sealed class SimulationEndedException : Exception;
