using System.Text;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Tests.Compiler.Patterns;

public sealed class MismatchFinderTests
{
    [Theory]
    [InlineData("user=%{WORD:user} ms=%{INT:ms}", "x user=ann ms=fast", "user=ann ms=", "%{INT:ms}", null)]
    [InlineData("user=%{WORD:user} ms=%{INT:ms}", "x user=ann s=7", "user=ann ", " ms=", null)]
    [InlineData("user=%{WORD:user} ms=%{INT:ms}", "x user=ann", "user=ann", " ms=", null)]
    [InlineData("user=%{WORD:user} ms=%{INT:ms}", "no such line", "u", "user=", null)]
    [InlineData("%{IP:client} x", "no address", "", "%{IP:client}", null)]
    [InlineData("^a(?:b|cd(?:e|fg))+h", "acdfx", "acdf", "fg", null)]
    [InlineData("^(?P<word>[a-z]+)(?i:ABC)(\\d{2,3}?)\\Q.*\\E$", "xabc12.x", "xabc12", "\\Q.*\\E", null)]
    [InlineData("one|two three", "zero two four", "two ", "two three", null)]
    [InlineData("^[^]a[:digit:]]+\\]$", "xyz] ", "xyz]", "$", null)]
    [InlineData("\\pL\\x{41}\\x42", "éAx", "éA", "\\x42", null)]
    [InlineData("é€𝄞!", "é€𝄞?", "é€𝄞", "é€𝄞!", null)]
    [InlineData("(?=a)ab*+c", "abbd", "abb", "c", null)]
    [InlineData("%{COMMONAPACHELOG}", "h - - [21/Nov/2026:10:00:00] \"GET / HTTP/1.1\" 200 1", "h - - [21/Nov/2026:10:00:00", " ", "HTTPDATE")]
    [InlineData("%{COMMONAPACHELOG}", "", "", "(?<clientip>%{IPORHOST})", "HTTPD_COMMONLOG")]
    [InlineData("%{SYSLOGBASE} (?:ok|failed)", "Nov 21 10:00:00 web app[1]: maybe", "Nov 21 10:00:00 web app[1]: ", "(?:ok|failed)", null)]
    public void The_first_piece_that_does_not_fit_is_found_with_its_place(
        string pattern, string line, string fits, string piece, string? definition)
    {
        Mismatch mismatch = new MismatchFinder(pattern, CompileOptions.Default).Find(Encoding.UTF8.GetBytes(line))!.Value;
        string found = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)[mismatch.Start..mismatch.End]);
        Assert.Equal((fits, piece, definition), (found, mismatch.Piece, mismatch.Definition));
    }

    [Fact]
    public void Definitions_from_files_in_the_syntax_of_Oniguruma_are_looked_into()
    {
        GrokLibrary library = CompileOptions.Default.Grok.With(
            LogstashFile.Read(new SourceText("lib", "CODE (?<c>\\h+)(x|y)-(?m:.)\n"), []));
        var finder = new MismatchFinder("at %{CODE:code} end", CompileOptions.Default with { Grok = library });
        Assert.Equal(new Mismatch(0, 6, "-", "CODE", false), finder.Find("at 1fx+"u8));
    }

    /// <summary>A line that does not fit any definition ends with a reason or without one, and never with an exception.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("Nov 21 10:00:00 web app[1]: 192.0.2.1:80 - - \"GET / ")]
    [InlineData("\u0000\u001b[31m")]
    public void Every_definition_can_be_asked(string line)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(line), 0xFF];
        foreach (string name in CompileOptions.Default.Grok.Definitions.Select(definition => definition.Name))
        {
            Mismatch? mismatch = new MismatchFinder($"^%{{{name}}}\\z.", CompileOptions.Default).Find(bytes);
            Assert.True(mismatch is null || (mismatch.Value.Start <= mismatch.Value.End && mismatch.Value.End <= bytes.Length), name);
        }
    }
}
