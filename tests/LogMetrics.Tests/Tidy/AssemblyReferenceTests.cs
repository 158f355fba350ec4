using System.Xml.Linq;

namespace LogMetrics.Tests.Tidy;

/// <summary>The four assemblies and their packages, as drawn in the architecture: a new arrow or package is a decision.</summary>
public class AssemblyReferenceTests
{
    [Theory]
    [InlineData("LogMetrics.Regex", "", "")]
    [InlineData("LogMetrics.Compiler", "LogMetrics.Regex", "Antlr4.Runtime.Standard YamlDotNet")]
    [InlineData(
        "LogMetrics.Runtime",
        "LogMetrics.Compiler",
        "Microsoft.Extensions.FileSystemGlobbing Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("LogMetrics", "LogMetrics.Runtime", "Spectre.Console System.CommandLine")]
    public void An_assembly_refers_to_what_it_may(string assembly, string projects, string packages)
    {
        XDocument project = XDocument.Load(Repository.PathOf($"src/{assembly}/{assembly}.csproj"));
        Assert.Equal(projects, Joined(project, "ProjectReference", Path.GetFileNameWithoutExtension));
        Assert.Equal(packages, Joined(project, "PackageReference", name => name));
    }

    [Fact]
    public void The_parsers_of_others_stay_inside_the_compiler()
    {
        XDocument project = XDocument.Load(Repository.PathOf("src/LogMetrics.Compiler/LogMetrics.Compiler.csproj"));
        Assert.All(
            project.Descendants("PackageReference"), package => Assert.Equal("compile", (string?)package.Attribute("PrivateAssets")));
    }

    static string Joined(XDocument project, string element, Func<string, string> name) =>
        string.Join(' ', project.Descendants(element)
            .Select(reference => name(((string)reference.Attribute("Include")!).Replace('\\', '/')))
            .Order(StringComparer.Ordinal));
}
