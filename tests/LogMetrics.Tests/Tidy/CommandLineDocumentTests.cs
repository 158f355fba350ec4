using System.CommandLine;
using LogMetrics.Cli;
using LogMetrics.Server;

namespace LogMetrics.Tests.Tidy;

/// <summary>The README lists the commands and every option that they have.</summary>
public class CommandLineDocumentTests
{
    public static TheoryData<string, string> Options
    {
        get
        {
            var options = new TheoryData<string, string>();
            foreach (Command command in CommandLine.CreateRoot(new ProcessSignals()).Subcommands)
            {
                foreach (Option option in command.Options)
                {
                    options.Add(command.Name, option.Name);
                }
            }

            return options;
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_is_in_the_readme(string command, string option)
    {
        string readme = Repository.Read("README.md");
        Assert.True(readme.Contains($"`{option}", StringComparison.Ordinal), $"README.md does not explain {option} of {command}");
        Assert.True(readme.Contains($"`logmetrics {command}", StringComparison.Ordinal), $"README.md does not name `logmetrics {command}`");
    }
}
