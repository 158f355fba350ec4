using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter.Configuration;
using LogMetrics.Server;

namespace LogMetrics.Tests.Server;

public sealed class WebhookBodyTests
{
    [Theory]
    [InlineData(WebhookFormat.TextSingle, " a line \n", "a line")]
    [InlineData(WebhookFormat.TextSingle, "", "")]
    [InlineData(WebhookFormat.TextBulk, "\na\n\n b \n\n\n\nc\n\n", "a|b||c")]
    [InlineData(WebhookFormat.JsonSingle, """{"message": " x ", "n": 1}""", "x")]
    [InlineData(WebhookFormat.JsonBulk, """[{"message":"x"},{"message":"y"}]""", "x|y")]
    [InlineData(WebhookFormat.JsonLines, "{\"message\":\"x\"}\n\n{\"message\":\"y\"}\n", "x|y")]
    public void A_body_becomes_lines(WebhookFormat format, string body, string expected)
    {
        IReadOnlyList<WebhookLine> lines = WebhookBody.Read(body, Settings(format), out string? problem);
        Assert.Null(problem);
        Assert.Equal(expected, string.Join('|', lines.Select(line => line.Text)));
    }

    [Theory]
    [InlineData(WebhookFormat.JsonSingle, "no json", "the body is no JSON", 0)]
    [InlineData(WebhookFormat.JsonSingle, """{"message": 1}""", "there is no text at .message", 0)]
    [InlineData(WebhookFormat.JsonBulk, """{"message": "x"}""", "the body is no JSON array", 0)]
    [InlineData(WebhookFormat.JsonBulk, """[{"message":"x"},{},{"message":"y"}]""", "there is no text at .message", 1)]
    [InlineData(WebhookFormat.JsonLines, "{\"message\":\"x\"}\nnot\n{\"message\":\"y\"}", "the body is no JSON", 1)]
    public void What_cannot_be_read_ends_it_and_says_why(WebhookFormat format, string body, string expected, int count)
    {
        IReadOnlyList<WebhookLine> lines = WebhookBody.Read(body, Settings(format), out string? problem);
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
        Assert.Equal(count, lines.Count);
    }

    [Theory]
    [InlineData(".a.b", "x")]
    [InlineData(".list[1].text", "z")]
    [InlineData(".l[12]", "m")]
    [InlineData(".list[9].text", null)]
    [InlineData(".list[x].text", null)]
    [InlineData(".a.b.c", null)]
    [InlineData(".absent", null)]
    public void A_selector_finds_the_line(string selector, string? expected)
    {
        const string Body = """{"a":{"b":"x"},"list":[{"text":"y"},{"text":"z"}],"l":["a","b","c","d","e","f","g","h","i","j","k","l","m"]}""";
        InputSettings settings = Settings(WebhookFormat.JsonSingle) with { WebhookJsonSelector = selector };
        IReadOnlyList<WebhookLine> lines = WebhookBody.Read(Body, settings, out _);
        Assert.Equal(expected, lines.Count == 0 ? null : lines[0].Text);
    }

    static InputSettings Settings(WebhookFormat format) => new()
    {
        Type = InputType.Webhook,
        WebhookFormat = format,
        Span = new SourceSpan(new SourceText("c.yml", ""), 0, 0),
    };
}
