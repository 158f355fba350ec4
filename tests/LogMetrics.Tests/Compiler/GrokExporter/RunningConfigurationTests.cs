using System.Globalization;
using System.Text;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Lines;
using LogMetrics.Tests.Runtime.Execution;
using LogMetrics.Tests.Tidy;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogMetrics.Tests.Compiler.GrokExporter;

public sealed class RunningConfigurationTests
{
    const string Head = "global:\n  config_version: 3\nmetrics:\n";

    [Fact]
    public void An_error_in_one_metric_costs_the_others_nothing_and_leaves_no_series()
    {
        RunningProgram running = Load("""
              - {type: gauge, name: a, help: A., match: 'n=(?<n>\S+)', value: '{{.n}}', labels: {n: '{{.n}}'}}
              - {type: counter, name: b_total, help: B., match: 'n=(?<n>\S+)', labels: {n: '{{.n}}'}}
            """);
        running.Feed("n=x", "n=7");
        Assert.Equal(["a[7]=7", "b_total[x]=1", "b_total[7]=1"], running.Metrics);
        Assert.Equal(1, running.Statistics[0].Errors);
        Assert.Equal(2, running.Statistics[0].MatchedLines);
    }

    [Theory]
    [InlineData("gauge")]
    [InlineData("histogram")]
    [InlineData("summary")]
    public void A_number_that_took_no_part_in_the_match_leaves_no_series(string type)
    {
        RunningProgram running = Load(
            $"  - {{type: {type}, name: m, help: M., match: '%{{WORD:verb}} (?:%{{NUMBER:bytes}}|-)', value: '{{{{.bytes}}}}', labels: {{verb: '{{{{.verb}}}}'}}}}");
        running.Feed("GET -");
        Assert.Empty(running.Metrics);
        Assert.Equal(1, running.Statistics[0].Errors);
    }

