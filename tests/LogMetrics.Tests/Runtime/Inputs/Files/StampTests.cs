using LogMetrics.Runtime;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

// The stamps of files come from a clock of their own, which goes in steps, falls behind, and can be set.
public sealed class StampTests : IDisposable
{
    readonly TestDirectory _directory = new("stamps");
    readonly FailingFileSystem _files = new();
    int _number;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Files_whose_stamps_are_behind_the_clock_are_found_between_two_looks()
    {
        _files.StampLag = TimeSpan.FromSeconds(10);
        using Followed followed = Follow("app.log");
        Write("app.log");
        Assert.Equal(["0"], followed.Look());

        WriteAndRotate();
        WriteAndRotate();
        Write("app.log");
        Assert.Equal(["1", "2", "3"], followed.Look());
    }

    // Also when it was set back by a day between the two looks.
    [Fact]
    public void Files_that_were_made_after_the_clock_was_set_back_are_found()
    {
        using Followed followed = Follow("app.log");
        Write("app.log");
        Assert.Equal(["0"], followed.Look());

        _files.StampLag = TimeSpan.FromDays(1);
        WriteAndRotate();
        WriteAndRotate();
        Write("app.log");
        Assert.Equal(["1", "2", "3"], followed.Look());
    }

    [Fact]
    public void What_was_there_before_is_an_archive_after_the_clock_was_set_back()
    {
        File.WriteAllText(_directory["app.log.7"], "archive\n");
        Assert.Equal(FileError.None, _files.Stat(_directory["app.log.7"], out _));
        _directory.LetStampsPass();
        using Followed followed = Follow("app.log");
        Write("app.log");
        Assert.Equal(["0"], followed.Look());

        _files.StampLag = TimeSpan.FromDays(1);
        WriteAndRotate();
        Write("app.log");
        Assert.Equal(["1", "2"], followed.Look());
    }

    // A log that is rotated while one looks at it, after it was seen and before the look is over.
    [Fact]
    public void A_file_that_is_made_during_a_look_is_found_at_the_next_one()
    {
        using Followed followed = Follow("app.log");
        Write("app.log");
        Assert.Equal(["0"], followed.Look());

        _files.AfterStat = path =>
        {
            if (path == _directory["app.log"])
            {
                _files.AfterStat = null;
                WriteAndRotate();
                WriteAndRotate();
                _directory.LetStampsPass();
            }
        };

        // The first of them shows at once where the step of the clock is still that of the last look.
        string[] lines = followed.Look();
        Write("app.log");
        Assert.Equal(["1", "2", "3"], (string[])[.. lines, .. followed.Look()]);
    }

    // Between two names that are looked at, all of them move on by one.
    [Fact]
    public void Files_whose_names_move_while_they_are_looked_for_are_found()
    {
        using Followed followed = Follow("app.log");
        Write("app.log");
        Assert.Equal(["0"], followed.Look());

        for (int line = 1; line < 4; line++)
        {
            Shift();
            Write("app.log");
            _directory.LetStampsPass();
        }

        _files.AfterStat = path =>
        {
            if (Path.GetFileName(path) is "app.log.2" or "app.log.1")
            {
                _files.AfterStat = null;
                Shift();
                Write("app.log");
            }
        };
        string[] lines = followed.Look();
        Write("app.log");
        Assert.Equal(["1", "2", "3", "4", "5"], lines.Concat(followed.Look()).Order());

        void Shift()
        {
            for (int number = 8; number > 0; number--)
            {
                if (File.Exists(_directory[$"app.log.{number}"]))
                {
                    _directory.Rename($"app.log.{number}", $"app.log.{number + 1}");
                }
            }

            _directory.Rename("app.log", "app.log.1");
        }
    }

    // A log is emptied after it was seen to be longer, and its copy, which a glob finds, is renamed while that is looked for.
    [Fact]
    public void A_copy_that_is_renamed_while_it_is_looked_for_is_recognised()
    {
        _directory.Append("app.log.2", "older\n");
        using Followed followed = Follow("app.log*");
        Write("app.log");
        Assert.Equal(["0"], followed.Look());

        Write("app.log");
        _files.BeforeRead = _ =>
        {
            _files.BeforeRead = null;
            _directory.Copy("app.log", "app.log.1");
            _directory.Truncate("app.log");
            _files.AfterStat = path =>
            {
                if (path == _directory["app.log.1"])
                {
                    _files.AfterStat = null;
                    _directory.Rename("app.log.2", "app.log.3");
                    _directory.Rename("app.log.1", "app.log.2");
                }
            };
        };
        string[] lines = followed.Look();
        Write("app.log");
        Assert.Equal(["1", "2"], lines.Concat(followed.Look()));
    }

    // All of it is over before the first of the names is looked at, and a file has a name that was not there.
    // What was made before that look has earlier stamps, and was not looked for.
    [Fact]
    public void A_log_that_is_rotated_before_it_can_be_opened_counts_as_not_seen()
    {
        using Followed followed = Follow("app.log");
        Write("app.log");
        Assert.Equal(["0"], followed.Look());

        WriteAndRotate();
        Write("app.log");
        _directory.LetStampsPass();
        _files.AfterStat = path =>
        {
            if (path == _directory["app.log"])
            {
                _files.AfterStat = null;
                _directory.Rename("app.log", "app.log-2");
            }
        };
        string[] before = followed.Look();
        Write("app.log");
        Assert.Equal(["1", "2", "3"], [.. before, .. followed.Look()]);
    }

