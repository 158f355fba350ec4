using System.Buffers;

namespace LogMetrics.Compiler.Patterns;

/// <summary>A reference to a definition: <c>%{NAME}</c>, <c>%{NAME:field}</c> or <c>%{NAME:field:type}</c>.</summary>
/// <param name="Name">The name it asks for.</param>
/// <param name="Field">The name that what it matches gets, not checked; null when nobody reads it.</param>
/// <param name="Type">The type as it is written, not checked; null when there is none.</param>
/// <param name="Offset">Where its percent sign stands, in UTF-16 units.</param>
/// <param name="Length">The units from there to after its closing brace.</param>
readonly record struct GrokReference(string Name, string? Field, string? Type, int Offset, int Length)
{
    static readonly SearchValues<char> NameChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Whether a definition may have that name: ASCII letters, digits and underscores.</summary>
    public static bool IsName(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(NameChars);

    /// <summary>Reads the reference that starts at a place, if one does.</summary>
    /// <remarks>In a program a brace behind a percent sign can also be a count, as in <c>%{2}</c>, or stand for itself; then
    /// there is no reference. In Oniguruma's dialect, as grok has it, every <c>%{…}</c> is one.</remarks>
    public static GrokReference? At(string text, int offset, GrokDialect dialect)
    {
        ReadOnlySpan<char> rest = text.AsSpan(offset);
        int end = rest.IndexOf('}');
        if (!rest.StartsWith("%{") || end < 0)
        {
            return null;
        }

        ReadOnlySpan<char> inside = rest[2..end];
        int colon = inside.IndexOf(':');
        ReadOnlySpan<char> name = colon < 0 ? inside : inside[..colon];
        if (dialect == GrokDialect.Native && (!IsName(name) || (colon < 0 && !name.ContainsAnyExceptInRange('0', '9'))))
        {
            return null;
        }

        string[] parts = inside.ToString().Split(':', 3);
        return new GrokReference(parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2), offset, end + 1);
    }
}
