using System.Diagnostics;
using LogMetrics.Regex;
using LogMetrics.Runtime.Execution;

namespace LogMetrics.Runtime.Matching;

/// <summary>A pattern and where its groups lie in the text it was last asked about: only the groups that programs read.</summary>
sealed class AskedPattern(string text, RegexpLimits limits, ExecutionEvents events)
{
    readonly SortedSet<int> _groups = [];
    Regexp? _regexp;
    int[] _slots = [];
    int[] _slotOfGroup = [];
    bool _hasReaders;
    bool _isUnsafe;
    long _timeouts;

    /// <summary>The pattern, once it is sealed.</summary>
    public Regexp Regexp => _regexp ?? throw new UnreachableException("The pattern is not sealed.");

    /// <summary>How often it was asked.</summary>
    public long Questions { get; private set; }

    /// <summary>Says that somebody reads these groups.</summary>
    public void Need(IEnumerable<int> groups) => _groups.UnionWith(groups);

    /// <summary>Ends the adding, and compiles.</summary>
    public void Seal()
    {
        _regexp = Regexp.Compile(text, limits, _groups);
        _regexp.Prepare();
        _isUnsafe = _regexp.IsUnsafe;
        _hasReaders = _groups.Count > 0;
        _slots = new int[2 * _regexp.GroupCount];
        _slotOfGroup = new int[_groups.Count == 0 ? 0 : _groups.Max + 1];
        int kept = 0;
        foreach (int group in _groups)
        {
            _slotOfGroup[group] = group == 0 ? 0 : 2 * ++kept;
        }
    }

    /// <summary>Whether a text matches; the groups are then known until the next call.</summary>
    public bool Matches(ReadOnlySpan<byte> subject)
    {
        Questions++;
        bool matches = _hasReaders ? _regexp!.TryMatch(subject, _slots) : _regexp!.IsMatch(subject);
        if (_isUnsafe && _regexp!.TimeoutCount > _timeouts)
        {
            _timeouts = _regexp.TimeoutCount;
            events.PatternTimedOut(_regexp.Pattern, _regexp.IsQuarantined);
        }

        return matches;
    }

    /// <summary>Where a group starts, or -1 when it took no part, and how long it is.</summary>
    public int StartOf(int group, out int length)
    {
        int slot = _slotOfGroup[group];
        int start = _slots[slot];
        length = _slots[slot + 1] - start;
        return start;
    }
}
