namespace LogMetrics.Regex.Syntax;

/// <summary>Reads classes as Oniguruma has them: they nest, they intersect, and their names are Unicode's.</summary>
sealed class OnigurumaClasses(PatternReader reader)
{
    const int MaxNesting = 100;

    readonly OnigurumaEscapes _escapes = new(reader);
    int _depth;

    /// <summary>Reads a bracketed class.</summary>
    public int[] ReadBracketed(bool foldCase)
    {
        var start = reader.Position;
        if (++_depth > MaxNesting)
        {
            throw reader.Error(RegexpError.NestingTooDeep, start, $"classes nest deeper than {MaxNesting}");
        }

        reader.Position++;
        var negated = reader.Peek() == '^';
        reader.Position += negated ? 1 : 0;
        int[]? intersection = null;
        var builder = new CharClassBuilder();
        for (var first = true; reader.AtEnd || reader.Peek() != ']' || (first && HasOther(']')); first = false)
        {
            if (reader.AtEnd)
            {
                throw reader.ErrorToEnd(RegexpError.MissingBracket, start, "the character class has no closing `]`");
            }

            if (reader.LooksAt("&&"))
            {
                reader.Position += 2;
                intersection = Intersect(intersection, builder);
                builder = new CharClassBuilder();
            }
            else
            {
                ReadPiece(builder, start, foldCase);
            }
        }

        reader.Position++;
        _depth--;
        var ranges = intersection is null ? builder.ToRanges() : Intersect(intersection, builder);
        return negated ? CharClassBuilder.Negate(ranges) : ranges;
    }

    /// <summary>Reads <c>\d</c>, <c>\p{…}</c> and their like when they stand here.</summary>
    public bool TryReadNamed(CharClassBuilder builder, bool foldCase)
    {
        if (reader.Peek() != '\\')
        {
            return false;
        }

        if (reader.Peek(1) is 'p' or 'P' && reader.Peek(2) == '{')
        {
            ReadProperty(builder, foldCase);
            return true;
        }

        if (UnicodeSets.Perl(reader.Peek(1)) is not { } ranges)
        {
            return false;
        }

        builder.AddNamed(ranges, char.IsAsciiLetterUpper(reader.Peek(1)), foldCase);
        reader.Position += 2;
        return true;
    }

    /// <summary>Reads the escape of one character.</summary>
    public int ReadEscape() => _escapes.Read(inClass: false);

    static int[] Intersect(int[]? ranges, CharClassBuilder other)
    {
        if (ranges is null)
        {
            return other.ToRanges();
        }

        var outside = new CharClassBuilder(CharClassBuilder.Negate(ranges));
        outside.AddAll(CharClassBuilder.Negate(other.ToRanges()));
        return CharClassBuilder.Negate(outside.ToRanges());
    }

    // A bracket that stands first is a character, if there is another one to close the class.
    bool HasOther(char bracket)
    {
        var start = reader.Position;
        reader.Position++;
        var other = reader.Find(bracket.ToString());
        reader.Position = start;
        return other >= 0;
    }

    void ReadPiece(CharClassBuilder builder, int classStart, bool foldCase)
    {
        if (TryReadPosix(builder, foldCase) || TryReadNamed(builder, foldCase))
        {
            return;
        }

        if (reader.Peek() == '[')
        {
            builder.AddAll(ReadBracketed(foldCase));
            return;
        }

        var start = reader.Position;
        var low = ReadChar(classStart);
        var high = low;
        if (reader.Peek() == '-' && reader.Has(2) && reader.Peek(1) is not (']' or '[') && !reader.LooksAt("-&&"))
        {
            reader.Position++;
            var afterHyphen = reader.Position;
            if (TryReadNamed(new CharClassBuilder(), foldCase))
            {
                throw reader.Error(RegexpError.InvalidCharacterRange, start, "a range cannot end in a class");
            }

            reader.Position = afterHyphen;
            high = ReadChar(classStart);
            if (high < low)
            {
                throw reader.Error(RegexpError.InvalidCharacterRange, start, "the range ends before it starts");
            }
        }

        builder.AddRange(low, high, foldCase);
    }

    int ReadChar(int classStart)
    {
        if (reader.AtEnd)
        {
            throw reader.ErrorToEnd(RegexpError.MissingBracket, classStart, "the character class has no closing `]`");
        }

        return reader.Peek() == '\\' ? _escapes.Read(inClass: true) : reader.Next();
    }

    bool TryReadPosix(CharClassBuilder builder, bool foldCase)
    {
        var end = reader.LooksAt("[:") ? reader.Find(":]") : -1;
        if (end < 0)
        {
            return false;
        }

        var start = reader.Position;
        reader.Position += 2;
        var negated = reader.Peek() == '^';
        reader.Position += negated ? 1 : 0;
        var nameStart = reader.Position;
        reader.Position = Math.Max(end, nameStart);
        var name = reader.From(nameStart);
        if (!name.All(char.IsAsciiLetter))
        {
            // It only looks like a name: a class that holds a colon.
            reader.Position = start;
            return false;
        }

        reader.Position = end + 2;
        builder.AddNamed(
            AsciiClasses.Posix(name) is not null && UnicodeSets.Named(name) is { } ranges
                ? ranges
                : throw reader.Error(RegexpError.InvalidCharacterClass, start, "no character class has this name"),
            negated,
            foldCase);
        return true;
    }

    void ReadProperty(CharClassBuilder builder, bool foldCase)
    {
        var start = reader.Position;
        var negated = reader.Peek(1) == 'P';
        reader.Position += 3;
        var end = reader.Find("}");
        if (end < 0)
        {
            throw reader.ErrorToEnd(RegexpError.InvalidCharacterClass, start, "the class name has no closing brace");
        }

        if (reader.Peek() == '^')
        {
            negated = !negated;
            reader.Position++;
        }

        var nameStart = reader.Position;
        reader.Position = end;
        var name = reader.From(nameStart);
        reader.Position++;
        builder.AddNamed(
            UnicodeSets.Named(name)
                ?? throw reader.Error(RegexpError.InvalidCharacterClass, start, "no property has this name"),
            negated,
            foldCase);
    }
}
