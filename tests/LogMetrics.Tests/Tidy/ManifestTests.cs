using LogMetrics.Cli;
using LogMetrics.Server;
using YamlDotNet.RepresentationModel;

namespace LogMetrics.Tests.Tidy;

/// <summary>The manifests under examples fit together and use flags that exist.</summary>
public class ManifestTests
{
    const string Folder = "examples/kubernetes";

    public static TheoryData<string> Files =>
    [
        .. Repository.Files("examples", "*.yaml"),
        .. Repository.Files("examples", "*.yml"),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_manifest_parses(string file) => Assert.IsType<YamlMappingNode>(Load(file));

    [Fact]
    public void The_sidecar_uses_flags_that_exist()
    {
        YamlNode sidecar = Load($"{Folder}/deployment.yaml")["spec"]["template"]["spec"]["initContainers"][0];
        string[] arguments = [.. ((YamlSequenceNode)sidecar["args"]).Select(Text)];
        Assert.Empty(CommandLine.CreateRoot(new ProcessSignals()).Parse(arguments).Errors);
    }

    [Fact]
    public void The_port_web_is_the_same_everywhere()
    {
        YamlNode pod = Load($"{Folder}/deployment.yaml")["spec"]["template"]["spec"];
        Assert.Equal("web", Text(pod["initContainers"][0]["ports"][0]["name"]));
        Assert.Contains("web", ((YamlSequenceNode)Load($"{Folder}/service.yaml")["spec"]["ports"]).Select(port => Text(port["name"])));
        Assert.Equal("web", Text(Load($"{Folder}/servicemonitor.yaml")["spec"]["endpoints"][0]["port"]));
        Assert.Equal("web", Text(Load($"{Folder}/podmonitor.yaml")["spec"]["podMetricsEndpoints"][0]["port"]));
    }

    // Kustomize reads no files outside of its folder, so the program lies there a second time.
    [Fact]
    public void The_example_runs_the_shipped_program() =>
        Assert.Equal(Repository.Read("programs/httpd_red.mtail"), Repository.Read($"{Folder}/httpd/httpd_red.mtail"));

    static YamlNode Load(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read(file)));
        return Assert.Single(stream.Documents).RootNode;
    }

    static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
