namespace LogMetrics.Tests.Tidy;

/// <summary>The tables of faults and of rules in tests/README.md name tests that there are.</summary>
public class FaultCatalogueTests
{
    [Fact]
    public void Every_fault_and_every_rule_names_a_test_that_exists()
    {
        string tests = string.Concat(Repository.Files("tests", "*.cs").Select(Repository.Read));
        string[][] rows =
        [
            .. Repository.Read("tests/README.md").Split('\n')
                .Where(line => line.Length > 3 && line[..3] is "| F" or "| R"
                    && char.IsAsciiDigit(line[3]))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
        ];

        Assert.True(rows.Length > 40);
        Assert.Equal(rows.Length, rows.Select(row => row[1]).Distinct().Count());
        Assert.Empty(rows.Where(row =>
        {
            string[] name = row[3].Trim('`').Split('.');
            return !tests.Contains($"class {name[0]}", StringComparison.Ordinal) || !tests.Contains($" {name[1]}(", StringComparison.Ordinal);
        }).Select(row => row[3]));
    }
}
