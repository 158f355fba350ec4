using LogMetrics.Compiler.GrokExporter.Templates;

namespace LogMetrics.Tests.Compiler.GrokExporter.Templates;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("{{.user}}", "alice")]
    [InlineData("a {{.user}} b{{.number}}c", "a alice b42c")]
    [InlineData("{{ .user -}}  x", "alicex")]
    [InlineData("x  {{- .user}}", "xalice")]
    [InlineData("{{/* nothing */}}x", "x")]
    [InlineData("{{- /* nothing */ -}} x", "x")]
    [InlineData("{{\"a\\tb\"}}{{`\\d`}}", "a\tb\\d")]
    [InlineData("{{1}} {{-2}} {{1.50}} {{0x10}} {{'a'}} {{1e6}} {{true}}", "1 -2 1.5 16 97 1e+06 true")]
    [InlineData("{{if .user}}yes{{else}}no{{end}}", "yes")]
    [InlineData("{{if .empty}}yes{{else}}no{{end}}", "no")]
    [InlineData("{{if eq .user \"bob\"}}b{{else if eq .user \"alice\"}}a{{else}}c{{end}}", "a")]
    [InlineData("{{with .empty}}x{{else}}{{.user}}{{end}}", "alice")]
    [InlineData("{{with .user}}{{.}}!{{end}}", "alice!")]
    [InlineData("{{$x := .user}}{{$x}}{{$x}}", "alicealice")]
    [InlineData("{{$x := \"a\"}}{{if true}}{{$x = \"b\"}}{{end}}{{$x}}", "b")]
    [InlineData("{{$x := \"a\"}}{{if true}}{{$x := \"b\"}}{{end}}{{$x}}", "a")]
    [InlineData("{{$.user}} {{.user}}", "alice alice")]
    [InlineData("{{$.absent}}", "<no value>")]
    [InlineData("{{index . \"user\"}}{{.user}}", "alicealice")]
    [InlineData("{{define \"t\"}}<{{.}}>{{end}}{{template \"t\" .user}}", "<alice>")]
    [InlineData("{{block \"t\" .user}}<{{.}}>{{end}}", "<alice>")]
    [InlineData("{{.user | printf \"%-8s|%s\" \"x\"}}", "x       |alice")]
    [InlineData("{{printf \"%d %5.2f %05d %q %v %x %t %%\" 7 3.14159 42 \"a\" .user 255 true}}", "7  3.14 00042 \"a\" alice ff true %")]
    [InlineData("{{printf \"%d\" .user}}", "%!d(string=alice)")]
    [InlineData("{{printf \"%s\"}}", "%!s(MISSING)")]
    [InlineData("{{print 1 2 .user 3}}", "1 2alice3")]
    [InlineData("{{len .user}} {{len .umlaut}}", "5 3")]
    [InlineData("{{slice .user 1 3}}", "li")]
    [InlineData("{{and .user .empty}}|{{or .empty .user}}|{{not .user}}", "|alice|false")]
    [InlineData("{{ne .user \"bob\"}} {{lt \"a\" \"b\"}} {{ge 2 3}} {{eq .user \"x\" \"alice\"}}", "true true false true")]
    [InlineData("{{html \"<a>\"}} {{urlquery \"a b&\"}} {{js \"'\"}}", "&lt;a&gt; a+b%26 \\'")]
    [InlineData("{{add .number 1}} {{subtract 1 .number}} {{multiply .number \"2\"}} {{divide .number 8}}", "43 -41 84 5.25")]
    [InlineData("{{divide (add 1 2) 2}}", "1.5")]
    [InlineData("{{multiply 1000 1000}} {{multiply 0.00001 1}} {{multiply 123456 1}}", "1e+06 1e-05 123456")]
    [InlineData("{{base .path}}|{{base \"\"}}|{{base \"/\"}}|{{base \"/a/\"}}", "app.log|.|/|a")]
    [InlineData("{{timestamp \"02/Jan/2006:15:04:05 -0700\" .time}}", "9.712113360000001e+08")]
    [InlineData("{{timestamp \"2006-01-02 15:04:05,000\" \"2016-02-29 01:02:03,250\"}}", "1.45670772325e+09")]
    [InlineData("{{gsub .user \"l(.)\" \"<\\\\1>\"}}", "a<i>ce")]
    [InlineData("{{gsub .user `(?<x>l)` `[\\k<x>]`}}", "a[l]ice")]
    [InlineData("{{gsub .user `$` `!`}}", "alice!!")]
    [InlineData("{{gsub \"abc\" `.*` `.`}}", "..")]
    [InlineData("{{gsub \"abc\" `.*?` `.`}}", ".a.b.c.")]
    [InlineData("{{gsub .path `/[^/]*$` ``}}", "/var/log")]
    [InlineData("{{gsub .umlaut `\\w` `x`}}", "xx")]
    [InlineData("{{gsub \"0x1F\" `\\h+$` `n`}}", "0xn")]
    [InlineData("{{gsub \"a\\nb\\nc\" `b$|^c` `x`}}", "a\nx\nx")]
    [InlineData("{{gsub \"a\\nb\" `(?m)a.b` `x`}}", "x")]
    [InlineData("{{gsub .user `a++l{,2}` `x`}}", "xice")]
    [InlineData("{{gsub .path `(?<=/)[[a-z]&&[^l]]+` `x`}}", "/x/log/x.log")]
    [InlineData("{{gsub .user `(l)(?<x>i)(c)` `\\1`}}", "aie")]
    [InlineData("{{range $i, $x := .extra.list}}{{$i}}={{$x}};{{end}}", "0=a;1=1.50;")]
    [InlineData("{{range .extra.none}}x{{else}}empty{{end}}", "empty")]
    [InlineData("{{index .extra \"user\"}} {{.extra}}", "bob map[list:[a 1.50] none:[] user:bob]")]
    public void A_template_is_filled_in(string template, string expected)
    {
        bool isFilled = Evaluate(template, out string result);
        Assert.True(isFilled, result);
        Assert.Equal(expected, result);
    }

    [Theory]
    [InlineData("{{divide .number 0}}", "divide: division by zero")]
    [InlineData("{{add .user 1}}", "add: an operand is no number")]
    [InlineData("{{timestamp \"2006\" .user}}", "timestamp: the text does not fit the layout")]
    [InlineData("{{eq .number 42}}", "eq: values of different kinds cannot be compared; a field is a text, so compare it with \"a text\"")]
    [InlineData("{{range .user}}{{end}}", "range cannot go over a text")]
    [InlineData("{{slice .user 3 99}}", "slice: the text is not as long as that")]
    [InlineData("{{define \"t\"}}{{template \"t\"}}{{end}}{{template \"t\"}}", "templates call each other deeper than 100 levels")]
    [InlineData("{{call .user}}", "call: there is no function that a field could hold")]
    public void A_template_that_cannot_be_filled_in_says_why(string template, string expected)
    {
        Assert.False(Evaluate(template, out string problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("{{user}}", 2, "there is no function `user`")]
    [InlineData("{{.a-b}}", 2, "`.a-` is no name")]
    [InlineData("{{.user", 0, "this action is not closed")]
    [InlineData("{{if .user}}x", 2, "this `if` has no end")]
    [InlineData("{{end}}", 2, "`{{end}}` belongs to nothing")]
    [InlineData("{{}}", 2, "an action has no value")]
    [InlineData("{{\"abc}}", 2, "this text is not closed")]
    [InlineData("{{$x}}", 2, "the variable `$x` is not declared")]
    [InlineData("{{.user .number}}", 2, "this is no function, so it cannot have arguments")]
    [InlineData("{{(.user}}", 0, "a parenthesis is not closed")]
    [InlineData("{{template \"t\"}}", 11, "there is no template `t`")]
    [InlineData("{{.user}", 7, "this action is not closed")]
    [InlineData("{{divide(.number, 2)}}", 16, "`,` stands where a value must be")]
    [InlineData("{{.number / 2}}", 10, "`/` cannot stand in an action")]
    [InlineData("{{.number + 2}}", 10, "`+` is no number")]
    [InlineData("{{.user | .number}}", 10, "only a function can take the value of a pipe")]
    [InlineData("{{.user | gsub \"a\" \"b\"}}", 10, "`gsub` takes a text, a regular expression and a replacement, and here it has 2 arguments")]
    [InlineData("{{gsub .user .number \"\"}}", 13, "the second argument of `gsub` must be a regular expression in quotes")]
    [InlineData("{{gsub .user \"a\" \"\\\\x\"}}", 17, "this replacement has a backslash that means nothing")]
    [InlineData("{{gsub .user \"(l)\\\\1\" \"\"}}", 13, "a reference to an earlier group takes backtracking, which only `unsafe_regex` allows: `\\1`")]
    [InlineData("{{gsub .user \"(?<x>l)(i)\\\\2\" \"\"}}", 13, "a reference to an earlier group takes backtracking, which only `unsafe_regex` allows: `\\2`")]
    [InlineData("{{gsub .user \"*l\" \"\"}}", 13, "this is no regular expression: there is nothing before the quantifier to repeat: `*`")]
    [InlineData("{{add 1}}", 2, "`add` takes two numbers, and here it has 1 arguments")]
    [InlineData("{{add 1 \"x\"}}", 8, "this is no number to calculate with")]
    [InlineData("{{timestamp \"2006-01-02,05\" .time}}", 12, "this is no layout of a time")]
    [InlineData("{{timestamp .time .time}}", 12, "the layout of `timestamp` must be a text in quotes")]
    public void A_template_that_cannot_be_read_says_where(string template, int start, string expected)
    {
        var error = Assert.Throws<TemplateSyntaxException>(() => Template.Parse(template));
        Assert.Equal((start, expected), (error.Start, error.Message));
        Assert.NotNull(error.Hint);
    }

    [Theory]
    [InlineData("{{.a}}{{.b}}{{.a}}", "a b")]
    [InlineData("{{if .a}}{{range .b}}{{.c}}{{end}}{{end}}", "a b c")]
    [InlineData("{{.a.b}}", "a b")]
    [InlineData("{{add (add .a 1) .b}}", "a b")]
    [InlineData("{{$.a}}{{index . \"b\"}}", "")]
    [InlineData("{{define \"t\"}}{{.x}}{{end}}{{.y}}", "y x")]
    public void The_fields_of_a_template_are_found_as_grok_exporter_finds_them(string template, string expected) =>
        Assert.Equal(expected, string.Join(' ', Template.Parse(template).Fields.Select(field => field.Name)));

    [Fact]
    public void A_template_that_multiplies_itself_ends()
    {
        string text = string.Concat(Enumerable.Repeat("{{range $.extra.list}}", 40)) + "x" + string.Concat(Enumerable.Repeat("{{end}}", 40)) + "{{.extra}}";
        Assert.False(Evaluate(text, out string problem));
        Assert.StartsWith("the te", problem, StringComparison.Ordinal);
    }

    static bool Evaluate(string text, out string result)
    {
        var values = new Dictionary<string, string>
        {
            ["user"] = "alice",
            ["number"] = "42",
            ["empty"] = "",
            ["umlaut"] = "äb",
            ["path"] = "/var/log/app.log",
            ["time"] = "10/Oct/2000:13:55:36 -0700",
            ["extra"] = """{"user": "bob", "list": ["a", 1.50], "none": []}""",
        };
        var template = Template.Parse(text);
        string[] arguments = [.. template.Fields.Select(field => values.GetValueOrDefault(field.Name, ""))];
        return template.TryEvaluate(arguments, out result);
    }
}
