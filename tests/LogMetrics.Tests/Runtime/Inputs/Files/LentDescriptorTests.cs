using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

/// <summary>Logs whose descriptors were lent to others, and which are rotated meanwhile: only their names lead to what was written.</summary>
public sealed class LentDescriptorTests : IDisposable
{
    // One more than may be open at once.
    const int Others = 9;

    readonly TestDirectory _directory = new();
    readonly Followed _followed;

    public LentDescriptorTests()
    {
        _directory.Append("a.log", "one\n");
        _followed = new Followed(_directory, new SourceOptions { Logs = ["*.log"] }, Limits.Default with { MaxOpenFiles = 8 });
        for (int other = 0; other < Others; other++)
        {
            _directory.Append($"b{other}.log", "other\n");
        }

        _followed.Look();
    }

    public void Dispose()
    {
        _followed.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_file_that_gets_another_name_whenever_it_is_looked_for_is_read_in_the_end(int renames)
    {
        Rotate();
        int name = 1;
        _followed.Files.AfterList = () =>
        {
            if (name <= renames)
            {
                _directory.Rename($"a.log.{name}", $"a.log.{++name}");
            }
        };
        string[] lines = [.. _followed.Look(), .. _followed.Look(), .. _followed.Look()];
        Assert.Equal(["three", "two"], lines.Order());
    }

    [Fact]
    public void A_name_that_was_not_there_when_names_were_listed_leads_to_it()
    {
        _directory.Append("a.log.1", "old\n");
        Rotate();
        bool isMoved = false;
        _followed.Files.AfterList = () =>
        {
            if (!isMoved)
            {
                isMoved = true;
                _directory.Rename("a.log.1", "a.log.2");
                _directory.Append("a.log.1", "older, but new here\n");
            }
        };
        Assert.Contains("two", (string[])[.. _followed.Look(), .. _followed.Look()]);
    }

    [Fact]
    public void What_is_deleted_before_it_is_read_counts_as_lost()
    {
        Rotate();

        // The first two looks are for what was between the old log and the new one.
        int looks = 0;
        _followed.Files.AfterStat = path =>
        {
            if (path.EndsWith("a.log.1", StringComparison.Ordinal) && ++looks == 3)
            {
                _directory.Delete("a.log.1");
            }
        };
        Assert.Equal(["three"], (string[])[.. _followed.Look(), .. _followed.Look(), .. _followed.Look()]);
        Assert.Equal("two\n".Length, _followed.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    [Fact]
    public void What_is_deleted_when_all_of_it_was_read_is_no_loss()
    {
        _directory.Delete("a.log");
        Assert.Empty(_followed.Look());
        Assert.Equal(0, _followed.Own.Count("logmetrics_lost_bytes_total", "reason"));
        Assert.Equal(0, _followed.Own.Count("logmetrics_log_read_errors_total", "reason"));
    }

    [Fact]
    public void What_is_nowhere_for_a_while_is_not_read_again()
    {
        _directory.Rename("a.log", "elsewhere");
        Assert.Empty(_followed.Look());
        _directory.Rename("elsewhere", "a.log");
        Assert.Empty(_followed.Look());
        _directory.Append("a.log", "two\n");
        Assert.Equal(["two"], _followed.Look());
        Assert.Equal(0, _followed.Own.Count("logmetrics_lost_bytes_total", "reason"));
    }

    [Fact]
    public void A_log_that_is_rotated_between_a_look_and_its_reading_is_no_error()
    {
        _directory.Append("a.log", "two\n");
        _followed.Files.AfterStat = path =>
        {
            if (path.EndsWith("a.log", StringComparison.Ordinal))
            {
                _followed.Files.AfterStat = null;
                _directory.Rename("a.log", "a.log.1");
                _directory.Append("a.log", "three\n");
            }
        };
        string[] lines = [.. _followed.Look(), .. _followed.Look()];
        Assert.Equal(["three", "two"], lines.Order());
        Assert.Equal(0, _followed.Own.Count("logmetrics_log_read_errors_total", "reason"));
    }

    void Rotate()
    {
        _directory.Append("a.log", "two\n");
        _directory.Rename("a.log", "a.log.1");
        _directory.Append("a.log", "three\n");
    }
}
