using LogMetrics.Regex;
using LogMetrics.Regex.Sets;

namespace LogMetrics.Tests.Regex;

public sealed class RegexpAllocationTests
{
    const string Combined = """^(?P<host>\S+) (\S+) (\S+) \[([^\]]+)\] "(\S+) (\S+) (\S+)" (\d{3}) (\d+|-) "([^"]*)" "([^"]*)"$""";

    static ReadOnlySpan<byte> AccessLine =>
        """10.1.8.10 - - [07/Jul/2017:16:47:12 +0000] "GET /ping?a=b HTTP/1.1" 200 68 "http://example.com/" "curl/7.0 (x; y)" """u8[..^1];

    [Theory]
    [InlineData(Combined, true)]
    [InlineData(@"(\w+)=(\w+)", true)]
    [InlineData(@"(.*?)(\d+)(.*?)(\d+)(.*?)(\d+)(.*?)$", true)]
    [InlineData("((((((((((a|b)*)*)*)*)*)*)*)*)*)*c", true)]
    [InlineData("nothing of that kind", false)]
    [InlineData(@"\bPOST (\S+)", false)]
    public void A_warm_pattern_allocates_nothing(string pattern, bool matches)
    {
        var regexp = Regexp.Compile(pattern);
        var slots = new int[2 * regexp.GroupCount];
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(matches, regexp.TryMatch(AccessLine, slots));
            Assert.Equal(matches, regexp.IsMatch(AccessLine));
        }

        var allocated = Allocations.LeastOf(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                regexp.TryMatch(AccessLine, slots);
                regexp.IsMatch(AccessLine);
            }
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_line_that_is_not_UTF8_allocates_nothing_either()
    {
        var regexp = Regexp.Compile(@"(\S+) (\S+)");
        var slots = new int[6];
        byte[] text = [(byte)'a', 0xFF, (byte)' ', 0xC3, (byte)'b'];
        regexp.TryMatch(text, slots);
        regexp.TryMatch(text, slots);
        Assert.Equal(0, Allocations.LeastOf(() => regexp.TryMatch(text, slots)));
        Assert.True(regexp.TryMatch(text, slots));
        Assert.Equal([0, 5, 0, 2, 3, 5], slots);
    }

    [Fact]
    public void A_warm_set_allocates_nothing()
    {
        var set = RegexpSet.Build(
            [Regexp.Compile(Combined), Regexp.Compile("error|failure"), Regexp.Compile("^[0-9]+$"), Regexp.Compile("(?i)curl")]);
        var candidates = new ulong[1];
        for (var i = 0; i < 100; i++)
        {
            set.Scan(AccessLine, candidates);
        }

        var allocated = Allocations.LeastOf(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                set.Scan(AccessLine, candidates);
            }
        });
        Assert.Equal(0, allocated);
        Assert.Equal(9UL, candidates[0]);
    }
}
