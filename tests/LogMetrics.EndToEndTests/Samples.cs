namespace LogMetrics.EndToEndTests;

/// <summary>Programs and lines that several tests use.</summary>
static class Samples
{
    /// <summary>Counts lines by their first word.</summary>
    public const string Words =
        """
        counter words_total by word
        /^(?P<word>\w+)/ {
          words_total[$word]++
        }

        """;

    /// <summary>Three mistakes: an undefined capture, an undeclared metric, a group that is not closed.</summary>
    public const string ThreeMistakes =
        """
        counter requests_total by status
        /^(?P<status>\d+)/ {
          requests_total[$staus]++
        }
        /^x/ {
          errors_total++
        }
        /(unclosed/ {
          requests_total["0"]++
        }

        """;

    /// <summary>A line as it stands in the wild: its zone has no sign.</summary>
    public const string Ping =
        "10.1.8.10 - - [07/Jul/2017:16:47:12 0000] \"GET /ping HTTP/1.1\" 200 68\n";

    /// <summary>Counts requests by client, method, path and code.</summary>
    public const string Requests =
        """
        counter requests_total by ip, method, path, code
        /^(?P<ip>\S+) \S+ \S+ \[[^\]]+\] "(?P<method>[A-Z]+) (?P<path>\S+) HTTP\/[0-9.]+" (?P<code>\d{3}) \S+$/ {
          requests_total[$ip][$method][$path][$code]++
        }

        """;
}
