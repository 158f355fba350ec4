using LogMetrics.Cli;
using LogMetrics.Configuration;

namespace LogMetrics.Tests.Cli;

public sealed class GoFlagsTests
{
    [Theory]
    [InlineData("-progs p -one_shot", "p", true)]
    [InlineData("--progs=p --one_shot=true", "p", true)]
    [InlineData("-progs=p -one_shot=T", "p", true)]
    [InlineData("-one_shot -progs p -one_shot=false", "p", false)]
    [InlineData("-progs=a=b", "a=b", false)]
    [InlineData("-progs a -progs b", "b", false)]
    [InlineData("-progs -one_shot", "-one_shot", false)]
    public void Flags_are_read_as_go_reads_them(string words, string progs, bool oneShot)
    {
        GoFlags flags = MtailFlags.Create();
        Assert.True(flags.TryParse(words.Split(' '), out _));
        Assert.Equal((progs, oneShot), (flags.Text("progs"), flags.Bool("one_shot")));
    }

    [Theory]
    [InlineData("-bogus", "flag provided but not defined: -bogus")]
    [InlineData("-prog x", "flag provided but not defined: -prog (did you mean -progs?)")]
    [InlineData("-progs", "flag needs an argument: -progs")]
    [InlineData("-one_shot=maybe", "invalid boolean value \"maybe\" for -one_shot: parse error")]
    [InlineData("-poll_interval=5", "invalid value \"5\" for flag -poll_interval: parse error")]
    [InlineData("-max_regexp_length x", "invalid value \"x\" for flag -max_regexp_length: parse error")]
    [InlineData("---progs", "bad flag syntax: ---progs")]
    [InlineData("-=x", "bad flag syntax: -=x")]
    public void What_cannot_be_read_is_named(string words, string error)
    {
        Assert.False(MtailFlags.Create().TryParse(words.Split(' '), out string actual));
        Assert.Equal(error, actual);
    }

    [Fact]
    public void A_list_grows_with_each_use_and_at_each_comma()
    {
        GoFlags flags = MtailFlags.Create();
        Assert.True(flags.TryParse(["-logs", "a,b", "--logs=c"], out _));
        Assert.Equal(["a", "b", "c"], flags.List("logs"));
    }

    [Theory]
    [InlineData("-one_shot false -progs p", new[] { "false", "-progs", "p" })]
    [InlineData("-one_shot -- -progs", new[] { "-progs" })]
    [InlineData("-one_shot - x", new[] { "-", "x" })]
    public void Reading_stops_at_the_first_word_that_is_no_flag(string words, string[] rest)
    {
        GoFlags flags = MtailFlags.Create();
        Assert.True(flags.TryParse(words.Split(' '), out _));
        Assert.Equal(rest, flags.Rest);
    }

    [Theory]
    [InlineData("-graphite_host_port h:1")]
    [InlineData("-statsd_hostport h:1")]
    [InlineData("-collectd_socketpath /run/c")]
    [InlineData("-experimental_enable_opentelemetry")]
    public void A_target_to_push_to_is_refused_by_its_name(string words)
    {
        GoFlags flags = MtailFlags.Create();
        Assert.True(flags.TryParse(words.Split(' '), out _));
        CommandFailedException failure = Assert.Throws<CommandFailedException>(() => MtailFlags.RefuseWhatThereIsNot(flags));
        Assert.StartsWith(words.Split(' ')[0] + ":", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_target_and_flags_without_effect_are_accepted()
    {
        GoFlags flags = MtailFlags.Create();
        Assert.True(flags.TryParse(["-graphite_host_port=", "-logtostderr", "-v=2", "-disable_fsnotify"], out _));
        MtailFlags.RefuseWhatThereIsNot(flags);
    }

    [Fact]
    public void Zero_means_the_default_where_mtail_says_so()
    {
        GoFlags flags = MtailFlags.Create();
        Assert.True(flags.TryParse(["-progs=p", "-poll_interval=0", "-max_regexp_length=0"], out _));
        EngineSettings settings = MtailFlags.EngineSettingsOf(flags);
        Assert.Equal((TimeSpan.FromMilliseconds(250), 1024), (settings.Sources.PollInterval, settings.Compile.MaxPatternBytes));
    }
}
