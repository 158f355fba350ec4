using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Decoding;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

/// <summary>The folders of a node, as the kubelet and a container runtime make them, and how they rotate logs.</summary>
public sealed class KubernetesTests : IDisposable
{
    const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    const string Log = "pods/shop_web-0_1b2c/httpd/0.log";
    const string Stamp = "2026-11-21T10:00:00.123456789Z stdout ";

    readonly TestDirectory _node = new();
    readonly Followed _followed;

    public KubernetesTests()
    {
        Directory.CreateDirectory(_node["pods/shop_web-0_1b2c/httpd"]);
        Directory.CreateDirectory(_node["containers"]);
        _followed = new Followed(_node, new SourceOptions { Logs = ["containers/*.log"], Format = InputFormat.Auto });
        _node.Append(Log, Stamp + "F first\n");
        File.CreateSymbolicLink(_node[$"containers/web-0_shop_httpd-{Id}.log"], _node[Log]);
        Assert.Equal(["first"], _followed.Look());
    }

    public void Dispose()
    {
        _followed.Dispose();
        _node.Dispose();
    }

    [Fact]
    public void The_kubelet_renames_a_log_and_the_runtime_opens_a_new_one()
    {
        FileStream writer = _node.OpenForAppend(Log);
        _node.Rename(Log, Log + ".20261121-100000");
        writer.Write("2026-11-21T10:00:01Z stdout F late\n"u8);
        writer.Dispose();
        _node.Append(Log, Stamp + "F new\n");

        Assert.Equal(["late", "new"], _followed.Look());
        Assert.Equal("0.log", Path.GetFileName(File.ResolveLinkTarget(_node[$"containers/{_followed.LastSource}"], true)!.Name));
    }

    [Fact]
    public void Several_rotations_between_two_looks_lose_nothing_behind_a_link()
    {
        for (int rotation = 0; rotation < 5; rotation++)
        {
            _node.LetStampsPass();
            _node.Append(Log, $"{Stamp}F {rotation}\n");
            _node.Rename(Log, $"{Log}.20261121-10000{rotation}");
        }

        _node.LetStampsPass();
        _node.Append(Log, Stamp + "F last\n");

        Assert.Equal(["0", "1", "2", "3", "4", "last"], _followed.Look());
    }

    [Fact]
    public void A_line_in_pieces_is_one_also_when_it_is_rotated_in_the_middle()
    {
        _node.Append(Log, $"{Stamp}P one \n{Stamp}P two \n");
        Assert.Empty(_followed.Look());
        _node.Rename(Log, Log + ".20261121-100000");
        _node.Append(Log, $"{Stamp}F three\n{Stamp}F next\n");

        Assert.Equal(["one two three", "next"], _followed.Look());
        Assert.Empty(_followed.Wait(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void What_the_kubelet_compresses_is_not_read_again_and_a_failed_rotation_is_undone()
    {
        _node.Rename(Log, Log + ".20261121-100000");
        Assert.Empty(_followed.Look());
        _node.Rename(Log + ".20261121-100000", Log);
        _node.Append(Log, Stamp + "F second\n");
        Assert.Equal(["second"], _followed.Look());

        _node.Append(Log + ".20261121-090000.gz", Compression.CompressedFileTests.Gzip(Stamp + "F first\n"));
        _node.Append(Log, Stamp + "F third\n");
        Assert.Equal(["third"], _followed.Look());
    }
}
