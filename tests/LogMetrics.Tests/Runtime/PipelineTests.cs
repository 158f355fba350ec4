using LogMetrics.Runtime;
using LogMetrics.Runtime.Lines;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Tests.Runtime.Execution;

namespace LogMetrics.Tests.Runtime;

public sealed class PipelineTests
{
    const string CountLines = """
        counter lines
        // {
          lines++
        }

        """;

    static readonly TimeSpan Never = TimeSpan.FromHours(1);

    [Fact]
    public async Task The_engine_processes_what_is_queued_answers_and_ends_with_the_queue()
    {
        var (running, queue) = Load(CountLines);
        Task engine = Task.Run(() => running.Run(Never), TestContext.Current.CancellationToken);
        queue.Put(RunningProgram.BatchOf(null, [.. Enumerable.Repeat("x"u8.ToArray(), 1000)]));
        queue.Put(RunningProgram.BatchOf(null, [.. Enumerable.Repeat("x"u8.ToArray(), 1000)]));
        queue.Complete();
        await engine;
        Assert.Equal(2000, running.Programs!.Statistics[0].Lines);
        Assert.Equal(7, await running.AskAsync(() => 7));
    }

    [Fact]
    public async Task A_question_is_answered_between_two_lines_of_a_batch()
    {
        var (running, queue) = Load(CountLines);

        // The engine is not running yet: the question waits, and must not wait for the end of the batch.
        Task<long> answer = running.AskAsync(() => running.Programs!.Statistics[0].Lines);
        Assert.False(answer.IsCompleted);
        running.Process(RunningProgram.BatchOf(null, [.. Enumerable.Repeat("x"u8.ToArray(), 1000)]));
        Assert.Equal(0, await answer);
        Assert.Equal(1000, running.Programs!.Statistics[0].Lines);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task A_question_that_fails_fails_for_its_asker_only()
    {
        var (running, _) = Load(CountLines);
        Task<int> answer = running.AskAsync<int>(() => throw new InvalidOperationException("mine"));
        running.RunPending();
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(() => answer)).Message);
    }

    [Fact]
    public async Task Questions_from_many_threads_are_answered_while_the_engine_works_and_after_it_has_ended()
    {
        var (running, queue) = Load(CountLines);
        Task engine = Task.Run(() => running.Run(Never), TestContext.Current.CancellationToken);
        Task<long>[] askers =
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                long last = 0;
                while (last < 50_000)
                {
                    long lines = await running.AskAsync(() => running.Programs!.Statistics[0].Lines);
                    Assert.True(lines >= last);
                    last = lines;
                }

                return last;
            })),
        ];
        for (int i = 0; i < 50; i++)
        {
            queue.Put(RunningProgram.BatchOf(null, [.. Enumerable.Repeat("x"u8.ToArray(), 1000)]));
        }

        queue.Complete();
        await engine;
        Assert.All(await Task.WhenAll(askers), lines => Assert.Equal(50_000, lines));
    }

    [Fact]
    public void A_set_of_programs_that_is_adopted_in_the_middle_of_a_batch_gets_the_rest_of_it()
    {
        RunningProgram running = RunningProgram.Load(CountLines);
        Task<int> swap = running.Pipeline.AskAsync(() =>
        {
            running.Reload(RunningProgram.Compile("new.mtail", CountLines.Replace("lines", "others", StringComparison.Ordinal)));
            return 0;
        });
        running.Feed("a", "b");
        Assert.True(swap.IsCompletedSuccessfully);
        Assert.Equal(["others=2"], running.Metrics);
    }

    [Fact]
    public void Without_programs_lines_pass()
    {
        var queue = new LineQueue(Limits.Default);
        var pipeline = new Pipeline(queue, new MetricStore(), TimeProvider.System);
        queue.Put(RunningProgram.BatchOf(null, "x"u8.ToArray()));
        pipeline.RunPending();
        Assert.Equal(0, queue.Count);
    }

    static (Pipeline Pipeline, LineQueue Queue) Load(string program)
    {
        RunningProgram running = RunningProgram.Load(program);
        return (running.Pipeline, running.Queue);
    }
}
