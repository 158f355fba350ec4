using System.Text;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Regex;

namespace LogMetrics.Tests.Compiler.Patterns;

/// <summary>How much of a line the small definitions take: they capture no fields themselves, so their cases cannot say.</summary>
public sealed class BasePatternsTests
{
    [Theory]
    [InlineData("%{INT:x}", "v-12ab", "-12")]
    [InlineData("%{NUMBER:x}", "took 1.25ms", "1.25")]
    [InlineData("%{NUMBER:x}", "version 1.2.3", "1.2")]
    [InlineData("%{NUMBER:x}%{INT:y}", "1234", null)]
    [InlineData("x%{NUMBER:x}", "x+7", "+7")]
    [InlineData("=%{BASE16NUM:x}", "at=0xBEEF:", "0xBEEF")]
    [InlineData("%{WORD:x}", "»Größe« ok", "Größe")]
    [InlineData("%{WORD:x}r", "error", null)]
    [InlineData("=%{WORD:x}", "a=Ω_1-b", "Ω_1")]
    [InlineData("%{NOTSPACE:x}", "  a\"b\tc", "a\"b")]
    [InlineData("<%{DATA:x}>", "<a> <b>", "a")]
    [InlineData("<%{GREEDYDATA:x}>", "<a> <b>", "a> <b")]
    [InlineData("%{QS:x}", "say \"a \\\"b\\\" c\" or \"d\"", "\"a \\\"b\\\" c\"")]
    [InlineData("%{QS:x}", "it's \"so\"", "\"so\"")]
    [InlineData("%{IP:x}", "from 192.0.2.7.", "192.0.2.7")]
    [InlineData("%{IP:x}", "1192.0.2.7000", null)]
    [InlineData("%{IP:x}", "[2001:db8::7]:443", "2001:db8::7")]
    [InlineData("%{IP:x}", "via ::ffff:192.0.2.7", "::ffff:192.0.2.7")]
    [InlineData("%{IP:x}", "2001:db8:1:2:3:4:5:6:7", "2001:db8:1:2:3:4:5:6")]
    [InlineData("%{IP:x} up", "fe80::1%en0 up", "fe80::1%en0")]
    [InlineData("%{HOSTNAME:x}", "(www.example.com)", "www.example.com")]
    [InlineData("%{IPORHOST:x}", "peer 192.0.2.7:80", "peer")]
    [InlineData("peer %{IPORHOST:x}", "peer 192.0.2.7:80", "192.0.2.7")]
    [InlineData("peer %{IPORHOST:x} ", "peer 192.0.2.7.example.com ", "192.0.2.7.example.com")]
    [InlineData("%{EMAILADDRESS:x}", "to ann.lee@example.com, bob", "ann.lee@example.com")]
    [InlineData("%{UNIXPATH:x}", "open(/srv/Größe/a-b.txt)", "/srv/Größe/a-b.txt")]
    [InlineData("%{WINPATH:x}", "at C:\\a b\\c.txt?", "C:\\a b\\c.txt")]
    [InlineData("%{URI:x}", "see https://ann:pw@www.example.com:8443/a?b=[1]#c now", "https://ann:pw@www.example.com:8443/a?b=[1]#c")]
    [InlineData("%{URI:x}", "http://www.example.com:80/ and ann@example.com", "http://www.example.com:80/")]
    [InlineData("%{URIPATHPARAM:x}", "GET /a/b?c=1 HTTP", "/a/b?c=1")]
    [InlineData("%{MAC:x}", "lladdr 00:aa:bb:11:cc:22 ok", "00:aa:bb:11:cc:22")]
    [InlineData("%{MONTH:x}", "am 3. März 2026", "März")]
    [InlineData("%{MONTHDAY:x}", "31", "31")]
    [InlineData("%{MONTHNUM:x}", "12", "12")]
    [InlineData("%{YEAR:x}", "20261", "2026")]
    [InlineData("%{TIME:x}", "at 23:59:60.5Z", "23:59:60.5")]
    [InlineData("%{TIMESTAMP_ISO8601:x}", "[2026-12-31T23:59:58,123+01:00]", "2026-12-31T23:59:58,123+01:00")]
    [InlineData("%{TIMESTAMP_ISO8601:x}", "2026-12-31 23:59 x", "2026-12-31 23:59")]
    [InlineData("%{DATESTAMP:x}", "on 31.12.2026 23:59:58.5 x", "31.12.2026 23:59:58.5")]
    [InlineData("%{SYSLOGTIMESTAMP:x}", "<13>Jan  1 00:00:00 a", "Jan  1 00:00:00")]
    [InlineData("%{PROG:x}", "[postfix/smtpd]", "postfix/smtpd")]
    [InlineData("%{LOGLEVEL:x}", "[worker] warning: slow", "warning")]
    [InlineData("%{LOGLEVEL:x}", "level=Information", "Information")]
    public void A_small_pattern_takes_what_people_mean(string pattern, string line, string? expected)
    {
        foreach (GrokLibrary library in new[] { GrokLibrary.Legacy, GrokLibrary.EcsV1 })
        {
            ExpandedPattern expanded = GrokExpander.Expand(
                pattern, GrokDialect.Native, library, 1024 * 1024, out IReadOnlyList<GrokError> errors);
            Assert.Empty(errors);
            Regexp regexp = Regexp.Compile(expanded.Text);
            byte[] text = Encoding.UTF8.GetBytes(line);
            var slots = new int[2 * regexp.GroupCount];
            Assert.Equal(expected, regexp.TryMatch(text, slots) ? Encoding.UTF8.GetString(text[slots[2]..slots[3]]) : null);
        }
    }
}
