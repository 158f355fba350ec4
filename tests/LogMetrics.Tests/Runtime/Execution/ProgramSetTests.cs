using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Runtime.Execution;

public sealed class ProgramSetTests
{
    const string CountWords = """
        counter words by word
        /(\w+)/ {
          words[$1]++
        }

        """;

    [Fact]
    public void Every_program_sees_every_line_and_starts_it_afresh()
    {
        RunningProgram running = RunningProgram.Load(
            CountWords,
            """
            counter unmatched
            /never/ {
            }
            otherwise {
              unmatched++
            }

            """).Feed("a", "b", "a");
        Assert.Equal(["words[a]=2", "words[b]=1", "unmatched=3"], running.Metrics);
        Assert.Equal([(3L, 3L), (3L, 0L)], running.Statistics.Select(s => (s.Lines, s.MatchedLines)));
    }

    [Fact]
    public void A_program_with_a_log_filter_sees_only_those_sources()
    {
        const string Filtered = """
            log_filter "/var/log/a.log"
            counter lines
            counter by_file by file
            // {
              lines++
              by_file[getfilename()]++
            }

            """;
        RunningProgram running = RunningProgram.Load(Filtered)
            .Feed(new NamedSource("/var/log/a.log"), "x"u8.ToArray(), "y"u8.ToArray())
            .Feed(new NamedSource("/var/log/a.log.1"), "z"u8.ToArray());
        Assert.Equal(["lines=2", "by_file[/var/log/a.log]=2"], running.Metrics);
        Assert.Equal(2, running.Statistics[0].Lines);
    }

    [Fact]
    public void Changes_are_stamped_with_the_clock_of_the_batch_or_the_time_that_the_program_sets()
    {
        RunningProgram running = RunningProgram.Load("""
            gauge clock
            gauge before
            gauge set
            /(\d+)/ {
              before = 1
              settime($1)
              set = 2
              clock = timestamp()
            }

            """);
        running.Feed("1000");
        Assert.Equal(["clock=1000@1000", "before=1", "set=2@1000"], running.Metrics);
        running.Time.Now = DateTimeOffset.FromUnixTimeSeconds(RunningProgram.Now + 1);
        running.Feed("5");
        Assert.Equal(["clock=5@5", "before=1@1500000001", "set=2@5"], running.Metrics);
    }

    [Theory]
    [InlineData("settime(0 - 62135596800)")]
    [InlineData("strptime(\"0001-01-01\", \"2006-01-02\")")]
    public void The_zero_time_stands_for_the_clock(string statement)
    {
        RunningProgram running = RunningProgram.Load($$"""
            gauge g
            // {
              {{statement}}
              g = timestamp()
            }

            """).Feed("");
        Assert.Equal([$"g={RunningProgram.Now}"], running.Metrics);
    }

    [Fact]
    public void A_time_without_a_year_is_of_the_current_year_of_its_zone()
    {
        const string Program = """
            gauge g
            /(.*)/ {
              strptime($1, "Jan _2 15:04:05")
              g = timestamp()
            }

            """;
        var berlin = new ExecutionOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };
        RunningProgram running = RunningProgram.Load(berlin, Limits.Default, NullLogger.Instance, Program);

