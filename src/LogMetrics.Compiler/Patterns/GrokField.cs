using System.Buffers;

namespace LogMetrics.Compiler.Patterns;

/// <summary>A field: the name of what a reference or a group took from the line, and the type it is given.</summary>
/// <param name="Name">The name as the pattern has it: <c>clientip</c>, <c>[source][address]</c>.</param>
/// <param name="Type">The type, if one is given.</param>
public sealed record GrokField(string Name, GrokType Type)
{
    static readonly SearchValues<char> NameChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@[].-");

    /// <summary>The name that programs use: <c>[source][address]</c> is <c>source_address</c>, <c>[@metadata][x]</c> is
    /// <c>metadata_x</c>, and dots and hyphens are underscores.</summary>
    public string FlatName => Flatten(Name);

    /// <summary>Whether a field may have that name.</summary>
    public static bool IsName(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(NameChars);

    /// <summary>The type that a word names; null when it names none.</summary>
    public static GrokType? TypeNamed(string? word) => word switch
    {
        null => GrokType.None,
        "int" => GrokType.Int,
        "float" => GrokType.Float,
        "string" => GrokType.String,
        _ => null,
    };

    static string Flatten(string name)
    {
        var flat = new System.Text.StringBuilder(name.Length);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '_')
            {
                flat.Append(c);
            }
            else if (c is '.' or '-' || (c == '[' && flat.Length > 0))
            {
                flat.Append('_');
            }
        }

        return flat.ToString();
    }
}
