using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.State;

namespace LogMetrics.Tests.Simulation;

/// <summary>A day in the life of an exporter, on one thread and out of one seed: programs write logs, others rotate them, the exporter is
/// killed and started again, and somebody scrapes it.</summary>
/// <remarks>The exporter's reader is on the stack. Whenever it asks the system for something, or has nothing to do, time passes, and
/// others do what is due by then: so they come in between everywhere, as they would.</remarks>
sealed class Simulation : IDisposable
{
    static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(15);
    static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);
    static readonly TimeSpan WriteBackInterval = TimeSpan.FromSeconds(5);

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
    readonly Judge _judge;
    readonly LossWatch _losses;
    readonly MessagePump _pump = new();
    readonly Random _interruptions;
    readonly Random _killing;
    readonly Random _serving;
    readonly List<LogWriter> _writers = [];
    ProcessLife? _life;
    ExporterProcess? _process;
    string _program = SimulationPrograms.All[0];
    TimeSpan _end;
    TimeSpan _busyUntil;
    TimeSpan _mustLiveUntil;
    int _actorsNumber;
    int _boots = 1;
    bool _isAwaited = true;
    bool _isCrashing;
    bool _isDiskFull;
    bool _isEnding;

    internal Simulation(Scenario scenario, SimulatedClock clock, SimulatedDisk disk)
    {
        _scenario = scenario;
        _clock = clock;
        _disk = disk;
        _schedule = new Schedule(clock);
        _book = new LogBook(clock, scenario.HasRecords) { HadChanceSince = HadChanceSince };
        _folder = new LogFolder(disk, _book);
        _tally = new Tally(_book);
        _log = new ActionLog(clock);
        _losses = new LossWatch(_book, clock);
        _judge = new Judge(_book, _tally, _losses, _log);
        _interruptions = NewRandom(1);
        _killing = NewRandom(2);
        _serving = NewRandom(3);
    }

    /// <summary>What came of it, in a line.</summary>
    internal string Summary => $"{_judge.Summary}, {_starts} starts";

    int _starts;

    /// <summary>Lets it all happen.</summary>
    /// <returns>What is wrong; empty when nothing is.</returns>
    internal string Run()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_pump);
        try
        {
            Live();
            return _judge.Verdict();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public void Dispose() => _writers.ForEach(writer => writer.Dispose());

    Random NewRandom(int number) => new((_scenario.Seed * 1000) + number);

    void Live()
    {
        StartActors();
        Act(KillAgainAndAgain());
        Act(Reload());
        Act(KeepBusy());
        if (_scenario.HasClockJumps)
        {
            Act(SetClock());
        }

        if (_scenario.HasFullDisk)
        {
            Act(FillDisk());
        }

        if (_scenario.HasCrashes)
        {
            Act(CrashAgainAndAgain());
            Act(WriteBack());
        }

        _schedule.After(ScrapeInterval, Lane.Serving, Scrape);
        _schedule.After(SaveInterval, Lane.Serving, Save);
        _end = _scenario.Duration;
        while (_clock.Elapsed < _end)
        {
            LiveOnce();
        }

        // Nobody does anything any more but the exporter, which gets the time to read everything and to be scraped.
        _isEnding = true;
        _isDiskFull = false;
        _busyUntil = TimeSpan.Zero;
        _writers.ForEach(writer => writer.EndLine());
        _isAwaited = true;
        if (_isCrashing)
        {
            // Until the machine is there again the exporter has no time.
            Crash();
        }

        _end = _clock.Elapsed + TimeSpan.FromMinutes(3);
        while (_clock.Elapsed < _end)
        {
            LiveOnce();
        }
    }

    // One life of the exporter, or the time without one.
    void LiveOnce()
    {
        if (_isCrashing)
        {
            Crash();
        }

        if (!_isAwaited)
        {
            _schedule.RunUntil(_end, () => _isAwaited || _isCrashing);
            return;
        }

        _isAwaited = false;
        _life = new ProcessLife(_clock.Elapsed);
        var files = new InterruptedFileSystem(_disk.Files, _book, Call);
        StateStorage storage = _disk.OpenState();
        try
        {
            Start(files, storage);
            _process!.Run();
            _losses.Take(_process.LostBytes);
            _log.Add("ended in order");
        }
        catch (ProcessKilledException)
        {
            _log.Add("killed");
        }
        catch (SimulationEndedException)
        {
            // It may be in the middle of something, and goes on with it after the end of the day.
            _isAwaited = true;
        }

        files.CloseAll();
        _process?.Dispose();
        storage.Dispose();
        (_process, _life) = (null, null);
    }

    void Start(InterruptedFileSystem files, StateStorage storage)
    {
        _starts++;
        string boot = $"boot {_boots}";
        var load = StateLoad.From(storage, boot);
        long sequence = load.Image?.Sequence ?? 0;
        _tally.Restore(sequence);
        if (!load.IsRestored && _starts > 1)
        {
            _tally.Reset();
        }

        _losses.Begin(load.Image?.Inputs, _tally.SavedAt(sequence));
        _log.Add($"start with state {sequence}, {_tally.Counted.Count} lines counted");
        if (!_isEnding)
        {
            Hurry(_life!);
        }

        _process = new ExporterProcess(
            new ExporterSettings(_scenario.SourceOptionsIn(_disk.Root), _program, boot),
            _life!,
            files,
            new InterruptedStorage(storage, Call, sequence => _tally.Saved(sequence, _clock.Elapsed), () => !_isDiskFull),
            new SimulatedWaker(Rest),
            _clock,
            _tally,
            _pump,
            _log);
    }

    // Before everything was looked at once, somebody scrapes it or it saves, and perhaps it is killed.
    void Hurry(ProcessLife life)
    {
        for (int count = _serving.Next(3); count > 0; count--)
        {
            bool isScraped = _serving.Next(2) == 0;
            _schedule.After(TimeSpan.FromTicks(_serving.Next(20_000)), Lane.Serving, isScraped ? ScrapeOnce : SaveOnce);
        }

        if (_killing.Next(8) == 0)
        {
            life.CallsLeft = _killing.Next(1, 400);
            AwaitAfter(TimeSpan.FromMilliseconds(_killing.Next(10, 5000)));
        }
    }

    // The reader has nothing to do until the next look.
    void Rest()
    {
        _life!.ThrowIfDead();
        bool isBusy = _clock.Elapsed < _busyUntil || _interruptions.Next(10) == 0;
        _process!.Count(isBusy ? _interruptions.Next(3) : int.MaxValue);
        _losses.Take(_process.LostBytes);
        _losses.Settle();
        if (_process.TakeFirstLook())
        {
            _schedule.After(TimeSpan.Zero, Lane.Serving, SaveOnce);
        }

        TimeSpan next = _clock.Elapsed + _scenario.PollInterval;
        _schedule.RunUntil(next < _end ? next : _end, () => _life.IsDead || _process.IsTerminated);
        _life.ThrowIfDead();
        if (_clock.Elapsed >= _end)
        {
            throw new SimulationEndedException();
        }
    }

    // The exporter asks the system for something: that takes time, sometimes much, in which others go on.
    void Call()
    {
        if (_life is not { } life)
        {
            return;
        }

        life.ThrowIfDead();
        if (--life.CallsLeft == 0)
        {
            Kill("at this call");
        }

        TimeSpan duration = TimeSpan.FromTicks(_interruptions.Next(10, 100));
        if (_interruptions.Next(300) == 0)
        {
            duration = TimeSpan.FromMilliseconds(_interruptions.Next(300));
        }

        if (_interruptions.Next(30) == 0)
        {
            _process?.Count(_interruptions.Next(3));
        }

        _schedule.RunUntil(_clock.Elapsed + duration, () => life.IsDead);
        life.ThrowIfDead();
    }

    void StartActors()
    {
        _actorsNumber++;
        for (int index = 0; index < _scenario.Logs.Length; index++)
        {
            (string name, Rotation rotation) = _scenario.Logs[index];
            int number = (100 * _actorsNumber) + (10 * index);
            var writer = new LogWriter(_folder[name], _folder, _book, _clock, NewRandom(number));
            _writers.Add(writer);
            var rotator = new Rotator(writer, _folder, rotation, new ExporterView(HadChanceSince, IsAlive), _clock, NewRandom(number + 1), Tell);
            var linker = new Linker(_folder[name], _folder.LinkTo(name), _scenario.Links, _folder, NewRandom(number + 2));
            Act(linker.Run().GetEnumerator(), _actorsNumber);
            Act(rotator.Run().GetEnumerator(), _actorsNumber);
            Act(writer.Run().GetEnumerator(), _actorsNumber);
        }
    }

    bool IsAlive() => _life is { IsDead: false };

    // Who comes in the middle of a rotation finds the worst there is.
    void Tell(string what)
    {
        _log.Add(what);
        if (_killing.Next(5) == 0 && _life is { } life)
        {
            _schedule.After(TimeSpan.FromMilliseconds(_killing.Next(1500)), Lane.World, () => KillAndStart(life));
        }
    }

    void Act(IEnumerable<TimeSpan> actor) => Act(actor.GetEnumerator(), 0);

    void Act(IEnumerator<TimeSpan> actor, int number)
    {
        // Whoever wrote and rotated when the machine went down does not go on.
        if (!_isEnding && (number == 0 || number == _actorsNumber) && actor.MoveNext())
        {
            _schedule.After(actor.Current, Lane.World, () => Act(actor, number));
        }
    }

    IEnumerable<TimeSpan> KillAgainAndAgain()
    {
        while (true)
        {
            yield return _killing.Next(3) == 0
                ? TimeSpan.FromSeconds(_killing.Next(1, 60))
                : TimeSpan.FromMinutes(_killing.Next(1, 60));
            if (_life is { } life)
            {
                KillAndStart(life);
            }
        }
    }

    void KillAndStart(ProcessLife life)
    {
        if (_life != life || life.IsDead || _isEnding || _isCrashing || _clock.Elapsed < _mustLiveUntil)
        {
            return;
        }

        switch (_killing.Next(4))
        {
            case 0:
                _log.Add("SIGTERM");
                _process?.Terminate();
                break;
            case 1:
                life.CallsLeft = _killing.Next(1, 200);
                break;
            default:
                Kill("now");
                break;
        }

        _program = _killing.Next(4) == 0 ? SimulationPrograms.All[_killing.Next(SimulationPrograms.All.Length)] : _program;
        AwaitAfter(_killing.Next(10) switch
        {
            < 6 => TimeSpan.FromMilliseconds(_killing.Next(10, 5000)),
            < 9 => TimeSpan.FromSeconds(_killing.Next(5, 60)),
            _ => TimeSpan.FromMinutes(_killing.Next(1, 40)),
        });
    }

    void Kill(string when)
    {
        _log.Add($"SIGKILL {when}");
        _life?.Kill();
    }

    void AwaitAfter(TimeSpan time)
    {
        int boot = _boots;
        _schedule.After(time, Lane.World, () => _isAwaited |= boot == _boots);
    }

    IEnumerable<TimeSpan> Reload()
    {
        while (true)
        {
            yield return TimeSpan.FromMinutes(_serving.Next(10, 200));
            string next = _serving.Next(4) == 0 ? SimulationPrograms.Broken : SimulationPrograms.All[_serving.Next(SimulationPrograms.All.Length)];
            _schedule.After(TimeSpan.Zero, Lane.Serving, () => Serve(process =>
            {
                bool isLoaded = process.Load(next);
                _log.Add(isLoaded ? "another program" : "a broken program");
                _program = isLoaded ? next : _program;
            }));
        }
    }

    // The engine falls behind the reader: a slow program, or other processes that take the processor.
    IEnumerable<TimeSpan> KeepBusy()
    {
        while (true)
        {
            yield return TimeSpan.FromSeconds(_interruptions.Next(20, 1200));
            _busyUntil = _clock.Elapsed + TimeSpan.FromSeconds(_interruptions.Next(5, 60));
        }
    }

    IEnumerable<TimeSpan> SetClock()
    {
        var random = NewRandom(6);
        while (true)
        {
            yield return TimeSpan.FromMinutes(random.Next(10, 400));
            while (!IsAlive() || _life!.CallsLeft is not null)
            {
                yield return TimeSpan.FromSeconds(1);
            }

            // What is made after that has stamps of a time that was there before. Which, it has to see and to save.
            _mustLiveUntil = _clock.Elapsed + TimeSpan.FromMinutes(2);
            var offset = TimeSpan.FromMinutes(random.Next(3) == 0 ? 0 : random.Next(-1000, 1000));
            _log.Add($"the clock is set, {offset} ahead");
            _clock.Set(offset);
        }
    }

    IEnumerable<TimeSpan> FillDisk()
    {
        while (true)
        {
            yield return TimeSpan.FromMinutes(_serving.Next(10, 200));
            _log.Add("no room for state");
            _isDiskFull = true;
            yield return _serving.Next(2) == 0 ? TimeSpan.FromSeconds(_serving.Next(5, 90)) : TimeSpan.FromMinutes(_serving.Next(1, 20));
            _log.Add("room for state");
            _isDiskFull = false;
        }
    }

    IEnumerable<TimeSpan> WriteBack()
    {
        var random = NewRandom(4);
        while (true)
        {
            yield return WriteBackInterval;
            _disk.WriteBack(random);
        }
    }

    IEnumerable<TimeSpan> CrashAgainAndAgain()
    {
        while (true)
        {
            yield return TimeSpan.FromMinutes(_killing.Next(20, 400));
            while (_clock.Elapsed < _mustLiveUntil)
            {
                yield return TimeSpan.FromSeconds(10);
            }

            _log.Add("the machine goes down");
            _isCrashing = true;
            _life?.Kill();
        }
    }

    void Crash()
    {
        _isCrashing = false;
        _boots++;
        _writers.ForEach(writer => writer.Dispose());
        _writers.Clear();
        _clock.Advance(TimeSpan.FromSeconds(_killing.Next(20, 300)));
        _disk.Crash(NewRandom(5 + _boots));
        _folder.Recover();
        _isAwaited = false;
        StartActors();
        AwaitAfter(TimeSpan.FromSeconds(_killing.Next(30)));
    }

    void Scrape()
    {
        _schedule.After(ScrapeInterval, Lane.Serving, Scrape);
        ScrapeOnce();
    }

    void ScrapeOnce()
    {
        bool isAnswerLost = _serving.Next(30) == 0 && !_isEnding;
        bool isPlainToo = _serving.Next(2) == 0;
        Serve(process =>
        {
            if (process.Answer(ExpositionFormat.OpenMetrics) is { } page && !isAnswerLost)
            {
                _judge.Take(page);
            }

            if (isPlainToo && process.Answer(ExpositionFormat.PrometheusText) is { } plainPage)
            {
                _judge.TakePlain(plainPage);
            }
        });
    }

    void Save()
    {
        _schedule.After(SaveInterval, Lane.Serving, Save);
        SaveOnce();
    }

    void SaveOnce() => Serve(process => process.Save());

    void Serve(Action<ExporterProcess> what)
    {
        if (_life is not { IsDead: false } || _process is not { IsTerminated: false } process)
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
        chance += _scenario.RecordAge;
        return _life is { IsDead: false } life
            && _process is { } process
            && process.CaughtUp - moment > chance
            && process.CaughtUp - life.Started > chance;
    }

    sealed class SimulatedWaker(Action rest) : Waker
    {
        public override void Wait(CancellationToken stop) => rest();
    }
}

/// <summary>The time of a simulation is over.</summary>
sealed class SimulationEndedException : Exception;
