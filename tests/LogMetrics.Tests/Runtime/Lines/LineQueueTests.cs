using LogMetrics.Runtime;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Tests.Runtime.Lines;

public class LineQueueTests
{
    static readonly Limits TwoBatches = Limits.Default with { QueueCapacityBatches = 2 };

    [Fact]
    public void Batches_come_out_in_the_order_they_were_put_in()
    {
        var queue = new LineQueue(TwoBatches);
        LineBatch first = queue.Rent();
        LineBatch second = queue.Rent();
        queue.Put(first);
        queue.Put(second);

        Assert.True(queue.TryTake(out LineBatch? taken));
        Assert.Same(first, taken);
        Assert.True(queue.TryTake(out taken));
        Assert.Same(second, taken);
        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public async Task A_reader_waits_while_the_queue_is_full()
    {
        var queue = new LineQueue(TwoBatches);
        var reader = new Thread(() =>
        {
            for (int batch = 0; batch < 100; batch++)
            {
                queue.Put(queue.Rent());
            }

            queue.Complete();
        });
        reader.Start();

        int taken = 0;
        while (!queue.IsFinished)
        {
            queue.Wait(Timeout.InfiniteTimeSpan);
            Assert.InRange(queue.Count, 0, 2);
            if (queue.TryTake(out LineBatch? batch))
            {
                taken++;
                queue.Return(batch);
            }
        }

        await Task.Run(reader.Join, TestContext.Current.CancellationToken);
        Assert.Equal(100, taken);
    }

    [Fact]
    public void Batches_are_used_again_and_come_back_empty()
    {
        var queue = new LineQueue(TwoBatches);
        LineBatch batch = queue.Rent();
        batch.Add(0, 0);
        batch.EndPosition = 7;
        queue.Return(batch);

        Assert.Same(batch, queue.Rent());
        Assert.Equal((0, 0L), (batch.Count, batch.EndPosition));
    }

    [Fact]
    public void A_wake_up_ends_one_wait_even_when_it_comes_first()
    {
        var queue = new LineQueue(TwoBatches);
        queue.Wake();

        Assert.True(queue.Wait(Timeout.InfiniteTimeSpan));
        Assert.False(queue.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void When_the_engine_is_gone_readers_are_let_go()
    {
        var queue = new LineQueue(TwoBatches);
        queue.Put(queue.Rent());
        queue.Put(queue.Rent());
        queue.Abandon();

        Assert.False(queue.Put(queue.Rent()));
    }
}
