using System.Collections.Immutable;
using System.Text;
using LogMetrics.Runtime.Inputs;
using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Runtime.Execution.Builtins;

/// <summary>The path of the file a line is from; empty for standard input and requests.</summary>
sealed class SourceFileNode : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = line.SourceName.Bytes is [(byte)'/', ..] ? line.SourceName : StringValue.Empty;
        return true;
    }
}

/// <summary>What came along with a line; empty without.</summary>
sealed class SourceExtraNode : StringNode
{
    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = line.Extra;
        return true;
    }
}

/// <summary><c>getlabel("pod")</c>: what is known of the source, or of what a container wrote the line to.</summary>
sealed class SourceLabelNode(string name) : StringNode
{
    static readonly StringValue StandardOutput = StringValue.Of("stdout"u8.ToArray());
    static readonly StringValue StandardError = StringValue.Of("stderr"u8.ToArray());

    readonly Func<LineContext, StringValue> _read = name switch
    {
        "pod" => static line => StringValue.Of(line.Container.Pod),
        "namespace" => static line => StringValue.Of(line.Container.Namespace),
        "container" => static line => StringValue.Of(line.Container.Container),
        "container_id" => static line => StringValue.Of(line.Container.ContainerId),
        _ => static line => line.Stream switch
        {
            LineStream.Out => StandardOutput,
            LineStream.Error => StandardError,
            _ => StringValue.Empty,
        },
    };

    public override bool TryEvaluate(LineContext line, out StringValue value)
    {
        value = _read(line);
        return true;
    }
}

/// <summary>Whether a line is from one of certain files. The answer is kept for as long as the lines come from one source.</summary>
sealed class SourceMatchNode(ImmutableArray<string> globs) : BoolNode
{
    readonly FileGlob[] _globs =
        [.. globs.Select(glob => FileGlob.Parse(glob, Directory.GetCurrentDirectory(), out _)).OfType<FileGlob>()];

    byte[]? _lastName;
    bool _lastAnswer;

    public override bool TryEvaluate(LineContext line, out bool value)
    {
        if (!ReferenceEquals(_lastName, line.SourceName.Array))
        {
            _lastName = line.SourceName.Array;
            string path = Encoding.UTF8.GetString(line.SourceName.Bytes);
            _lastAnswer = Array.Exists(_globs, glob => glob.IsMatch(path));
        }

        value = _lastAnswer;
        return true;
    }
}
