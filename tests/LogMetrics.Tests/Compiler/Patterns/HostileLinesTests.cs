using System.Text;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Regex;

namespace LogMetrics.Tests.Compiler.Patterns;

/// <summary>Lines on which the definitions of the library take a backtracking engine seconds or for ever. The work is counted
/// in steps, so that the tests say the same everywhere.</summary>
public sealed class HostileLinesTests
{
    const int Length = 8 * 1024;
    const int StepsForStates = 400_000;

    // Beside a pattern: how the line begins, what is repeated in it, how it ends, and whether it matches.
    public static TheoryData<string, string, string, string, bool> Lines => new()
    {
        // Host names that could be cut at every dot.
        { "%{SYSLOGLINE}", "Jan  1 00:00:00 ", "a.", "com", false },
        { "%{SYSLOGLINE}", "Jan  1 00:00:00 ", "8.b.d.0.1.0.0.2.", "ip6.arpa: started", false },
        { "%{SYSLOGLINE}", "Jan  1 00:00:00 ", "stack-operator-6c6f7d6b9c-x2v8q.", "internal started", true },
        { "%{COMBINEDAPACHELOG}", "", "a.", "", false },
        { "%{COMMONAPACHELOG} %{QS:referrer} %{QS:agent}", "192.0.2.7 - - [31/Dec/2026:23:59:58 +0000] \"GET / HTTP/1.1\" 200 12 ", "\"\\\" ", "", false },
        { "%{HOSTPORT:peer} up", "", "a-a.", ":0", false },

        // Paths and URIs whose characters belong to more than one part of the pattern.
        { "%{UNIXPATH:path} ", "", "/opt/abcdef/1/.22/3:3+3/foo@BAR/X-Y+Z/~Sample_l_", "&^_c b", false },
        { "%{UNIXPATH:path}$", "/var/log/", "a", "=x", false },
        { "%{PATH:file} on line %{INT:line}$", "PHP Warning: include(", "/a/b-c.d\\", ") failed", false },
        { "%{URI:uri}", "", "org.springframework.boot.autoconfigure.", "Controller", false },
        { "url=%{URI:uri}", "url=", "0b1fcd5e6d2f", "", false },
        { "%{URI:uri}END", "", "https://a:b@c:1/d?e", "", false },

        // Requests that are one long word, and requests that are many.
        {
            "%{ELB_ACCESS_LOG}",
            "2026-12-31T23:59:58.1Z lb 192.0.2.7:512 192.0.2.8:80 0.1 0.1 0.1 200 200 0 29 \"GET ", "abc", " HTTP/1.1\"", true
        },
        {
            "%{HAPROXYHTTP}",
            "Dec 31 23:59:58 lb haproxy[7]: 192.0.2.7:512 [31/Dec/2026:23:59:58.123] in be/s 1/0/3/6/10 200 27 - - ---- "
                + "1/1/1/1/0 0/0 \"GET ", "abc", " HTTP/1.1\"", true
        },
        { "%{HTTPD_COMMONLOG}", "192.0.2.7 - - [31/Dec/2026:23:59:58 +0000] \"", "GET /a HTTP/1.1\" ", "", false },
        { "%{HTTPD_ERRORLOG}", "[Thu Dec 31 23:59:58 2026] [:error] [pid 7] ", "(1)a: [client b] c: ", "", true },

        // Addresses and numbers that go on.
        { "%{IP:client}END", "", "fe80::1%", "", false },
        { "%{IP:client}END", "", "1:2:", "::", false },
        { "%{NUMBER:value}ms$", "", "1.", "s", false },
        { "%{BASE16FLOAT:value}z$", "", "0x1.f", "", false },
        { "%{TIMESTAMP_ISO8601:at}Q", "", "2026-12-31T23:59:58.1", "", false },

        // Quotes, brackets and words without an end.
        { "%{QS:a} %{QS:b}$", "", "\"a\\\"' ", "", false },
        { "%{SYSLOG5424LINE}", "<1>1 - - - - - ", "[a b=\"]\"", "", false },
        { "%{JAVASTACKTRACEPART}", "", "at a.b$c.", "", false },
        { "%{MONGO_SLOWQUERY}", "", "query a.b query: { x: { } } ntoreturn:1 ", "", false },
        { "%{RAILS3}END", "Started GET \"/\" for 192.0.2.7 at 2026-12-31 23:59:58 +0100", "\nProcessing by A#b as C", "", false },
        { "%{SQUID3}", "", "1.1 1 ::1 A/1 1 B c d E/f g/", "", true },
        { "%{CRONLOG}", "Dec 31 23:59:58 a cron: (b) ", "CMD (x ", "", false },

        // Columns and fields that may end at every separator.
        { "%{NAGIOSLOGLINE}", "[1700000000] SERVICE ALERT: ", "a;", "", false },
        { "%{EXIM} rejected", "2023-11-14 22:13:20 1r31xk-0004Qp-7B <= ann@example.org H=a.example.org [192.0.2.25] T=\"", "P=a ", "\"", false },
        { "^%{EXIM}$", "2023-11-14 22:13:20 1r31xk-0004Qp-7B <= ann@example.org H=a.example.org [192.0.2.25] T=\"", "P=a ", "\" !", false },
        { "^%{EXIM}$", "2023-11-14 22:13:20 1r31xk-0004Qp-7B <= ann@example.org H=a.example.org [192.0.2.25] T=\"", "P=a ", "\"", true },
        { "%{BIND9}", "14-Nov-2023 22:13:20.1 queries: info: client 192.0.2.14#1 (a): query: a IN ", "a (192.0.2.1 ", "", false },
        { "%{RT_FLOW1}", "RT_FLOW_SESSION_CLOSE: session closed: 192.0.2.1/1->192.0.2.2/2 ", "a 192.0.2.3/3->192.0.2.4/4 b ", "", false },
        { "%{BRO_FILES}END", "1700000000.1\tF1\t192.0.2.1\t192.0.2.2\tC1\t", "a\t", "", false },
        { "%{BRO_HTTP}", "1700000000.1\tC1\t192.0.2.1\t1\t192.0.2.2\t80\t1\t", "a\t", "", false },
        { "^%{BACULA_CAPACITY:c}$", "", "7", "x", false },
        { "%{BACULA_LOGLINE}", "14-Nov 22:13 a JobId 1: ", "Cannot open : ERR", "", false },

        // Packets of firewalls: reasons of many words, and packets within packets.
        { "%{CISCOFW106023}", "Deny udp src outside:2001:db8::7/1 dst inside:2001:db8::8/2 ", ": dst ", "", false },
        { "%{CISCOFW110002}", "", "Failed to locate ", "", false },
        {
            "%{SHOREWALL} SPT=",
            "Nov 14 22:13:20 fw1 kernel: Shorewall:a:b:IN=eth0 OUT=eth1 ",
            "SRC=192.0.2.1 DST=192.0.2.2 LEN=9 TOS=0x00 PREC=0x00 TTL=1 ID=1 PROTO=ICMP TYPE=3 [", "", false
        },
        { "%{SFW2}", "Nov 14 22:13:20 web1 kernel: [1.2] SFW2-INext-DROP IN=eth0 OUT= MAC= ", "SRC=192.0.2.1 DST=", "", false },

        // What people write themselves.
        { "%{DATA:a} %{DATA:b} %{DATA:c} level=error", "", "word ", "", false },
        { "%{GREEDYDATA:a} %{GREEDYDATA:b} %{GREEDYDATA:c} %{GREEDYDATA:d} ERROR", "", "word ", "", false },
        { "%{NOTSPACE:a}%{NOTSPACE:b}%{NOTSPACE:c}%{NOTSPACE:d} END", "", "a", "", false },
        { "^(?:%{NOTSPACE:x} ?)+END", "", "a", "", false },
        { "(?:%{WORD:x},?)+;", "", "ab,", "", false },
        { "%{DATA:a}, client: %{IP:c}, server: %{DATA:s}, upstream: ", "open() failed", ", client: 192.0.2.14", "", false },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void The_work_grows_linearly_with_the_line(string pattern, string head, string unit, string tail, bool matches)
    {
        foreach (GrokLibrary library in new[] { GrokLibrary.Legacy, GrokLibrary.EcsV1 })
        {
            long half = Steps(library, pattern, Line(head, unit, tail, Length / 2), matches);
            long whole = Steps(library, pattern, Line(head, unit, tail, Length), matches);
            // The longer line may be the one that is judged first, or where an engine has spent its allowance for states.
            Assert.True(whole <= (2 * half) + StepsForStates, $"{half} steps for half the line, {whole} for all of it");
            Assert.True(whole <= 100L * Length, $"{whole} steps");
        }
    }

    static long Steps(GrokLibrary library, string pattern, byte[] line, bool matches)
    {
        ExpandedPattern expanded = GrokExpander.Expand(
            pattern, GrokDialect.Native, library, 1024 * 1024, out IReadOnlyList<GrokError> errors);
        Assert.Empty(errors);
        Regexp regexp = Regexp.Compile(expanded.Text, new RegexpLimits { MaxPatternBytes = 1024 * 1024 });
        Assert.Equal(matches, regexp.TryMatch(line, new int[2 * regexp.GroupCount]));
        Assert.Equal(matches, regexp.IsMatch(line));
        return regexp.Matcher.Steps + (regexp.Straight?.Steps ?? 0);
    }

    static byte[] Line(string head, string unit, string tail, int length) =>
        Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat(unit, (length - head.Length - tail.Length) / unit.Length)) + tail);
}
