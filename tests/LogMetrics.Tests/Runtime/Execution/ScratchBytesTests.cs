using LogMetrics.Runtime.Execution;

namespace LogMetrics.Tests.Runtime.Execution;

public sealed class ScratchBytesTests
{
    [Fact]
    public void Strings_stay_as_they_are_while_more_room_is_taken()
    {
        var scratch = new ScratchBytes(1024 * 1024);
        var values = new List<StringValue>();
        for (int i = 0; i < 200; i++)
        {
            Assert.True(scratch.TryReserve(1000, out Span<byte> room));
            room.Fill((byte)i);
            values.Add(scratch.Take(900));
        }

        for (int i = 0; i < values.Count; i++)
        {
            Assert.Equal(900, values[i].Length);
            Assert.False(values[i].Bytes.ContainsAnyExcept((byte)i));
        }
    }

    [Fact]
    public void All_strings_of_a_line_together_stay_under_the_limit()
    {
        var scratch = new ScratchBytes(10_000);
        int taken = 0;
        while (scratch.TryReserve(700, out _))
        {
            scratch.Take(700);
            taken += 700;
        }

        Assert.InRange(taken, 5_000, 10_000);
        Assert.False(scratch.TryReserve(long.MaxValue / 2, out _));
        scratch.Clear();
        Assert.True(scratch.TryReserve(9_000, out _));
    }

    [Fact]
    public void Room_that_a_line_needed_is_there_for_the_next_without_allocating()
    {
        var scratch = new ScratchBytes(1024 * 1024);
        Use();
        Use();
        Assert.Equal(0, Allocations.LeastOf(Use));

        void Use()
        {
            scratch.Clear();
            for (int i = 0; i < 50; i++)
            {
                Assert.True(scratch.TryReserve(1000, out _));
                scratch.Take(1000);
            }
        }
    }
}
