using System.Text;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Regex;

namespace LogMetrics.Compiler.Patterns;

/// <summary>Finds out why a line does not match: the longest beginning of a pattern that does, and the piece that follows it.</summary>
/// <remarks>A pattern is taken apart into pieces that follow each other. Where a beginning of them matches and no longer one
/// does, the next piece is the one that fails; if that is a reference or a group of which a part fits, the search goes on inside
/// of it. Each beginning is compiled once.</remarks>
public sealed class MismatchFinder
{
    const int MaxDepth = 12;
    const int MaxBeginnings = 2000;

    /// <summary>Lines that are longer are not looked into.</summary>
    const int MaxLineBytes = 64 * 1024;

    readonly CompileOptions _options;
    readonly Scope _root;
    readonly Dictionary<string, Regexp?> _beginnings = new(StringComparer.Ordinal);
    readonly int[] _slots = new int[2 * 4096];

    /// <summary>Takes a pattern apart.</summary>
    /// <param name="pattern">A pattern that compiles, in the syntax of programs.</param>
    /// <param name="options">What it was compiled with.</param>
    public MismatchFinder(string pattern, CompileOptions options)
    {
        _options = options;
        _root = new Scope(pattern, GrokDialect.Native, null, "", "");
    }

    /// <summary>Looks for the place where a line stops fitting.</summary>
    /// <param name="line">A line that the pattern does not match.</param>
    /// <returns>Null when it cannot be told.</returns>
    public Mismatch? Find(ReadOnlySpan<byte> line) =>
        line.Length <= MaxLineBytes && Explore(_root, new Reach(0, 0, null, null, true), line, 0) is { Piece: { } piece } reach
            ? new Mismatch(reach.Start, reach.End, piece, reach.Definition, reach.IsNowhere)
            : null;

    /// <summary>The alternative that comes furthest.</summary>
    Reach Explore(Scope scope, Reach before, ReadOnlySpan<byte> line, int depth)
    {
        Reach? best = null;
        foreach (List<PatternElement> elements in PatternElement.Of(scope.Text, scope.Dialect))
        {
            Reach reach = Follow(scope, elements, before, line, depth);
            best = best is null || reach.End > best.Value.End ? reach : best;
        }

        return best ?? before;
    }

    Reach Follow(Scope scope, List<PatternElement> elements, Reach before, ReadOnlySpan<byte> line, int depth)
    {
        // What does not fit at some length fits at no greater one.
        (int fits, int fails, Reach reach) = (0, elements.Count + 1, before);
        while (fails - fits > 1)
        {
            int middle = (fits + fails) / 2;
            int known = middle;
            bool? isFound = null;
            Reach found = default;
            while (known < fails && isFound is null)
            {
                isFound = TryBeginning(scope, elements, known, line, out found);
                known += isFound is null ? 1 : 0;
            }

            // Pieces that are nothing alone, such as a half of a pair, go with the next one.
            (fits, fails, reach) = isFound == true ? (known, fails, found) : (fits, middle, reach);
        }

        if (fits == elements.Count)
        {
            return reach with { Piece = null };
        }

        PatternElement element = elements[fits];
        if (depth < MaxDepth && Inside(scope, elements, fits) is { } inside)
        {
            Reach deeper = Explore(inside, reach, line, depth + 1);
            bool saysMore = deeper.End > reach.End || elements.Count == 1 || IsPart(element);
            if (saysMore && deeper.Piece is not null)
            {
                return deeper;
            }
        }

        return reach with { Piece = Piece(scope.Text, elements, element, fits), Definition = scope.Name };
    }

    bool? TryBeginning(Scope scope, List<PatternElement> elements, int count, ReadOnlySpan<byte> line, out Reach reach)
    {
        reach = default;
        string text = scope.Before + Beginning(scope.Text, elements, count) + scope.After;
        if (!_beginnings.TryGetValue(text, out Regexp? regexp))
        {
            if (_beginnings.Count == MaxBeginnings)
            {
                return null;
            }

            regexp = PatternCompiler.Compile(new SourceText("<pattern>", text), GrokDialect.Native, _options, [])?.Regexp;
            _beginnings.Add(text, regexp);
        }

        if (regexp is null || 2 * regexp.GroupCount > _slots.Length)
        {
            return null;
        }

        bool isFound = regexp.TryMatch(line, _slots.AsSpan(0, 2 * regexp.GroupCount));
        reach = new Reach(_slots[0], _slots[1], null, null, false);
        return isFound;
    }

    Scope? Inside(Scope scope, List<PatternElement> elements, int index)
    {
        PatternElement element = elements[index];
        string before = scope.Before + Beginning(scope.Text, elements, index);
        if (element.Group is { } group)
        {
            return new Scope(scope.Text.Substring(group.Offset, group.Length), scope.Dialect, scope.Name, before + group.Head, ")" + scope.After);
        }

        if (element.Reference is { } reference && _options.Grok.Find(reference.Name) is { } definition)
        {
            string head = definition.Dialect == scope.Dialect ? "(?:" : definition.Dialect == GrokDialect.Oniguruma ? "(?O:" : "(?-O:";
            return new Scope(definition.Text.Text, definition.Dialect, definition.IsPart ? scope.Name : definition.Name, before + head, ")" + scope.After);
        }

        return null;
    }

    bool IsPart(PatternElement element) =>
        element.Reference is { } reference && _options.Grok.Find(reference.Name) is { IsPart: true };

    static string Beginning(string text, List<PatternElement> elements, int count)
    {
        var beginning = new StringBuilder();
        foreach (PatternElement element in elements.Take(count))
        {
            beginning.Append(text, element.Offset, element.Length);
        }

        return beginning.ToString();
    }

    // A word that is written in the pattern is shown whole.
    static string Piece(string text, List<PatternElement> elements, PatternElement element, int index)
    {
        int first = index;
        int last = index;
        while (element.IsLiteral && first > 0 && elements[first - 1].IsLiteral)
        {
            first--;
        }

        while (element.IsLiteral && last + 1 < elements.Count && elements[last + 1].IsLiteral)
        {
            last++;
        }

        return text[elements[first].Offset..(elements[last].Offset + elements[last].Length)];
    }

    /// <summary>A text that is tried piece by piece, and what stands around it.</summary>
    sealed record Scope(string Text, GrokDialect Dialect, string? Name, string Before, string After);

    readonly record struct Reach(int Start, int End, string? Piece, string? Definition, bool IsNowhere);
}
