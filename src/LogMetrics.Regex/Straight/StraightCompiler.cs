using LogMetrics.Regex.Automata;

namespace LogMetrics.Regex.Straight;

/// <summary>Writes pieces down as steps, as few as will do.</summary>
sealed class StraightCompiler
{
    readonly List<StraightStep> _steps = [];
    readonly Dictionary<ByteSet, ByteRun> _runs = [];

    // Before a place that is jumped to, and after a step that jumps, no step takes in what stands there.
    bool _isClosed = true;
    int _depth;

    /// <summary>How deep ways lie in ways.</summary>
    public int MaxDepth { get; private set; }

    /// <param name="pieces">Pieces that <see cref="StraightAnalysis"/> has decided.</param>
    public StraightStep[] Compile(List<Piece> pieces)
    {
        AddAll(pieces);
        Add(new StraightStep { Op = StraightOp.Match });
        return [.. _steps];
    }

    void AddAll(List<Piece> pieces)
    {
        for (var i = 0; i < pieces.Count;)
        {
            var sets = pieces.Skip(i).TakeWhile(piece => piece is SetPiece).Select(piece => ((SetPiece)piece).Set).ToArray();
            if (sets.Length > 0)
            {
                AddSets(sets);
                i += sets.Length;
            }
            else
            {
                AddPiece(pieces[i++]);
            }
        }
    }

    void AddPiece(Piece piece)
    {
        switch (piece)
        {
            case SavePiece save:
                AddSave(save.Slot);
                break;
            case RunPiece run:
                Add(new StraightStep
                {
                    Op = run.Op,
                    Run = RunOf(run.Set),
                    Min = run.Min,
                    Max = run.Max,
                    Tail = run.Tail,
                    Literal = run.Literal,
                    AsksOutside = run.AsksOutside,
                });
                break;
            case FieldPiece { IsField: true } field:
                Add(new StraightStep { Op = StraightOp.Field, Run = RunOf(field.Set), Field = new FieldTexts(field.Tree) });
                break;
            case FieldPiece field:
                AddAll(field.Inside!);
                break;
            case LookPiece look:
                Add(new StraightStep { Op = StraightOp.Look, Look = look });
                break;
            case BoundaryPiece boundary:
                Add(new StraightStep { Op = StraightOp.Boundary, Boundary = boundary });
                break;
            case EndPiece:
                Add(new StraightStep { Op = StraightOp.End });
                break;
            case LoopPiece loop:
                AddLoop(loop);
                break;
            case ChoicePiece choice:
                AddChoice(choice);
                break;
        }
    }

    void AddSets(ByteSet[] sets)
    {
        var literal = sets.TakeWhile(set => set.Count == 1).Select(set => set.ToArray()[0]).ToArray();
        if (literal.Length > 0)
        {
            if (_isClosed || _steps[^1].Then.Length > 0 || _steps[^1].SlotAfter >= 0)
            {
                Add(new StraightStep { Op = StraightOp.None });
            }

            _steps[^1].SetThen(literal);
        }

        foreach (var some in sets[literal.Length..].Chunk(FixedBytes.MaxLength))
        {
            Add(new StraightStep { Op = StraightOp.Fixed, Fixed = new FixedBytes(some) });
        }
    }

    void AddSave(int slot)
    {
        if (_isClosed || _steps[^1].SlotAfter >= 0)
        {
            Add(new StraightStep { Op = StraightOp.None, SlotBefore = slot });
        }
        else if (_steps[^1].Then.Length == 0 && _steps[^1].SlotBefore < 0)
        {
            _steps[^1].SlotBefore = slot;
        }
        else
        {
            _steps[^1].SlotAfter = slot;
        }
    }

    // begin: try a round, else after it; the round; commit, to begin.
    void AddLoop(LoopPiece loop)
    {
        var begin = _steps.Count;
        var choice = AddTry(loop.First);
        AddAll(loop.Body);
        AddCommit(!loop.IsCertain).Target = begin;
        choice.Target = _steps.Count;
        _depth--;
    }

    void AddChoice(ChoicePiece choice)
    {
        var ends = new List<StraightStep>();
        for (var i = 0; i < choice.Ways.Count - 1; i++)
        {
            var isAlone = BeginsAlone(choice, i);
            var way = isAlone ? AddBranch(choice.Firsts[i]!.Value) : AddTry(choice.Firsts[i]);
            AddAll(choice.Ways[i]);
            ends.Add(isAlone ? AddJump() : AddCommit(!choice.IsCertain));
            way.Target = _steps.Count;
            if (!isAlone)
            {
                way.Slots.AddRange(SlotsOf(choice.Ways[i]));
                _depth--;
            }
        }

        AddAll(choice.Ways[^1]);
        _isClosed = true;
        ends.ForEach(end => end.Target = _steps.Count);
    }

    // Where one way can begin, no other one can: so there is no need to come back when it fails.
    static bool BeginsAlone(ChoicePiece choice, int way) => choice.Firsts[way] is { } first
        && choice.Firsts.Where((_, i) => i != way).All(other => other is { } bytes && bytes.Union(first).Count == bytes.Count + first.Count);

    StraightStep AddBranch(ByteSet first)
    {
        Add(new StraightStep { Op = StraightOp.Branch, First = first });
        return _steps[^1];
    }

    StraightStep AddJump()
    {
        Add(new StraightStep { Op = StraightOp.Jump });
        _isClosed = true;
        return _steps[^1];
    }

    StraightStep AddTry(ByteSet? first)
    {
        var step = new StraightStep
        {
            Op = StraightOp.Try,
            First = first ?? default,
            HasFirst = first is not null,
        };
        Add(step);
        MaxDepth = Math.Max(MaxDepth, ++_depth);
        return step;
    }

    StraightStep AddCommit(bool isUncertain)
    {
        var step = new StraightStep { Op = StraightOp.Commit, IsUncertain = isUncertain };
        Add(step);
        _isClosed = true;
        return step;
    }

    static IEnumerable<int> SlotsOf(List<Piece> pieces) => pieces.SelectMany(piece => piece switch
    {
        SavePiece save => [save.Slot],
        ChoicePiece choice => choice.Ways.SelectMany(SlotsOf),
        _ => [],
    });

    ByteRun RunOf(ByteSet set)
    {
        if (!_runs.TryGetValue(set, out var run))
        {
            run = new ByteRun(set);
            _runs.Add(set, run);
        }

        return run;
    }

    void Add(StraightStep step)
    {
        _steps.Add(step);
        _isClosed = false;
    }
}
