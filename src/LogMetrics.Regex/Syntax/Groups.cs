namespace LogMetrics.Regex.Syntax;

/// <summary>Opens and closes groups, numbers their captures, and knows the flags that are in force inside them.</summary>
sealed class Groups(PatternReader reader, NodeStack stack, RegexpFlags flags)
{
    /// <summary>How deep they may nest.</summary>
    public const int MaxNesting = 1000;

    readonly Stack<RegexpNode> _open = new();
    RegexpFlags _flags = flags;
    int _captures;
    int _depth;

    /// <summary>The flags in force where the reader is.</summary>
    public RegexpFlags Flags => _flags;

    /// <summary>Reads what opens a group, or flags alone, which hold from there on.</summary>
    public void Open()
    {
        if (++_depth > MaxNesting)
        {
            throw reader.Error(
                RegexpError.NestingTooDeep,
                reader.Position,
                reader.Position + 1,
                $"groups nest deeper than {MaxNesting}");
        }

        var start = reader.Position;
        string? name = null;
        if (reader.Peek(1) == '?')
        {
            var text = new GroupFlags(reader);
            if (text.TryReadKind(out var kind))
            {
                Push(new RegexpNode(RegexpOp.LeftParenthesis, _flags) { GroupKind = kind, Offset = start });
                return;
            }

            if (!text.IsNamed(_flags))
            {
                text.Read(ref _flags, out var opensGroup, out var saved);
                if (opensGroup)
                {
                    Push(new RegexpNode(RegexpOp.LeftParenthesis, saved) { Offset = start });
                }
                else if (_flags.HasFlag(RegexpFlags.Oniguruma))
                {
                    // They hold for all alternatives that follow, as if they stood in one group.
                    Push(new RegexpNode(RegexpOp.LeftParenthesis, saved) { GroupKind = GroupKind.Options, Offset = start });
                }
                else
                {
                    _depth--;
                }

                return;
            }

            name = text.ReadName();
        }
        else
        {
            reader.Position++;
        }

        Push(new RegexpNode(RegexpOp.LeftParenthesis, _flags)
        {
            CaptureNumber = ++_captures,
            CaptureName = name,
            Offset = start,
        });
    }

    /// <summary>Ends the innermost group at its closing parenthesis.</summary>
    public void Close()
    {
        reader.Position++;
        CloseOptions();
        if (_open.Count == 0)
        {
            throw reader.Error(
                RegexpError.UnexpectedParenthesis, reader.Position - 1, "this closing parenthesis has no opening one");
        }

        var inside = TakeInnermost(out var group);
        if (group.GroupKind == GroupKind.Atomic)
        {
            stack.Push(new RegexpNode(RegexpOp.Atomic)
            {
                SubList = [inside],
                Offset = group.Offset,
                Length = reader.Position - group.Offset,
            });
            return;
        }

        if (group.GroupKind != GroupKind.Plain)
        {
            stack.Push(LookAround.Of(group.GroupKind, inside) ?? WideLooks.Of(reader, group, inside, stack));
            return;
        }

        if (group.CaptureNumber == 0)
        {
            stack.Push(inside);
            return;
        }

        group.Op = RegexpOp.Capture;
        group.SubList = [inside];
        group.Length = reader.Position - group.Offset;
        stack.Push(group);
    }

    /// <summary>Puts together what stands at the end of the pattern: no group may be open any more.</summary>
    public RegexpNode Finish()
    {
        CloseOptions();
        stack.FinishAlternatives();
        if (_open.TryPop(out var group))
        {
            throw reader.ErrorToEnd(
                RegexpError.MissingParenthesis, group.Offset, "this opening parenthesis has no closing one");
        }

        return stack.Top;
    }

    void Push(RegexpNode group)
    {
        _open.Push(group);
        stack.Push(group);
    }

    /// <summary>Ends what options without a colon have begun.</summary>
    void CloseOptions()
    {
        while (_open.TryPeek(out var group) && group.GroupKind == GroupKind.Options)
        {
            stack.Push(TakeInnermost(out _));
        }
    }

    /// <summary>Takes the innermost open group off the stack, and what stands in it.</summary>
    RegexpNode TakeInnermost(out RegexpNode group)
    {
        stack.FinishAlternatives();
        var inside = stack.Pop();
        group = stack.Pop();
        _open.Pop();
        _depth--;
        _flags = group.Flags;
        return inside;
    }
}