    [Fact]
    public void A_file_that_gets_a_name_that_was_not_there_when_the_folder_was_looked_at_is_found()
    {
        using Followed followed = Follow("app.log");
        Write("app.log");
        Assert.Equal(["0"], followed.Look());

        WriteAndRotate();
        _directory.Rename("app.log.1", "app.log.3");
        _directory.LetStampsPass();
        WriteAndRotate();
        Write("app.log");
        _files.AfterList = () =>
        {
            _files.AfterList = null;
            _directory.Rename("app.log.1", "app.log.2");
            _directory.Rename("app.log", "app.log.1");
        };
        Assert.Equal(["1", "2", "3"], followed.Look().Order());
    }

    [Theory]
    [InlineData("a.log", "b.log")]
    [InlineData("b.log", "a.log")]
    public void A_log_that_is_rotated_after_its_folder_was_listed_for_another_is_read_whole(string first, string second)
    {
        using Followed followed = Follow("*.log");
        Write(first);
        Write(second);
        followed.Look();

        // Both are rotated twice, and once more when the folder is listed for the first of them.
        foreach (string log in (string[])[first, second])
        {
            _directory.LetStampsPass();
            _directory.Rename(log, $"{log}.9");
            _directory.Append(log, $"{log} between\n");
            _directory.Rename(log, $"{log}.1");
            _directory.Append(log, $"{log} named\n");
        }

        _files.AfterOpen = _ => _files.AfterList ??= () =>
        {
            _files.AfterOpen = null;
            _files.AfterList = null;
            foreach (string log in (string[])[first, second])
            {
                _directory.Rename($"{log}.1", $"{log}.2");
                _directory.Rename(log, $"{log}.1");
                _directory.Append(log, $"{log} new\n");
            }
        };
        string[] lines = [.. followed.Look(), .. followed.Look()];
        Assert.Equal(
            ["a.log between", "a.log named", "a.log new", "b.log between", "b.log named", "b.log new"],
            lines.Select(line => line.Split(": ")[^1]).Order());
    }

    [Fact]
    public void A_file_that_is_rewritten_within_one_step_of_the_clock_to_the_same_length_is_read_again()
    {
        _files.OnlyStamp = 1_700_000_000_000_000_000;
        using Followed followed = Follow("app.log");
        Write("app.log");
        Assert.Equal(["0"], followed.Look());

        _directory.Truncate("app.log");
        Write("app.log");
        Assert.Equal(["1"], followed.Look());
    }

    // It could not be opened for want of a descriptor or of rights, was rotated, and then it can be.
    [Fact]
    public void A_file_that_could_not_be_opened_until_it_was_rotated_is_read_under_its_rotated_name()
    {
        using Followed followed = Follow("app.log");
        Write("app.log");
        Assert.Equal(["0"], followed.Look());

        _files.Refused["app.log"] = FileError.PermissionDenied;
        WriteAndRotate();
        Write("app.log");
        Assert.Equal(["1"], followed.Look());
        _directory.LetStampsPass();
        Assert.Empty(followed.Look());

        _directory.Rename("app.log.1", "app.log.2");
        WriteAndRotate();
        Write("app.log");
        _files.Refused.Clear();
        Assert.Equal(["2", "3", "4"], followed.Look());
    }

    // While a file waits for the one before it to be read, it may be copied and emptied more than once.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Copies_of_a_file_that_waits_to_be_read_are_found(bool isSeenWithLines)
    {
        using Followed followed = Follow("app.log", Limits.Default with { ReadBufferBytes = 64 });
        for (int line = 0; line < 200; line++)
        {
            Write("app.log");
        }

        long before = followed.TurnAndCountAfter(TimeSpan.FromSeconds(1));
        _directory.Rename("app.log", "app.log.1");
        if (isSeenWithLines)
        {
            Write("app.log");
        }
        else
        {
            _directory.Append("app.log", "");
        }

        before += followed.TurnAndCountAfter(TimeSpan.FromSeconds(1));
        for (int copy = 0; copy < 3; copy++)
        {
            Write("app.log");
            _directory.Rename("app.log.1", "app.log.9");
            _directory.Copy("app.log", $"app.log.{copy + 2}");
            _directory.Rename("app.log.9", "app.log.1");
            _directory.Truncate("app.log");
            _directory.LetStampsPass();
            before += followed.TurnAndCountAfter(TimeSpan.FromSeconds(1));
        }

        Write("app.log");
        Assert.Equal(_number, before + followed.Look().Length);
    }

    // Its descriptor was lent to others; between finding it under its rotated name and opening it, it is renamed again.
    [Fact]
    public void A_rotated_file_without_a_descriptor_is_found_when_its_name_moves_on()
    {
        using Followed followed = Follow("*.log", Limits.Default with { MaxOpenFiles = 2 });
        Write("app.log");
        Assert.Equal(["0"], followed.Look());
        for (int file = 0; file < 20; file++)
        {
            Write($"other{file}.log");
        }

        Assert.Equal(20, followed.Look().Length);
        Write("app.log");
        _directory.Rename("app.log", "app.log.1");
        _files.AfterStat = path =>
        {
            if (path == _directory["app.log.1"])
            {
                _files.AfterStat = null;
                _directory.Rename("app.log.1", "app.log.2");
            }
        };
        Assert.Equal(["21"], followed.Look());
    }

    Followed Follow(string glob, Limits? limits = null) =>
        new(_directory, new SourceOptions { Logs = [glob] }, limits, _files);

    void Write(string name) => _directory.Append(name, $"{_number++}\n");

    void WriteAndRotate()
    {
        Write("app.log");
        string rotated = File.Exists(_directory["app.log.1"]) ? $"app.log.{2 + _number}" : "app.log.1";
        _directory.Rename("app.log", rotated);
    }
}
