using System.Text;
using LogMetrics.Runtime.Inputs;

namespace LogMetrics.Tests.Runtime.Inputs;

public class ContainerFactsTests
{
    const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("/var/log/containers/web-0_shop_httpd-" + Id + ".log", "web-0|shop|httpd|" + Id)]
    [InlineData("/var/log/containers/web-0_shop_side-car-" + Id + ".log", "web-0|shop|side-car|" + Id)]
    [InlineData("/var/log/pods/shop_web-0_1b2c/httpd/0.log", "web-0|shop|httpd|")]
    [InlineData("/var/log/pods/shop_web-0_1b2c/httpd/12.log.20261121-100000", "web-0|shop|httpd|")]
    [InlineData("/var/lib/docker/containers/" + Id + "/" + Id + "-json.log", "|||" + Id)]
    [InlineData("/var/log/containers/web-0_shop_httpd.log", "|||")]
    [InlineData("/var/log/pods/shop_web-0/httpd/0.log", "|||")]
    [InlineData("/var/log/app.log", "|||")]
    [InlineData("-", "|||")]
    public void The_path_of_a_containers_log_tells_which_container_it_is(string path, string expected)
    {
        ContainerFacts facts = ContainerFacts.Of(path);
        byte[][] values = [facts.Pod, facts.Namespace, facts.Container, facts.ContainerId];
        Assert.Equal(expected, string.Join('|', values.Select(Encoding.UTF8.GetString)));
    }
}
