using System.Text;
using LogMetrics.Runtime.Lines;

namespace LogMetrics.Tests.Runtime.Execution;

public sealed class AllocationTests
{
    const string Combined = """
        counter http_requests_total by method, status
        counter http_bytes_total
        histogram http_response_bytes buckets 0, 100, 500, 1000, 5000
        /^(?P<host>\S+) (?P<ident>\S+) (?P<user>\S+) \[(?P<time>[^\]]+)\] "(?P<method>\S+) (?P<path>\S+) (?P<proto>\S+)" (?P<status>\d{3}) (?P<bytes>\d+|-)/ {
          http_requests_total[$method][$status]++
          strptime($time, "02/Jan/2006:15:04:05 -0700")
          $bytes != "-" {
            http_bytes_total += int($bytes)
            http_response_bytes = int($bytes)
          }
        }

        """;

    const string Syslog = """
        counter failed by user
        counter sessions by service, what
        counter by_length by length
        text last
        gauge ratio
        /sshd\[\d+\]: Failed password for (?P<user>\S+)/ {
          failed[tolower($user)]++
          last = $user + "!"
        }
        /pam_unix\((?P<service>\S+):session\): session (?P<what>opened|closed)/ {
          sessions[subst("-", "_", $service)][$what]++
          by_length[len($service)]++
          ratio = 1.5
        }
        /took (?P<seconds>\d+\.\d+)s (?P<what>\w+)/ {
          ratio = $seconds / 2.0
          sessions[string($seconds)][subst(/\d/, "#", $what)]++
        }
        otherwise {
          getfilename() =~ /none/ {
            failed["none"]++
          }
        }

        """;

    [Fact]
    public void A_line_that_updates_known_series_allocates_nothing() => AllocatesNothing(
        Combined,
        """10.1.8.10 - - [07/Jul/2017:16:47:12 +0000] "GET /ping HTTP/1.1" 200 68""",
        """10.1.8.11 - bob [07/Jul/2017:16:47:12 +0000] "POST /a HTTP/1.1" 404 -""",
        """10.1.8.11 - bob [07/Jul/2017:16:47:13 +0000] "POST /a HTTP/1.1" 404 5000""");

    [Fact]
    public void Strings_that_a_program_makes_cost_no_allocation() => AllocatesNothing(
        Syslog,
        "sshd[1]: Failed password for Root",
        "x: pam_unix(su-l:session): session opened",
        "x: took 2.5s a1b2",
        "nothing of interest");

    [Fact]
    public void Metrics_with_the_same_labels_allocate_nothing() => AllocatesNothing(
        """
        counter a by x, y
        counter b by x, y
        counter c by y, x
        /(?P<x>\S+) (?P<y>\S+)/ {
          a[$x][tolower($y)]++
          b[$x][tolower($y)]++
          c[tolower($y)][$x]++
        }

        """,
        "GET OK",
        "POST Failed",
        "nothing");

    [Fact]
    public void A_line_that_matches_nothing_allocates_nothing() =>
        AllocatesNothing(Combined, "nothing", "", new string('x', 5000));

    [Fact]
    public void A_runtime_error_allocates_nothing_once_it_was_told() => AllocatesNothing(
        """
        gauge g
        /(\S+)/ {
          strptime($1, "2006")
          g = int($1)
        }

        """,
        "abc",
        "20x7");

    static void AllocatesNothing(string program, params string[] lines)
    {
        RunningProgram running = RunningProgram.Load(program);
        byte[][] bytes = [.. lines.Select(Encoding.UTF8.GetBytes)];
        LineBatch batch = RunningProgram.BatchOf(new NamedSource("/var/log/x"), [.. Enumerable.Repeat(bytes, 500).SelectMany(all => all)]);

        // The first rounds make the series and warm up caches and code.
        for (int i = 0; i < 4; i++)
        {
            running.Pipeline.Process(batch);
        }

        int batches = 4;
        long perBatch = Allocations.LeastOf(() =>
        {
            running.Pipeline.Process(batch);
            batches++;
        });

        // What a batch costs as a whole, its own metrics, is independent of how many lines it has.
        Assert.InRange(perBatch, 0, 1024);
        Assert.Equal(batches * batch.Count, running.Statistics[0].Lines);
        Assert.False(running.Statistics[0].IsUnloaded);
    }
}