        // In Berlin the year 2018 has begun.
        running.Time.Now = new DateTimeOffset(2017, 12, 31, 23, 30, 0, TimeSpan.Zero);
        running.Feed("Jan  1 00:30:00");
        Assert.Equal(["g=1514763000@1514763000"], running.Metrics);
    }

    [Fact]
    public void A_begin_block_runs_once_when_its_program_is_new()
    {
        const string WithBegin = """
            gauge starts by file
            counter lines
            begin {
              starts[getfilename()] += 1
            }
            // {
              lines++
            }

            """;
        MetricProgram program = RunningProgram.Compile("a.mtail", WithBegin);
        RunningProgram running = RunningProgram.Load();
        running.Reload(program);
        running.Feed("x");
        running.Reload(program);
        running.Feed("x");
        Assert.Equal(["starts[a.mtail]=1", "lines=2"], running.Metrics);
        running.Reload(RunningProgram.Compile("a.mtail", WithBegin));
        Assert.Equal(["starts[a.mtail]=2", "lines=2"], running.Metrics);
    }

    [Fact]
    public void An_error_in_a_begin_block_is_counted_and_the_program_goes_on()
    {
        RunningProgram running = RunningProgram.Load("""
            gauge g
            counter lines
            begin {
              g = 1 / timestamp() / 5
              g = 7 % (timestamp() - timestamp())
            }
            // {
              lines++
            }

            """).Feed("x");
        Assert.Equal((1L, 1L), (running.Statistics[0].Errors, running.Statistics[0].Lines));
        Assert.Contains("lines=1", running.Metrics);
    }

    [Fact]
    public void A_reload_keeps_the_values_of_programs_that_did_not_change()
    {
        MetricProgram kept = RunningProgram.Compile("a.mtail", CountWords);
        RunningProgram running = RunningProgram.Load();
        running.Reload(kept, RunningProgram.Compile("b.mtail", "counter gone\n// {\n  gone++\n}\n"));
        running.Feed("x");
        running.Reload(kept);
        running.Feed("x");
        Assert.Equal(["words[x]=2"], running.Metrics);
    }

    [Fact]
    public void Runtime_errors_are_counted_by_program_and_reason_and_logged_once_a_minute_for_each_place()
    {
        var log = new RecordingLogger();
        RunningProgram running = RunningProgram.Load(ExecutionOptions.Default, Limits.Default, log, """
            gauge g
            /(\S+)/ {
              g = int($1)
            }

            """);
        running.Feed("a\u0007\"b", "c", "1");
        Assert.Equal(2, running.Counted("logmetrics_program_errors_total", "p0.mtail", "not_a_number"));
        Assert.Equal(
            ["p0.mtail: runtime error at p0.mtail:3:11: the text is no decimal integer of 64 bits: \"a\\x07\\x22b\" (1 so far)"],
            log.Messages);
        running.Time.Now += TimeSpan.FromSeconds(61);
        running.Feed("d");
        Assert.Equal(2, log.Messages.Count);
        Assert.EndsWith(": \"d\" (3 so far)", log.Messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_tell_the_first_errors_by_place_and_without_log_content()
    {
        RunningProgram running = RunningProgram.Load("""
            gauge g
            /^n(\S+)/ {
              g = int($1)
            }
            /^t(\S+)/ {
              strptime($1, "2006")
            }

            """).Feed("nsecret", "nsecret2", "tsecret");
        Assert.Equal(3, running.Statistics[0].Errors);
        Assert.Equal(2, running.Statistics[0].ErrorMessages.Length);
        Assert.StartsWith("p0.mtail:3:11: ", running.Statistics[0].ErrorMessages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Concat(running.Statistics[0].ErrorMessages), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_and_matches_are_counted_for_each_program()
    {
        RunningProgram running = RunningProgram.Load(CountWords).Feed("a", "b", "", "  ");
        Assert.Equal(4, running.Counted("logmetrics_program_lines_total", "p0.mtail"));
        Assert.Equal(2, running.Counted("logmetrics_program_matched_lines_total", "p0.mtail"));
    }

    [Fact]
    public void A_line_that_makes_its_program_multiply_text_meets_the_limit_and_the_next_line_does_not()
    {
        var limits = new Limits { MaxScratchBytesPerLine = 100_000 };
        RunningProgram running = RunningProgram.Load(ExecutionOptions.Default, limits, NullLogger.Instance, """
            text t
            counter c
            /^(.*)$/ {
              t = subst("", $1, $1)
              c++
            }

            """);
        running.Feed(new string('x', 1000), "ab", new string('y', 200));
        Assert.Equal(["t=" + string.Concat(Enumerable.Repeat(new string('y', 200) + "y", 200)) + new string('y', 200), "c=2"], running.Metrics);
        Assert.Equal(1, running.Counted("logmetrics_program_errors_total", "p0.mtail", "limit_exceeded"));
    }

    [Fact]
    public void Random_bytes_never_stop_a_program()
    {
        RunningProgram running = RunningProgram.Load("""
            counter words by word
            counter lower by key
            gauge number
            text t
            /(?P<word>\w+)\s(?P<rest>.*)/ {
              words[$word]++
              lower[tolower($rest)]++
              t = subst(/\W/, "<>", $rest)
              $rest =~ /(\d+)/ {
                number = $1
              }
            }
            /(.)(.)$/ {
              strptime($1 + $2, "06")
              t = subst("", $1, $2)
              number = strtol($2, 16)
            }

            """);
        var random = new Random(99);
        for (int batch = 0; batch < 50; batch++)
        {
            byte[][] lines = new byte[200][];
            for (int i = 0; i < lines.Length; i++)
            {
                lines[i] = new byte[random.Next(60)];
                random.NextBytes(lines[i]);
            }

            running.Feed(null, lines);
        }

        Assert.False(running.Statistics[0].IsUnloaded);
        Assert.Equal(10_000, running.Statistics[0].Lines);
    }
}

sealed class RecordingLogger : ILogger
{
    public List<string> Messages { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Messages.Add(formatter(state, exception));
}
