using System.Collections.Concurrent;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Metrics;

namespace LogMetrics.Runtime;

/// <summary>Start here: the way of a line.</summary>
/// <remarks>
/// <code>
///  source ──bytes──► LineSplitter ──LineBatch──► LineQueue ──► Pipeline ──► ProgramSet ──► MetricStore ──► exposition
///  Inputs/  (1)                      Lines/ (2)               (3) (4)      Execution/ (5)   Metrics/        Exposition/
///                                                                ▲            Matching/
///                             other threads' questions ──────────┘ between two lines (6)
/// </code>
/// 1. Each source reads bytes and cuts them into lines. 2. Batches of lines cross to the engine in a bounded queue. 3. The
/// engine, one thread, takes them in order. 4. Each line goes to every program that listens to its source. 5. A program asks
/// its patterns and changes its series. 6. Snapshots, reloads and the removal of expired series happen between two lines,
/// on the same thread: so nothing here needs a lock, and whoever looks sees whole lines. 7. Between two batches the ledger
/// knows exactly which bytes the series stand for: there, values and positions are copied together.
/// </remarks>
public sealed class Pipeline
{
    readonly LineQueue _queue;
    readonly MetricStore _store;
    readonly TimeProvider _time;
    readonly ConcurrentQueue<Action> _questions = new();
    readonly ConcurrentQueue<Action> _batchQuestions = new();
    readonly object _afterTheEnd = new();
    volatile ProgramSet? _programs;
    volatile bool _hasQuestions;
    volatile bool _hasBatchQuestions;
    volatile bool _hasEnded;

    /// <summary>A pipeline without programs.</summary>
    /// <param name="queue">Where batches come from.</param>
    /// <param name="store">Where metrics live.</param>
    /// <param name="time">The clock.</param>
    public Pipeline(LineQueue queue, MetricStore store, TimeProvider time)
    {
        _queue = queue;
        _store = store;
        _time = time;
    }

    /// <summary>How far each file was counted; null when nobody wants to know, because nothing is kept over a restart.</summary>
    public FileLedger? Ledger { get; init; }

    /// <summary>Changes whenever lines were counted, positions moved, programs were swapped or series were removed. On the
    /// engine thread.</summary>
    public long Version { get; private set; }

    /// <summary>Tells of programs that ran before this process did, so that they do not begin again.</summary>
    public Func<MetricProgram, bool> HasBegun { get; init; } = _ => false;

    /// <summary>The programs that run now.</summary>
    public ProgramSet? Programs => _programs;

    /// <summary>The engine: works until the queue is finished. The thread that calls it is the engine thread.</summary>
    /// <param name="expiryInterval">How often expired series are removed.</param>
    public void Run(TimeSpan expiryInterval)
    {
        using ITimer expiry = _time.CreateTimer(_ => Post(RemoveExpired), null, expiryInterval, expiryInterval);
        try
        {
            do
            {
                RunPending();
                _queue.Wait(Timeout.InfiniteTimeSpan);
            }
            while (!_queue.IsFinished || _hasQuestions || _hasBatchQuestions);
        }
        finally
        {
            _queue.Abandon();
            lock (_afterTheEnd)
            {
                _hasEnded = true;
                AnswerAll();
            }
        }
    }

    /// <summary>Answers what is asked and processes the batches that are there; for callers that have no engine thread.</summary>
    public void RunPending()
    {
        AnswerAll();
        while (_queue.TryTake(out LineBatch? batch))
        {
            Process(batch);
            _queue.Return(batch);
            AnswerAll();
        }
    }

    /// <summary>Runs the lines of a batch through the programs. On the engine thread, or where there is none.</summary>
    public void Process(LineBatch batch)
    {
        if (batch.Count > 0)
        {
            RunLines(batch);
        }

        Ledger?.Take(batch);
    }

    void RunLines(LineBatch batch)
    {
        Version++;
        ProgramSet? programs = StartBatch(batch);
        for (int i = 0; i < batch.Count; i++)
        {
            if (_hasQuestions)
            {
                programs?.ReportCounts();
                Answer();
                programs = StartBatch(batch);
            }

            programs?.Run(batch.Buffer, batch.StartOf(i), batch.LengthOf(i), batch.ExtraOf(i), batch.StreamOf(i));
        }

        programs?.ReportCounts();
    }

    /// <summary>Makes a set of programs the running one; the first time before the engine starts, later by
    /// <see cref="AskAsync"/>.</summary>
    /// <returns>The same set.</returns>
    public ProgramSet Adopt(ProgramSet programs)
    {
        Version++;
        _store.Adopt(programs.Generation);
        programs.Begin(_programs, HasBegun, _time.GetUtcNow());
        _programs = programs;
        return programs;
    }

    /// <summary>Lets the engine do something between two lines, from any other thread.</summary>
    /// <param name="question">What to do: quick, for lines wait meanwhile.</param>
    /// <returns>Its result, or its exception.</returns>
    public Task<T> AskAsync<T>(Func<T> question) => PostAsync(question, _questions);

    /// <summary>The same, but between two batches: there the ledger agrees with the series.</summary>
    public Task<T> AskBetweenBatchesAsync<T>(Func<T> question) => PostAsync(question, _batchQuestions);

    Task<T> PostAsync<T>(Func<T> question, ConcurrentQueue<Action> questions)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(questions, () =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception exception)
            {
                // The asker's mistake is the asker's to handle; the engine goes on.
                answer.SetException(exception);
            }
        });
        return answer.Task;
    }

    ProgramSet? StartBatch(LineBatch batch)
    {
        ProgramSet? programs = _programs;
        programs?.StartBatch(batch.Source, _time.GetUtcNow());
        return programs;
    }

    void RemoveExpired()
    {
        Version++;
        _store.RemoveExpired();
    }

    void Post(Action question) => Post(_questions, question);

    void Post(ConcurrentQueue<Action> questions, Action question)
    {
        questions.Enqueue(question);
        if (questions == _questions)
        {
            _hasQuestions = true;
        }
        else
        {
            _hasBatchQuestions = true;
        }

        _queue.Wake();
        if (_hasEnded)
        {
            // Nobody else touches the store any more; askers take turns.
            lock (_afterTheEnd)
            {
                AnswerAll();
            }
        }
    }

    void AnswerAll()
    {
        Answer();
        while (_hasBatchQuestions)
        {
            _hasBatchQuestions = false;
            while (_batchQuestions.TryDequeue(out Action? question))
            {
                question();
            }
        }
    }

    void Answer()
    {
        while (_hasQuestions)
        {
            _hasQuestions = false;
            while (_questions.TryDequeue(out Action? question))
            {
                question();
            }
        }
    }
}
