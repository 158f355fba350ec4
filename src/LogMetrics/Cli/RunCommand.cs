using System.CommandLine;
using LogMetrics.Configuration;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.State;
using LogMetrics.Server;

namespace LogMetrics.Cli;

/// <summary><c>logmetrics run</c>: follows logs and serves <c>/metrics</c> until it is told to stop.</summary>
static class RunCommand
{
    public const string Example = "logmetrics run --programs programs/apache_combined.mtail --logs '/var/log/apache2/access*.log'";

    public static Command Create(ProcessSignals signals)
    {
        var engine = new EngineOptions(LogLevel.Information);
        var listen = new DefaultedOption<ListenAddress>(
            "--listen", "Where /metrics is served; port 0 takes a free one.", ListenAddress.Default.ToString(), ListenAddress.Default)
        {
            HelpName = "ADDR:PORT",
            CustomParser = OptionValues.Address,
        };
        DefaultedOption<ReadFrom> readFrom = OptionValues.OneOf(
            "--read-from",
            "Where reading begins in files that are there at the start.",
            ("end", ReadFrom.End),
            ("beginning", ReadFrom.Beginning));
        DefaultedOption<TimeSpan> poll = OptionValues.Duration(
            "--poll-interval", "How often logs are looked at for more lines.", "250ms", TimeSpan.FromMilliseconds(1));
        DefaultedOption<TimeSpan> programPoll = OptionValues.Duration(
            "--program-poll-interval", "How often programs are looked at for changes; 0 waits for SIGHUP or POST /-/reload.", "5s", TimeSpan.Zero);
        DefaultedOption<TimeSpan> expiry = OptionValues.Duration(
            "--expiry-interval", "How often series whose `del after` has passed are removed; 0 never does.", "1m", TimeSpan.Zero);

        var stateDirectory = new Option<string?>("--state-dir")
        {
            Description = "Keep values and positions in this folder over restarts, so that every line counts once.",
            HelpName = "DIR",
        };
        DefaultedOption<TimeSpan> stateInterval = OptionValues.Duration(
            "--state-interval", "How often the state is brought to the disk; each scrape saves it, too.", "10s", TimeSpan.FromMilliseconds(100));
        DefaultedOption<TimeSpan> linger = OptionValues.Duration(
            "--linger", "How long to wait, once told to stop, for one more scrape.", "0", TimeSpan.Zero);
        DefaultedOption<TimeSpan> drain = OptionValues.Duration(
            "--drain-timeout", "How long to read on, once told to stop, what is there already.", "5s", TimeSpan.Zero);

        var tee = new Option<bool>("--tee") { Description = "Also copy every line, as it came, to standard output." };

        var command = new Command("run", "Follow logs and serve what the programs count on /metrics.");
        engine.AddMainTo(command);
        command.Add(listen);
        command.Add(readFrom);
        command.Add(poll);
        command.Add(programPoll);
        command.Add(expiry);
        command.Add(stateDirectory);
        command.Add(stateInterval);
        command.Add(linger);
        command.Add(tee);
        command.Add(drain);
        engine.AddDetailsTo(command);
        command.SetAction((parsed, _) =>
        {
            EngineSettings common = engine.SettingsOf(parsed);
            bool IsLeftToConfiguration(Option option) => common.ConfigurationFile is not null && parsed.GetResult(option) is null;
            EngineSettings settings = common with
            {
                Sources = common.Sources with
                {
                    ReadFrom = IsLeftToConfiguration(readFrom) ? common.Sources.ReadFrom : readFrom.In(parsed),
                    PollInterval = IsLeftToConfiguration(poll) ? common.Sources.PollInterval : poll.In(parsed),
                    DrainTime = drain.In(parsed),
                    Tee = parsed.GetValue(tee) ? new LineTee(StandardOutput.Open()) : null,
                },
                ProgramPollInterval = programPoll.In(parsed),
                ExpiryInterval = IsLeftToConfiguration(expiry) ? common.ExpiryInterval : expiry.In(parsed),
                State = parsed.GetValue(stateDirectory) is { } directory
                    ? new StateOptions { Directory = directory, Interval = stateInterval.In(parsed) }
                    : null,
            };
            var server = new ServerSettings { Listen = listen.In(parsed), Linger = linger.In(parsed) };
            if (engine.ConfigurationOf(parsed, common.Compile) is { } given)
            {
                if (given.NamesLogs)
                {
                    ConfigurationSettings.RequireLogs(given.Configuration.Input, given.Path);
                }

                // With --listen the whole section `server` steps back, its path and certificates, too.
                ServerSettings asWritten = ConfigurationSettings.ServerOf(given.Configuration, given.Path);
                server = parsed.GetResult(listen) is null
                    ? asWritten with { Linger = server.Linger }
                    : server with { Webhook = asWritten.Webhook };
            }

            return Exporter.RunAsync(settings, server, engine.LogSettingsOf(parsed), signals);
        });
        return command;
    }
}
