using LogMetrics.Configuration;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Execution;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.State;

namespace LogMetrics.Cli;

/// <summary>mtail's flags: which there are, what each means here, and which cannot be honoured.</summary>
static class MtailFlags
{
    /// <summary>Flags that name something LogMetrics does not do: a value other than the default is refused, because to
    /// accept it would lose what the user asked for without a word.</summary>
    static readonly string[] Refused =
    [
        "collectd_socketpath", "graphite_host_port", "statsd_hostport", "jaeger_endpoint",
    ];

    /// <summary>Declares every flag of every mtail version, with its default.</summary>
    public static GoFlags Create()
    {
        var flags = new GoFlags();
        flags.AddText("progs", "", "Program file, or folder with *.mtail files; required.");
        flags.AddList("logs", "Log files and globs, comma-separated; may be repeated.");
        flags.AddText("port", "3903", "Port of the HTTP server; 0 takes a free one.");
        flags.AddText("address", "", "Address of the HTTP server; empty is every interface.");
        flags.AddText("unix_socket", "", "Serve HTTP on this Unix socket instead.");
        flags.AddBool("one_shot", false, "Read the logs from start to end, print the metrics, exit.");
        flags.AddText("one_shot_format", "json", "Format of -one_shot: json or prometheus.");
        flags.AddBool("compile_only", false, "Compile the programs and exit.");
        flags.AddBool("dump_ast", false, "Write the compiled programs to the log.");
        flags.AddBool("dump_ast_types", false, "Write the compiled programs to the log.");
        flags.AddBool("dump_bytecode", false, "Write the compiled programs to the log.");
        flags.AddBool("version", false, "Print the version.");
        flags.AddBool("syslog_use_current_year", true, "Give timestamps without a year the present one.");
        flags.AddText("override_timezone", "", "The zone of timestamps that name none; empty is UTC.");
        flags.AddBool("emit_prog_label", true, "Add the label prog to every series.");
        flags.AddBool("emit_metric_timestamp", false, "Give each sample the time of its last update.");
        flags.AddBool("vm_logs_runtime_errors", true, "Log the runtime errors of programs.");
        flags.AddDuration("poll_interval", TimeSpan.FromMilliseconds(250), "How often logs are looked at for more lines.");
        flags.AddDuration("poll_log_interval", TimeSpan.FromMilliseconds(250), "How often globs are evaluated.");
        flags.AddDuration("expired_metrics_gc_interval", TimeSpan.FromHours(1), "How often expired series are removed.");
        flags.AddNumber("max_regexp_length", 1024, "The longest pattern.");
        flags.AddNumber("max_recursion_depth", 100, "How deep a program may nest.");
        flags.AddText("graphite_prefix", "", "What every path at /graphite begins with.");
        flags.AddText("ignore_filename_regex_pattern", "", "Do not read files in whose name this finds a match.");
        flags.AddText("grok", "legacy", "Set of grok patterns that programs may refer to: legacy or ecs-v1.");
        flags.AddList("grok-patterns", "File of grok patterns, or folder with some; may be repeated.");
        flags.AddText("state_dir", "", "Keep values and positions in this folder over restarts; not a flag of mtail.");
        AddRefused(flags);
        AddInert(flags);
        return flags;
    }

    static void AddRefused(GoFlags flags)
    {
        foreach (string name in Refused)
        {
            flags.AddText(name, "", "Pushing and tracing are not supported: must stay empty.");
        }

        flags.AddBool("experimental_enable_opentelemetry", false, "Pushing is not supported: must stay false.");
    }

    static void AddInert(GoFlags flags)
    {
        const string Inert = "Accepted; has no effect here.";
        flags.AddText("collectd_prefix", "", Inert);
        flags.AddText("statsd_prefix", "", Inert);
        flags.AddDuration("metric_push_interval", TimeSpan.FromMinutes(1), Inert);
        flags.AddNumber("metric_push_interval_seconds", 0, Inert);
        flags.AddDuration("metric_push_write_deadline", TimeSpan.FromSeconds(10), Inert);
        flags.AddDuration("stale_log_gc_interval", TimeSpan.FromHours(1), Inert);
        flags.AddNumber("block_profile_rate", 0, Inert);
        flags.AddNumber("mutex_profile_fraction", 0, Inert);
        flags.AddNumber("trace_sample_period", 0, Inert);
        flags.AddNumber("mtailDebug", 0, Inert);
        flags.AddBool("disable_fsnotify", true, Inert);
        flags.AddBool("http_debugging_endpoint", true, Inert);
        flags.AddBool("http_info_endpoint", true, Inert);
        flags.AddBool("logtostderr", false, "Accepted; the log always goes to standard error.");
        flags.AddBool("alsologtostderr", false, "Accepted; the log always goes to standard error.");
        flags.AddText("log_dir", "", Inert);
        flags.AddText("stderrthreshold", "", Inert);
        flags.AddText("v", "0", "1 and more also writes details to the log.");
        flags.AddText("vmodule", "", Inert);
        flags.AddText("log_backtrace_at", "", Inert);
        flags.AddText("log_link", "", Inert);
        flags.AddText("logbuflevel", "", Inert);
    }

