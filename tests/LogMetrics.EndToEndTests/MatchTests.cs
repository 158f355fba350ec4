using LogMetrics.EndToEndTests.Processes;

namespace LogMetrics.EndToEndTests;

/// <summary>What <c>logmetrics match</c> shows.</summary>
public sealed class MatchTests : IDisposable
{
    readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Json_is_one_object_for_each_line_with_spans_in_bytes()
    {
        Ended ended = await Exporter.RunWithInputAsync(
            "é 12\r\nnothing\n7", "match", "--json", @"(?:(?P<word>\pL+) )?(\d+)");
        Assert.Equal(
            """
            {"line":1,"matched":true,"start":0,"end":5,"captures":[{"index":1,"name":"word","start":0,"end":2,"text":"é"},{"index":2,"start":3,"end":5,"text":"12"}]}
            {"line":2,"matched":false}
            {"line":3,"matched":true,"start":0,"end":1,"captures":[{"index":1,"name":"word","start":-1,"end":-1},{"index":2,"start":0,"end":1,"text":"7"}]}

            """,
            ended.Output);
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task A_table_shows_name_place_and_text_of_each_capture()
    {
        string file = _workspace.Write("a.log", "GET /x\nPUT\n");
        Ended ended = await Exporter.RunAsync("match", @"^(?P<method>[A-Z]+) (\S+)", file);
        Assert.Equal(0, ended.ExitCode);
        Assert.Matches(@"1\s+method\s+0\.\.3\s+GET", ended.Output);
        Assert.Matches(@"2\s+4\.\.6\s+/x", ended.Output);
        Assert.Contains("line 2: no match", ended.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 lines match", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_does_not_match_is_shown_with_the_place_where_it_stops_fitting()
    {
        Ended ended = await Exporter.RunWithInputAsync(
            "192.0.2.7 - - [21/Nov/2026:10:00:00] \"GET / HTTP/1.1\" 200 12\n192.0.2.7\n-\n", "match", "^%{COMMONAPACHELOG}|^%{IP:ip} x");
        Assert.Equal(
            """
            line 1: no match
              192.0.2.7 - - [21/Nov/2026:10:00:00] "GET / HTTP/1.1" 200 12
                                                 ^ byte 35: ` ` of HTTPDATE does not fit here
            line 2: no match
              192.0.2.7
                       ^ byte 9: the line ends, and ` ` of HTTPD_COMMONLOG should follow
            line 3: no match
              -
              ^ byte 0: `%{COMMONAPACHELOG}` does not fit here
            0 of 3 lines match

            """,
            ended.Output);
    }

    [Fact]
    public async Task Control_characters_of_a_line_do_not_reach_the_terminal()
    {
        Ended ended = await Exporter.RunWithInputAsync("a\u001b[31mb\n", "match", "(.*)");
        Assert.DoesNotContain('\u001b', ended.Output);
    }

    [Fact]
    public async Task The_plan_tells_how_a_pattern_is_matched()
    {
        Ended ended = await Exporter.RunAsync("match", "--plan", "^GET /");
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("engine: ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("start: only where the text starts\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_line_that_is_too_long_the_start_is_tried_which_is_said_once()
    {
        string line = new('x', 3_000_000);
        Ended ended = await Exporter.RunWithInputAsync($"y\n{line}\ny\n{line}\ny\n", "match", "y$");
        Assert.Equal("line 1: y  [0..1)\nline 2: no match\nline 3: y  [0..1)\nline 4: no match\nline 5: y  [0..1)\n3 of 5 lines match\n", ended.Output);
        Assert.Equal("logmetrics match: line 2 is longer than 1048576 bytes; the rest of it is skipped, as in every such line\n", ended.Error);
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task A_wrong_pattern_is_pointed_into()
    {
        Ended ended = await Exporter.RunWithInputAsync("", "match", "ab(c");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("<pattern>:1:3: error LM3001", ended.Error, StringComparison.Ordinal);
        Assert.Contains("    1 | ab(c\n      |   ^^\n", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_of_grok_patterns_have_their_names_and_the_text_of_the_line()
    {
        Ended ended = await Exporter.RunWithInputAsync(
            "at 192.0.2.7 007\n", "match", "--json", "--grok", "ecs-v1", "at %{IP:[source][address]} %{INT:code:int}");
        Assert.Equal(
            """
            {"line":1,"matched":true,"start":0,"end":16,"captures":[{"index":1,"name":"[source][address]","start":3,"end":12,"text":"192.0.2.7"},{"index":2,"name":"code","start":13,"end":16,"text":"007"}]}

            """,
            ended.Output);
    }

    [Fact]
    public async Task The_set_decides_which_fields_a_grok_pattern_has()
    {
        const string Line = "192.0.2.7 - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 2326\n";
        Ended legacy = await Exporter.RunWithInputAsync(Line, "match", "--json", "%{COMMONAPACHELOG}");
        Assert.Contains("\"name\":\"clientip\",\"start\":0,\"end\":9,", legacy.Output, StringComparison.Ordinal);
        Ended ecs = await Exporter.RunWithInputAsync(Line, "match", "--json", "--grok", "ecs-v1", "%{COMMONAPACHELOG}");
        Assert.Contains("\"name\":\"[source][address]\",\"start\":0,\"end\":9,", ecs.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grok_patterns_are_listed_and_explained()
    {
        Ended all = await Exporter.RunAsync("match", "--patterns");
        Assert.Matches("(?m)^COMBINEDAPACHELOG +Apache", all.Output);
        Ended some = await Exporter.RunAsync("match", "--patterns", "IPV?");
        Assert.Equal(["IPV4", "IPV6"], some.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
        Ended one = await Exporter.RunAsync("match", "--patterns", "IPORHOST");
        Assert.Contains("  pattern: ", one.Output, StringComparison.Ordinal);
        Assert.Contains("%{", one.Output, StringComparison.Ordinal);
        Ended ofParts = await Exporter.RunAsync("match", "--patterns", "HTTPD_COMMONLOG");
        Assert.Contains("\n    _HTTPDWHEN: \\[(?<timestamp>%{HTTPDATE})\\]\n", ofParts.Output, StringComparison.Ordinal);
        Ended expanded = await Exporter.RunAsync("match", "--patterns", "IPORHOST", "--expand");
        Assert.DoesNotContain("%{", expanded.Output, StringComparison.Ordinal);
        string file = _workspace.Write("own.grok", "MY_A a\nMY_B %{MY_X}\nMY_C c\n");
        Ended broken = await Exporter.RunAsync("match", "--patterns", "MY_*", "--expand", "--grok-patterns", file);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("MY_A\n  (?:(?O:a))\nMY_B\n", broken.Output, StringComparison.Ordinal);
        Assert.Contains("no pattern is named `MY_X`", broken.Output, StringComparison.Ordinal);
        Assert.EndsWith("MY_C\n  (?:(?O:c))\n", broken.Output, StringComparison.Ordinal);
        Ended wrong = await Exporter.RunAsync("match", "--patterns", "IPORHOSTS");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("did you mean `IPORHOST`?", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_grok_patterns_are_read_from_a_folder()
    {
        _workspace.Write("patterns/a", "# shops\r\nSHOP [a-z]{2}-%{POSINT:number}\r\n");
        _workspace.Write("patterns/b.grok", "ORDER order %{SHOP:shop}\n");
        Ended ended = await Exporter.RunWithInputAsync(
            "order de-17 paid\n", "match", "--json", "--grok-patterns", _workspace["patterns"], "%{ORDER} paid");
        Assert.Contains("\"name\":\"shop\",\"start\":6,\"end\":11,\"text\":\"de-17\"", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"number\",\"start\":9,\"end\":11,\"text\":\"17\"", ended.Output, StringComparison.Ordinal);

        string file = _workspace.Write("bad.grok", "GOOD x\nONLYNAME\n");
        Ended bad = await Exporter.RunWithInputAsync("", "match", "--grok-patterns", file, "x");
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains($"{file}:2:1: error LM3101: 'ONLYNAME' is not a valid pattern definition", bad.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_named()
    {
        Ended ended = await Exporter.RunAsync("match", "x", _workspace["missing.log"]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"{_workspace["missing.log"]}: no such file", ended.Error, StringComparison.Ordinal);
    }
}
