using System.Text;

namespace LogMetrics.Tests.Compiler.Patterns;

/// <summary>A pattern with definitions of the grok library, and lines on which a backtracking engine takes seconds or for ever.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Head">How the line begins.</param>
/// <param name="Unit">What is repeated in it.</param>
/// <param name="Tail">How it ends.</param>
/// <param name="Matches">Whether the pattern matches it.</param>
public sealed record HostileGrokLine(string Pattern, string Head, string Unit, string Tail, bool Matches)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostileGrokLine> All { get; } =
    [
        // Host names that could be cut at every dot.
        new("%{SYSLOGLINE}", "Jan  1 00:00:00 ", "a.", "com", false),
        new("%{SYSLOGLINE}", "Jan  1 00:00:00 ", "8.b.d.0.1.0.0.2.", "ip6.arpa: started", false),
        new("%{SYSLOGLINE}", "Jan  1 00:00:00 ", "stack-operator-6c6f7d6b9c-x2v8q.", "internal started", true),
        new("%{COMBINEDAPACHELOG}", "", "a.", "", false),
        new("%{COMMONAPACHELOG} %{QS:referrer} %{QS:agent}", "192.0.2.7 - - [31/Dec/2026:23:59:58 +0000] \"GET / HTTP/1.1\" 200 12 ", "\"\\\" ", "", false),
        new("%{HOSTPORT:peer} up", "", "a-a.", ":0", false),

        // Paths and URIs whose characters belong to more than one part of the pattern.
        new("%{UNIXPATH:path} ", "", "/opt/abcdef/1/.22/3:3+3/foo@BAR/X-Y+Z/~Sample_l_", "&^_c b", false),
        new("%{UNIXPATH:path}$", "/var/log/", "a", "=x", false),
        new("%{PATH:file} on line %{INT:line}$", "PHP Warning: include(", "/a/b-c.d\\", ") failed", false),
        new("%{URI:uri}", "", "org.springframework.boot.autoconfigure.", "Controller", false),
        new("url=%{URI:uri}", "url=", "0b1fcd5e6d2f", "", false),
        new("%{URI:uri}END", "", "https://a:b@c:1/d?e", "", false),

        // Requests that are one long word, and requests that are many.
        new(
            "%{ELB_ACCESS_LOG}",
            "2026-12-31T23:59:58.1Z lb 192.0.2.7:512 192.0.2.8:80 0.1 0.1 0.1 200 200 0 29 \"GET ", "abc", " HTTP/1.1\"", true),
        new(
            "%{HAPROXYHTTP}",
            "Dec 31 23:59:58 lb haproxy[7]: 192.0.2.7:512 [31/Dec/2026:23:59:58.123] in be/s 1/0/3/6/10 200 27 - - ---- "
                + "1/1/1/1/0 0/0 \"GET ", "abc", " HTTP/1.1\"", true),
        new("%{HTTPD_COMMONLOG}", "192.0.2.7 - - [31/Dec/2026:23:59:58 +0000] \"", "GET /a HTTP/1.1\" ", "", false),
        new("%{HTTPD_ERRORLOG}", "[Thu Dec 31 23:59:58 2026] [:error] [pid 7] ", "(1)a: [client b] c: ", "", true),

        // Addresses and numbers that go on.
        new("%{IP:client}END", "", "fe80::1%", "", false),
        new("%{IP:client}END", "", "1:2:", "::", false),
        new("%{NUMBER:value}ms$", "", "1.", "s", false),
        new("%{BASE16FLOAT:value}z$", "", "0x1.f", "", false),
        new("%{TIMESTAMP_ISO8601:at}Q", "", "2026-12-31T23:59:58.1", "", false),

        // Quotes, brackets and words without an end.
        new("%{QS:a} %{QS:b}$", "", "\"a\\\"' ", "", false),
        new("%{SYSLOG5424LINE}", "<1>1 - - - - - ", "[a b=\"]\"", "", false),
        new("%{JAVASTACKTRACEPART}", "", "at a.b$c.", "", false),
        new("%{MONGO_SLOWQUERY}", "", "query a.b query: { x: { } } ntoreturn:1 ", "", false),
        new("%{RAILS3}END", "Started GET \"/\" for 192.0.2.7 at 2026-12-31 23:59:58 +0100", "\nProcessing by A#b as C", "", false),
        new("%{SQUID3}", "", "1.1 1 ::1 A/1 1 B c d E/f g/", "", true),
        new("%{CRONLOG}", "Dec 31 23:59:58 a cron: (b) ", "CMD (x ", "", false),

        // Columns and fields that may end at every separator.
        new("%{NAGIOSLOGLINE}", "[1700000000] SERVICE ALERT: ", "a;", "", false),
        new("%{EXIM} rejected", "2023-11-14 22:13:20 1r31xk-0004Qp-7B <= ann@example.org H=a.example.org [192.0.2.25] T=\"", "P=a ", "\"", false),
        new("^%{EXIM}$", "2023-11-14 22:13:20 1r31xk-0004Qp-7B <= ann@example.org H=a.example.org [192.0.2.25] T=\"", "P=a ", "\" !", false),
        new("^%{EXIM}$", "2023-11-14 22:13:20 1r31xk-0004Qp-7B <= ann@example.org H=a.example.org [192.0.2.25] T=\"", "P=a ", "\"", true),
        new("%{BIND9}", "14-Nov-2023 22:13:20.1 queries: info: client 192.0.2.14#1 (a): query: a IN ", "a (192.0.2.1 ", "", false),
        new("%{RT_FLOW1}", "RT_FLOW_SESSION_CLOSE: session closed: 192.0.2.1/1->192.0.2.2/2 ", "a 192.0.2.3/3->192.0.2.4/4 b ", "", false),
        new("%{BRO_FILES}END", "1700000000.1\tF1\t192.0.2.1\t192.0.2.2\tC1\t", "a\t", "", false),
        new("%{BRO_HTTP}", "1700000000.1\tC1\t192.0.2.1\t1\t192.0.2.2\t80\t1\t", "a\t", "", false),
        new("^%{BACULA_CAPACITY:c}$", "", "7", "x", false),
        new("%{BACULA_LOGLINE}", "14-Nov 22:13 a JobId 1: ", "Cannot open : ERR", "", false),

        // Packets of firewalls: reasons of many words, and packets within packets.
        new("%{CISCOFW106023}", "Deny udp src outside:2001:db8::7/1 dst inside:2001:db8::8/2 ", ": dst ", "", false),
        new("%{CISCOFW110002}", "", "Failed to locate ", "", false),
        new(
            "%{SHOREWALL} SPT=",
            "Nov 14 22:13:20 fw1 kernel: Shorewall:a:b:IN=eth0 OUT=eth1 ",
            "SRC=192.0.2.1 DST=192.0.2.2 LEN=9 TOS=0x00 PREC=0x00 TTL=1 ID=1 PROTO=ICMP TYPE=3 [", "", false),
        new("%{SFW2}", "Nov 14 22:13:20 web1 kernel: [1.2] SFW2-INext-DROP IN=eth0 OUT= MAC= ", "SRC=192.0.2.1 DST=", "", false),

        // What people write themselves.
        new("%{DATA:a} %{DATA:b} %{DATA:c} level=error", "", "word ", "", false),
        new("%{GREEDYDATA:a} %{GREEDYDATA:b} %{GREEDYDATA:c} %{GREEDYDATA:d} ERROR", "", "word ", "", false),
        new("%{NOTSPACE:a}%{NOTSPACE:b}%{NOTSPACE:c}%{NOTSPACE:d} END", "", "a", "", false),
        new("^(?:%{NOTSPACE:x} ?)+END", "", "a", "", false),
        new("(?:%{WORD:x},?)+;", "", "ab,", "", false),
        new("%{DATA:a}, client: %{IP:c}, server: %{DATA:s}, upstream: ", "open() failed", ", client: 192.0.2.14", "", false),
    ];

    /// <summary>The line, of as many bytes or a few less.</summary>
    public byte[] Line(int length) =>
        Encoding.UTF8.GetBytes(Head + string.Concat(Enumerable.Repeat(Unit, (length - Head.Length - Tail.Length) / Unit.Length)) + Tail);
}
