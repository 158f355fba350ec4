using System.Buffers;
using System.Text;

namespace LogMetrics.Runtime.Inputs;

/// <summary>What the path of a container's log says about the container.</summary>
/// <param name="Pod">The name of the pod.</param>
/// <param name="Namespace">The namespace of the pod.</param>
/// <param name="Container">The name of the container.</param>
/// <param name="ContainerId">The id that the runtime gave it; 64 hex digits.</param>
sealed record ContainerFacts(byte[] Pod, byte[] Namespace, byte[] Container, byte[] ContainerId)
{
    const int IdLength = 64;

    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Nothing is known.</summary>
    internal static ContainerFacts None { get; } = new([], [], [], []);

    /// <summary>Reads the names that the kubelet and Docker give to logs:
    /// <c>containers/POD_NAMESPACE_CONTAINER-ID.log</c>, <c>pods/NAMESPACE_POD_UID/CONTAINER/N.log</c> and
    /// <c>containers/ID/ID-json.log</c>.</summary>
    internal static ContainerFacts Of(string path)
    {
        string[] parts = path.Split('/');
        string name = parts[^1];
        return OfLink(name)
            ?? (parts.Length >= 3 ? OfPodFolder(parts[^3], parts[^2], name) ?? OfDocker(parts[^2], name) : null)
            ?? None;
    }

    // A pod's or a container's name has no underscore, and neither has a namespace.
    static ContainerFacts? OfLink(string name)
    {
        const string Extension = ".log";
        string[] parts = name.Split('_');
        int dash = parts.Length == 3 ? parts[2].Length - Extension.Length - IdLength - 1 : 0;
        return dash > 0 && parts[2][dash] == '-' && name.EndsWith(Extension, StringComparison.Ordinal)
            && IsId(parts[2].AsSpan(dash + 1, IdLength))
            ? new ContainerFacts(Bytes(parts[0]), Bytes(parts[1]), Bytes(parts[2][..dash]), Bytes(parts[2].Substring(dash + 1, IdLength)))
            : null;
    }

    static ContainerFacts? OfPodFolder(string pod, string container, string name)
    {
        string[] parts = pod.Split('_');
        int digits = name.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return parts.Length == 3 && digits > 0 && name.AsSpan(digits).StartsWith(".log", StringComparison.Ordinal)
            ? new ContainerFacts(Bytes(parts[1]), Bytes(parts[0]), Bytes(container), [])
            : null;
    }

    static ContainerFacts? OfDocker(string folder, string name) =>
        folder.Length == IdLength && IsId(folder) && name.StartsWith(folder + "-json.log", StringComparison.Ordinal)
            ? new ContainerFacts([], [], [], Bytes(folder))
            : null;

    static bool IsId(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(HexDigits) < 0;

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
