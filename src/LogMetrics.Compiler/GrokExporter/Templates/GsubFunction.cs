using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LogMetrics.Regex;

namespace LogMetrics.Compiler.GrokExporter.Templates;

/// <summary><c>gsub text regexp replacement</c>: every match becomes the replacement, in which <c>\1</c> and <c>\k&lt;name&gt;</c>
/// stand for groups.</summary>
static class GsubFunction
{
    [ThreadStatic]
    static Dictionary<(string, PatternSyntax), Regexp>? Known;

    /// <summary>Compiles the expression.</summary>
    /// <remarks>As in a match, plain parentheses do not count in Oniguruma's syntax where a group has a name.</remarks>
    /// <param name="regexp">The expression.</param>
    /// <param name="syntax">Oniguruma's in templates; programs have Go's.</param>
    /// <exception cref="RegexpParseException">It is none.</exception>
    public static Regexp Compile(string regexp, PatternSyntax syntax)
    {
        var compiled = Regexp.Compile(regexp, syntax: syntax);
        HashSet<int> named = [.. Enumerable.Range(1, compiled.GroupCount - 1).Where(group => compiled.GroupNames[group] is not null)];
        return syntax == PatternSyntax.Go || named.Count == 0 || named.Count == compiled.GroupCount - 1
            ? compiled
            : Regexp.Compile(regexp, groups: named, syntax: syntax);
    }

    /// <summary>The compiled expression of a template that is checked; each thread has its own, because it keeps working memory.</summary>
    public static Regexp Compiled(string regexp, PatternSyntax syntax)
    {
        Dictionary<(string, PatternSyntax), Regexp> known = Known ??= [];
        if (!known.TryGetValue((regexp, syntax), out Regexp? compiled))
        {
            compiled = Compile(regexp, syntax);
            known.Add((regexp, syntax), compiled);
        }

        return compiled;
    }

    /// <summary>Takes a replacement apart.</summary>
    /// <returns>Null when a backslash in it means nothing.</returns>
    public static ImmutableArray<ReplacementPiece>? ReadReplacement(string replacement)
    {
        var pieces = ImmutableArray.CreateBuilder<ReplacementPiece>();
        var text = new StringBuilder();
        int at = 0;
        while (at < replacement.Length)
        {
            if (replacement[at] != '\\')
            {
                text.Append(replacement[at++]);
                continue;
            }

            ReadOnlySpan<char> rest = replacement.AsSpan(at + 1);
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? rest.Length : digits;
            int nameEnd = rest.StartsWith("k<") ? rest.IndexOf('>') : -1;
            if (rest.StartsWith("\\"))
            {
                text.Append('\\');
                at += 2;
                continue;
            }

            if (digits == 0 && nameEnd < 0)
            {
                return null;
            }

            pieces.Add(new ReplacementPiece(text.ToString(), -1, null));
            text.Clear();
            pieces.Add(digits > 0
                ? new ReplacementPiece("", int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue, null)
                : new ReplacementPiece("", -1, rest[2..nameEnd].ToString()));
            at += 1 + (digits > 0 ? digits : nameEnd + 1);
        }

        pieces.Add(new ReplacementPiece(text.ToString(), -1, null));
        return pieces.DrainToImmutable();
    }

    /// <summary>Replaces.</summary>
    /// <param name="text">Where to search.</param>
    /// <param name="regexp">What to search.</param>
    /// <param name="replacement">What to put there.</param>
    /// <param name="maxBytes">The most bytes that the result may have.</param>
    /// <returns>Null when the result would be longer.</returns>
    public static string? Replace(string text, Regexp regexp, ImmutableArray<ReplacementPiece> replacement, int maxBytes)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int[] slots = new int[2 * regexp.GroupCount];
        var output = new ArrayBufferWriter<byte>(bytes.Length + 16);
        int offset = 0;
        while (offset <= bytes.Length && regexp.TryMatch(bytes, offset, slots) && output.WrittenCount <= maxBytes)
        {
            output.Write(bytes.AsSpan(offset, slots[0] - offset));
            Append(output, bytes, slots, regexp, replacement);
            if (slots[1] > offset)
            {
                offset = slots[1];
                continue;
            }

            // An empty match where the search began: one character stays as it is, and the search goes on behind it.
            int step = offset < bytes.Length ? LengthOfCharacter(bytes.AsSpan(offset)) : 1;
            output.Write(bytes.AsSpan(offset, Math.Min(step, bytes.Length - offset)));
            offset += step;
        }

        if (output.WrittenCount > maxBytes)
        {
            return null;
        }

        if (offset < bytes.Length)
        {
            output.Write(bytes.AsSpan(offset));
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    static void Append(
        ArrayBufferWriter<byte> output, byte[] text, int[] slots, Regexp regexp, ImmutableArray<ReplacementPiece> replacement)
    {
        foreach ((string plain, int number, string? name) in replacement)
        {
            int group = name is null ? number : GroupOf(regexp, name);
            if (name is not null && group < 0)
            {
                output.Write(Encoding.UTF8.GetBytes($"\\k<{name}>"));
            }
            else if (name is null && number < 0)
            {
                output.Write(Encoding.UTF8.GetBytes(plain));
            }
            else if (group < regexp.GroupCount && slots[2 * group] >= 0)
            {
                output.Write(text.AsSpan(slots[2 * group], slots[(2 * group) + 1] - slots[2 * group]));
            }
        }
    }

    static int GroupOf(Regexp regexp, string name)
    {
        for (int group = 1; group < regexp.GroupCount; group++)
        {
            if (regexp.GroupNames[group] == name)
            {
                return group;
            }
        }

        return -1;
    }

    static int LengthOfCharacter(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out _, out int length) == OperationStatus.Done ? length : 1;
}

/// <summary>A piece of a replacement: a text, a numbered group, or a named one.</summary>
readonly record struct ReplacementPiece(string Text, int Group, string? Name);
