namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>The part of a glob between two slashes, with the meaning it has for mtail, which is that of Go's
/// <c>filepath.Match</c>.</summary>
/// <remarks><c>*</c> is any run of characters, <c>?</c> any one, <c>[a-z]</c> and <c>[^a-z]</c> one of a class, and
/// <c>\x</c> the character x itself. Names that begin with a dot are names like any other.</remarks>
sealed class GlobSegment
{
    readonly string _pattern;

    GlobSegment(string pattern)
    {
        _pattern = pattern;
        IsLiteral = pattern.AsSpan().IndexOfAny("*?[\\") < 0;
    }

    /// <summary>Whether it can only match itself.</summary>
    internal bool IsLiteral { get; }

    /// <summary>Reads a segment.</summary>
    /// <returns>Null when it is malformed: a class without end or members, or a backslash at the end.</returns>
    internal static GlobSegment? Parse(string pattern)
    {
        int at = 0;
        while (at < pattern.Length)
        {
            switch (pattern[at])
            {
                case '\\':
                    if (++at == pattern.Length)
                    {
                        return null;
                    }

                    at++;
                    break;
                case '[':
                    if (!TryMatchClass(pattern, ref at, 0, out _))
                    {
                        return null;
                    }

                    break;
                default:
                    at++;
                    break;
            }
        }

        return new GlobSegment(pattern);
    }

    /// <summary>Whether a name matches, from its first character to its last.</summary>
    internal bool IsMatch(ReadOnlySpan<char> name)
    {
        // On a mismatch the last star takes one character more; earlier stars never need to, so the time is bounded by the
        // product of the lengths.
        int patternAt = 0;
        int nameAt = 0;
        int afterStar = -1;
        int starNameAt = 0;
        while (true)
        {
            if (patternAt < _pattern.Length && _pattern[patternAt] == '*')
            {
                afterStar = ++patternAt;
                starNameAt = nameAt;
                continue;
            }

            if (nameAt == name.Length && patternAt == _pattern.Length)
            {
                return true;
            }

            if (TryMatchOne(ref patternAt, name, ref nameAt))
            {
                continue;
            }

            if (afterStar < 0 || starNameAt >= name.Length)
            {
                return false;
            }

            starNameAt += RuneLength(name[starNameAt..]);
            nameAt = starNameAt;
            patternAt = afterStar;
        }
    }

    bool TryMatchOne(ref int patternAt, ReadOnlySpan<char> name, ref int nameAt)
    {
        if (patternAt == _pattern.Length || nameAt == name.Length)
        {
            return false;
        }

        int length = RuneLength(name[nameAt..]);
        switch (_pattern[patternAt])
        {
            case '?':
                patternAt++;
                nameAt += length;
                return true;
            case '[':
                bool isMember = TryMatchClass(_pattern, ref patternAt, RuneAt(name, nameAt), out bool matches) && matches;
                nameAt += length;
                return isMember;
            case '\\':
                patternAt++;
                break;
        }

        return _pattern[patternAt++] == name[nameAt++];
    }

    // At a '['; leaves the position behind the ']'. False when the class is malformed.
    static bool TryMatchClass(string pattern, ref int at, int rune, out bool matches)
    {
        matches = false;
        at++;
        bool isNegated = at < pattern.Length && pattern[at] == '^';
        if (isNegated)
        {
            at++;
        }

        bool isMember = false;
        for (int members = 0; ; members++)
        {
            if (at < pattern.Length && pattern[at] == ']' && members > 0)
            {
                at++;
                matches = isMember != isNegated;
                return true;
            }

            if (!TryReadMember(pattern, ref at, out int low))
            {
                return false;
            }

            int high = low;
            if (at < pattern.Length && pattern[at] == '-')
            {
                at++;
                if (!TryReadMember(pattern, ref at, out high))
                {
                    return false;
                }
            }

            isMember |= low <= rune && rune <= high;
        }
    }

    static bool TryReadMember(string pattern, ref int at, out int rune)
    {
        rune = 0;
        if (at >= pattern.Length || pattern[at] is '-' or ']')
        {
            return false;
        }

        if (pattern[at] == '\\' && ++at >= pattern.Length)
        {
            return false;
        }

        rune = RuneAt(pattern, at);
        at += RuneLength(pattern.AsSpan(at));
        return at < pattern.Length;
    }

    static int RuneLength(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;

    static int RuneAt(ReadOnlySpan<char> text, int at) =>
        RuneLength(text[at..]) == 2 ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];
}