    /// <summary>Ends with a message when a flag asks for what there is not.</summary>
    public static void RefuseWhatThereIsNot(GoFlags flags)
    {
        string? name = Refused.FirstOrDefault(name => flags.Text(name).Length > 0)
            ?? (flags.Bool("experimental_enable_opentelemetry") ? "experimental_enable_opentelemetry" : null);
        if (name is not null)
        {
            throw new CommandFailedException(
                ExitCode.Usage, $"-{name}: pushing and tracing are not supported; leave the flag out and let Prometheus scrape /metrics");
        }
    }

    /// <summary>What the engine is to do.</summary>
    public static EngineSettings EngineSettingsOf(GoFlags flags) => new()
    {
        Programs = [flags.Text("progs")],
        Sources = new SourceOptions
        {
            Logs = [.. flags.List("logs").Where(log => log.Length > 0)],
            LogsFlag = "-logs",
            IgnoredNamePattern = flags.Text("ignore_filename_regex_pattern"),
            IgnoredNamePatternFlag = "-ignore_filename_regex_pattern",
            PollInterval = IntervalOf(flags, "poll_interval"),
            IdlePollInterval = IntervalOf(flags, "poll_log_interval"),
        },
        ProgramPollInterval = TimeSpan.Zero,
        State = flags.Text("state_dir") is { Length: > 0 } directory ? new StateOptions { Directory = directory } : null,
        ExpiryInterval = flags.Duration("expired_metrics_gc_interval"),
        Execution = new ExecutionOptions
        {
            TimeZone = TimeZoneOf(flags),
            AssumeCurrentYear = flags.Bool("syslog_use_current_year"),
        },
        LogRuntimeErrors = flags.Bool("vm_logs_runtime_errors"),
        ProgramLabel = flags.Bool("emit_prog_label"),
        EmitMetricTimestamp = flags.Bool("emit_metric_timestamp"),
        Compile = Compiler.CompileOptions.Default with
        {
            MaxPatternBytes = LimitOf(flags, "max_regexp_length", 1024),
            MaxNestingDepth = LimitOf(flags, "max_recursion_depth", 100),
        },
        GrokSet = flags.Text("grok") switch
        {
            "legacy" => GrokSet.Legacy,
            "ecs-v1" => GrokSet.EcsV1,
            string other => throw new CommandFailedException(ExitCode.InputWrong, $"-grok: `{other}` is none of legacy, ecs-v1"),
        },
        GrokPatterns = [.. flags.List("grok-patterns")],
        Limits = Limits.Default,
    };

    /// <summary>Where HTTP is served.</summary>
    public static ServerSettings ServerSettingsOf(GoFlags flags)
    {
        string socket = flags.Text("unix_socket");
        ListenAddress? listen = socket.Length > 0
            ? new ListenAddress(null, socket)
            : ListenAddress.TryCreate(flags.Text("address"), flags.Text("port"));
        return new ServerSettings
        {
            Listen = listen ?? throw new CommandFailedException(
                ExitCode.InputWrong,
                $"-address \"{flags.Text("address")}\" -port \"{flags.Text("port")}\": no IP address and port from 0 to 65535"),
            StatusPageForUnknownPaths = true,
            GraphitePrefix = flags.Text("graphite_prefix"),
        };
    }

    static TimeZoneInfo TimeZoneOf(GoFlags flags)
    {
        string name = flags.Text("override_timezone");
        return name.Length == 0 ? TimeZoneInfo.Utc
            : TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone
            : throw new CommandFailedException(ExitCode.InputWrong, $"Couldn't parse timezone \"{name}\": no such zone, such as Europe/Berlin");
    }

    // Zero is mtail's way to say the default.
    static TimeSpan IntervalOf(GoFlags flags, string name) => flags.Duration(name) switch
    {
        { Ticks: 0 } => TimeSpan.FromMilliseconds(250),
        { Ticks: > 0 } interval => interval,
        _ => throw new CommandFailedException(ExitCode.InputWrong, $"-{name}: an interval cannot be negative"),
    };

    static int LimitOf(GoFlags flags, string name, int standard) => flags.Number(name) switch
    {
        0 => standard,
        > 0 and <= int.MaxValue and var number => (int)number,
        _ => throw new CommandFailedException(ExitCode.InputWrong, $"-{name}: not a number from 0 to {int.MaxValue}"),
    };
}