    [Fact]
    public void Metrics_with_one_match_and_the_same_labels_count_and_fail_each_for_itself()
    {
        RunningProgram running = Load("""
              - {type: counter, name: a_total, help: A., match: '%{WORD:u} %{WORD:n}', labels: {u: '{{.u}}', n: '{{.n}}'}}
              - {type: counter, name: b_total, help: B., match: '%{WORD:u} %{WORD:n}', labels: {user: '{{.u}}', number: '{{.n}}'}}
              - {type: gauge, name: c, help: C., match: '%{WORD:u} %{WORD:n}', value: '{{.n}}', labels: {u: '{{.u}}', n: '{{.n}}'}}
              - {type: gauge, name: d, help: D., match: '%{WORD:u} %{WORD:n}', value: '{{.n}}', labels: {u: '{{.u}}'}, delete_match: 'out %{WORD:u}', delete_labels: {u: '{{.u}}'}}
              - {type: counter, name: e_total, help: E., match: 'out %{WORD:u}', labels: {u: '{{.u}}'}}
            """);
        running.Feed("x 1", "x 1", "-", "y z", "y 2", "out x");
        Assert.Equal(
            [
                "a_total[x,1]=2", "a_total[y,z]=1", "a_total[y,2]=1", "a_total[out,x]=1",
                "b_total[x,1]=2", "b_total[y,z]=1", "b_total[y,2]=1", "b_total[out,x]=1",
                "c[x,1]=1", "c[y,2]=2", "d[y]=2", "e_total[x]=1",
            ],
            running.Metrics);
        Assert.Equal(4, running.Statistics[0].Errors);
        Assert.Equal(5, running.Statistics[0].MatchedLines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Metrics_with_one_match_ask_it_once_for_a_line_and_evaluate_the_same_labels_once(int metrics)
    {
        string text = string.Concat(Enumerable.Range(0, metrics).Select(i =>
            $"  - {{type: counter, name: c{i}_total, help: C., match: '%{{COMBINEDAPACHELOG}}', labels: {{method{i}: 'x-{{{{.verb}}}}', file: '{{{{base .logfile}}}}'}}}}\n"));
        RunningProgram running = Load(text);
        byte[][] lines =
        [
            .. Repository.Read("examples/logs/access.log").Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(100).Select(Encoding.UTF8.GetBytes),
        ];
        running.Feed(new NamedSource("/var/log/access.log"), lines);
        Assert.Equal(100 * metrics, Enumerable.Range(0, metrics).Sum(i => Sum(running, $"c{i}_total")));
        Assert.Equal(100, running.Pipeline.Programs!.PatternQuestions);
        Assert.Equal(100, running.Pipeline.Programs!.LabelFillings);
    }

    static int Sum(RunningProgram running, string metric) => running.Metrics
        .Where(line => line.StartsWith($"{metric}[", StringComparison.Ordinal))
        .Sum(line => int.Parse(line[(line.LastIndexOf('=') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_counter_takes_no_negative_value()
    {
        RunningProgram running = Load("""
              - {type: counter, name: c_total, help: C., match: 'n=(?<n>\S+)', value: '{{.n}}'}
            """);
        running.Feed("n=2.5", "n=-1", "n=1_000", "n= ", "n=1e400");
        Assert.Equal(["c_total=1002.5"], running.Metrics);
        Assert.Equal(2, running.Statistics[0].Errors);
    }

    [Fact]
    public void A_match_may_backtrack_when_it_says_so()
    {
        RunningProgram running = Load("""
              - {type: counter, name: c_total, help: C., match: '%{WORD:a} \k<a>', unsafe_regex: true, labels: {a: '{{.a}}'}}
            """);
        running.Feed("the the", "no yes");
        Assert.Equal(["c_total[the]=1"], running.Metrics);
    }

    [Fact]
    public void A_delete_match_removes_the_series_that_have_its_labels()
    {
        RunningProgram running = Load("""
              - type: counter
                name: c_total
                help: C.
                match: 'in %{WORD:user} %{WORD:host}'
                labels: {user: '{{.user}}', host: '{{.host}}'}
                delete_match: 'out %{WORD:user}'
                delete_labels: {user: '{{.user}}'}
            """);
        running.Feed("in a x", "in a y", "in b x", "out a");
        Assert.Equal(["c_total[b,x]=1"], running.Metrics);
        Assert.Equal(3, running.Statistics[0].MatchedLines);
    }

    [Fact]
    public void A_delete_match_without_labels_removes_all()
    {
        RunningProgram running = Load("""
              - {type: counter, name: c_total, help: C., match: 'in %{WORD:user}', labels: {user: '{{.user}}'}, delete_match: reset}
            """);
        running.Feed("in a", "in b", "reset", "in c");
        Assert.Equal(["c_total[c]=1"], running.Metrics);
    }

    [Fact]
    public void A_series_goes_when_its_retention_is_over_and_begins_anew()
    {
        RunningProgram running = Load("""
              - {type: counter, name: c_total, help: C., match: 'in %{WORD:user}', labels: {user: '{{.user}}'}, retention: 1m}
            """);
        running.Feed("in a", "in a", "in b");
        running.Time.Now += TimeSpan.FromSeconds(50);
        running.Feed("in b");
        running.Time.Now += TimeSpan.FromSeconds(20);
        running.Store.RemoveExpired();
        Assert.Equal("c_total[b]=2", Assert.Single(running.Metrics).Split('@')[0]);
        running.Feed("in a");
        Assert.Contains(running.Metrics, metric => metric.StartsWith("c_total[a]=1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_metric_with_paths_counts_lines_of_these_files_only()
    {
        RunningProgram running = Load("""
              - {type: counter, name: a_total, help: A., match: x, path: '/var/log/a*.log', labels: {f: '{{.logfile}}'}}
              - {type: counter, name: b_total, help: B., match: x, labels: {f: '{{.logfile}}'}}
            """);
        byte[] line = Encoding.UTF8.GetBytes("x");
        running.Feed(new NamedSource("/var/log/a1.log"), line, line);
        running.Feed(new NamedSource("/var/log/b1.log"), line);
        running.Feed(new NamedSource("-"), line);
        Assert.Equal(["a_total[/var/log/a1.log]=2", "b_total[/var/log/a1.log]=2", "b_total[/var/log/b1.log]=1", "b_total[]=1"], running.Metrics);
    }

    [Fact]
    public void Metrics_without_labels_are_there_from_the_start()
    {
        RunningProgram running = Load("""
              - {type: gauge, name: g, help: G., match: 'n=%{INT:n}', value: '{{.n}}'}
              - {type: gauge, name: labelled, help: G., match: 'n=%{INT:n}', value: '{{.n}}', labels: {n: '{{.n}}'}}
              - {type: summary, name: s, help: S., match: 'n=%{INT:n}', value: '{{.n}}'}
            """);
        Assert.Equal(["g=0", "s=0/0"], running.Metrics.Select(metric => metric.Split('@')[0]));
    }

    [Fact]
    public void What_came_along_with_a_line_can_be_a_label()
    {
        RunningProgram running = Load("""
              - {type: counter, name: c_total, help: C., match: 'in', labels: {user: '{{index .extra "user"}}'}}
            """);
        LineBatch batch = RunningProgram.BatchOf(null, "in"u8.ToArray(), "in"u8.ToArray());
        batch.AddExtra("{\"user\":\"bob\"}"u8.ToArray());
        running.Pipeline.Process(batch);
        Assert.Equal(["c_total[bob]=1"], running.Metrics);
        Assert.Equal(1, running.Statistics[0].Errors);
    }

    [Fact]
    public void Twenty_metrics_on_one_format_allocate_nothing_for_a_line()
    {
        string metrics = string.Concat(Enumerable.Range(0, 20).Select(i =>
            $"  - {{type: gauge, name: m{i}, help: M., match: '%{{COMBINEDAPACHELOG}}', value: '{{{{divide .response {i + 1}}}}}', labels: {{v: 'x-{{{{.verb}}}}'}}}}\n"));
        RunningProgram running = Load(metrics);
        byte[] line = Encoding.UTF8.GetBytes("""10.0.0.1 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 17 "-" "curl" """);
        LineBatch batch = RunningProgram.BatchOf(null, line, line);
        running.Pipeline.Process(batch);
        Assert.Equal(20, running.Metrics.Count);
        Assert.Equal(0, Allocations.LeastOf(() => running.Pipeline.Process(batch)));
    }

    [Theory]
    [InlineData("access.yml", "access.log", "http_requests_total[GET,200]=9090")]
    [InlineData("exim.yml", "exim-rejected.log", "exim_rejected_recipients_total[Sender verify failed,]=2")]
    [InlineData("auth.yml", "auth.log", "ssh_failed_logins_total[admin]=45")]
    public void An_example_counts(string configuration, string log, string expected)
    {
        RunningProgram running = Example(configuration, Repository.Read($"examples/logs/{log}").Split('\n'));
        Assert.Contains(expected, running.Metrics.Select(metric => metric.Replace(",.]", ",]", StringComparison.Ordinal)));
    }

    /// <summary>2,205 lines and a piece of one, which has no end and so does not count.</summary>
    [Fact]
    public void The_log_that_grok_exporter_has_as_its_example_counts_as_it_does_there()
    {
        string path = Repository.PathOf("../shared/data/exim-rejected.log");
        Assert.SkipUnless(File.Exists(path), "the log is not beside the checkout");
        RunningProgram running = Example("exim.yml", File.ReadAllText(path, Encoding.UTF8).Split('\n')[..^1]);
        Assert.Equal(
            ["[Sender verify failed]=2000", "[Unrouteable address]=32", "[relay not permitted]=165"],
            running.Metrics.Select(metric => metric.Replace("exim_rejected_recipients_total", "", StringComparison.Ordinal).Replace(",.]", "]", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.Equal((2205, 2205 - 8), (running.Statistics[0].Lines, running.Statistics[0].MatchedLines));
    }

    [Fact]
    public void Every_invalid_user_of_a_real_log_of_sshd_is_counted()
    {
        string[] lines = Repository.Read("examples/logs/auth.log").Split('\n');
        RunningProgram running = Example("auth.yml", lines);
        IEnumerable<string> failed = running.Metrics.Where(metric => metric.StartsWith("ssh_failed_logins_total[", StringComparison.Ordinal));

        // Behind `user` a scanner that sends no name leaves two blanks.
        int named = lines.Count(line => line.Contains(": Invalid user ", StringComparison.Ordinal) && !line.Contains("user  from", StringComparison.Ordinal));
        Assert.Equal(135, named);
        Assert.Equal(named, failed.Sum(metric => int.Parse(metric.Split('=')[1], CultureInfo.InvariantCulture)));
    }

    static RunningProgram Example(string configuration, string[] lines)
    {
        RunningProgram running = RunningProgram.Load(ExecutionOptions.Default, Limits.Default, NullLogger.Instance);
        running.Reload(RunningProgram.Compile(configuration, Repository.Read($"examples/grok_exporter/{configuration}")));
        running.Feed(null, [.. lines.Select(Encoding.UTF8.GetBytes)]);
        return running;
    }

    static RunningProgram Load(string metrics)
    {
        RunningProgram running = RunningProgram.Load(ExecutionOptions.Default, Limits.Default, NullLogger.Instance);
        running.Reload(RunningProgram.Compile("config.yml", Head + metrics));
        return running;
    }
}
