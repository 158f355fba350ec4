using System.Buffers.Binary;
using System.Globalization;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Runtime.State;
using LogMetrics.Tests.Runtime.Metrics;

namespace LogMetrics.Tests.Runtime.State;

public class StateFormatTests
{
    // A million take a minute: LOGMETRICS_STATE_MUTATIONS=1000000.
    static readonly int Mutations =
        int.Parse(Environment.GetEnvironmentVariable("LOGMETRICS_STATE_MUTATIONS") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public void What_is_written_is_read_again()
    {
        StateImage image = Sample();
        StateImage? read = StateFormat.Decode(StateFormat.Encode(image).Span, out StateProblem problem);

        Assert.Equal(StateProblem.None, problem);
        Assert.NotNull(read);
        Assert.Equal((image.Sequence, image.SavedNanoseconds, image.IsFinal, image.Boot, image.Version),
            (read.Sequence, read.SavedNanoseconds, read.IsFinal, read.Boot, read.Version));
        Assert.Equal(image.Programs, read.Programs);
        Assert.Equal(image.Inputs.Logs, read.Inputs.Logs);
        Assert.Equal(image.Inputs.LookedThroughNanoseconds, read.Inputs.LookedThroughNanoseconds);
        FileCheckpoint file = Assert.Single(read.Inputs.Files);
        Assert.Equal(image.Inputs.Files[0] with { Mark = file.Mark, Milestones = file.Milestones }, file);
        Assert.Equal(image.Inputs.Files[0].Milestones, file.Milestones);
        Assert.Equal(image.Inputs.PassedOver, read.Inputs.PassedOver);
        Assert.Equal((1024L, 77UL, 5, "tail\n"), (file.Mark.Position, file.Mark.HeadHash, file.Mark.HeadCount, System.Text.Encoding.ASCII.GetString(file.Mark.Tail)));
        Assert.Equal(StateFormat.Encode(image).ToArray(), StateFormat.Encode(read).ToArray());
    }

    [Fact]
    public void The_format_without_milestones_and_without_files_that_were_passed_over_is_read_too()
    {
        StateImage image = Sample();
        image = image with { Inputs = image.Inputs with { Files = [image.Inputs.Files[0] with { Milestones = [] }], PassedOver = [] } };
        List<byte> bytes = [.. StateFormat.Encode(image).Span];
        bytes.RemoveRange(bytes.ToArray().AsSpan().IndexOf("tail\n"u8) + 5, 2);
        byte[] older = [.. bytes];
        BinaryPrimitives.WriteUInt32LittleEndian(older.AsSpan(8), StateFormat.VersionWithMilestones - 1);
        Seal(older);

        StateImage? read = StateFormat.Decode(older, out StateProblem problem);
        Assert.Equal(StateProblem.None, problem);
        Assert.Equal(StateFormat.Encode(image).ToArray(), StateFormat.Encode(read!).ToArray());
    }

    [Fact]
    public void Series_have_their_labels_values_times_and_expiry_again()
    {
        StoreFixture original = StateSamples.Filled();
        StateImage read = StateFormat.Decode(StateFormat.Encode(Sample(original.Store)).Span, out _)!;
        var next = new StoreFixture { NowSeconds = 1_600_000_000 };
        next.Store.Restore(read.Metrics);
        next.Load(StateSamples.Metrics);

        Assert.Equal(StateSamples.Describe(original.Store), StateSamples.Describe(next.Store));
    }

    [Fact]
    public void A_changed_file_is_never_accepted()
    {
        byte[] whole = StateFormat.Encode(Sample()).ToArray();
        var random = new Random(1);
        for (int mutation = 0; mutation < Mutations; mutation++)
        {
            byte[] changed = Mutate(whole, random);
            bool isSame = changed.AsSpan().SequenceEqual(whole);
            StateImage? image = StateFormat.Decode(changed, out StateProblem problem);
            Assert.True(isSame == (image is not null), $"mutation {mutation}: {problem}");
        }
    }

    // A checksum that fits by accident, or by intent.
    [Fact]
    public void A_file_that_means_nothing_is_refused_and_brings_nothing_down()
    {
        byte[] whole = StateFormat.Encode(Sample()).ToArray();
        var random = new Random(2);
        for (int mutation = 0; mutation < Mutations; mutation++)
        {
            byte[] changed = Mutate(whole, random);
            if (changed.Length > StateFormat.HeaderBytes + 4)
            {
                Seal(changed);
            }

            _ = StateFormat.Decode(changed, out _);
        }
    }

    [Theory]
    [InlineData("", nameof(StateProblem.Damaged))]
    [InlineData("something else, which is long enough to be a state file, at least by its size", nameof(StateProblem.Foreign))]
    [InlineData("short", nameof(StateProblem.Foreign))]
    public void A_file_of_somebody_else_is_told_from_a_damaged_one(string text, string problem)
    {
        Assert.Null(StateFormat.Decode(System.Text.Encoding.ASCII.GetBytes(text), out StateProblem found));
        Assert.Equal(problem, found.ToString());
    }

    [Fact]
    public void A_newer_format_is_refused_as_such()
    {
        byte[] newer = StateFormat.Encode(Sample()).ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(newer.AsSpan(8), StateFormat.Version + 1);
        Seal(newer);
        Assert.Null(StateFormat.Decode(newer, out StateProblem problem));
        Assert.Equal(StateProblem.Newer, problem);
    }

    static StateImage Sample() => Sample(StateSamples.Filled().Store);

    static StateImage Sample(MetricStore store) => new()
    {
        Sequence = 7,
        SavedNanoseconds = 1_795_000_000_123_456_700,
        IsFinal = true,
        Boot = "boot",
        Version = "1.2.3",
        Programs = [("a.mtail", 0xFEDCBA9876543210)],
        Inputs = new InputCheckpoint
        {
            Logs = ["/var/log/*.log"],
            LookedThroughNanoseconds = 12345,
            PassedOver = [new FileIdentity(1, 4, 5)],
            Files =
            [
                new FileCheckpoint(
                    "/var/log/a.log", "/var/log/a.log.1", new FileIdentity(1, 2, 3), 1024, 2048, new ContentMark(1024, 77, 5, "tail\n"u8))
                {
                    Milestones = [new Milestone(500, 512, 5), new Milestone(1024, 1024, 6)],
                },
            ],
        },
        Metrics = store.Checkpoint(store.Snapshot()),
    };

    static void Seal(byte[] file)
    {
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(32), file.Length - StateFormat.HeaderBytes - 4);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), Crc32C.Of(file.AsSpan(0, 40)));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 4), Crc32C.Of(file.AsSpan(StateFormat.HeaderBytes..^4)));
    }

    static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = new List<byte>(whole);
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2 when at > 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 4:
                    int count = Math.Min(random.Next(64), bytes.Count - at);
                    for (int i = 0; i < count; i++)
                    {
                        bytes[at + i] = 0;
                    }

                    break;
                default:
                    bytes[at] = 0xFF;
                    break;
            }
        }

        return [.. bytes];
    }
}
