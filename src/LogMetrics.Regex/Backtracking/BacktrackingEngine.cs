using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

// The one place for it: a pattern whose author has said so.
#pragma warning disable RS0030
namespace LogMetrics.Regex.Backtracking;

/// <summary>Matches one pattern by backtracking, as its author has allowed, within a time for each text.</summary>
/// <remarks>
/// A text that takes longer is no match and is counted. A pattern that keeps timing out is put into quarantine: it matches
/// nothing any more. Unlike the other engines this one decodes the text, and allocates.
/// </remarks>
sealed class BacktrackingEngine
{
    readonly System.Text.RegularExpressions.Regex _regex;
    readonly int[] _groups;
    readonly int _maxTimeouts;
    char[] _chars = [];
    int[] _offsets = [];

    /// <param name="pattern">The pattern as .NET has it.</param>
    /// <param name="groups">The numbers of its groups that are reported, 0 first.</param>
    /// <param name="limits">How long a text may take, and how often one may take longer.</param>
    public BacktrackingEngine(string pattern, int[] groups, RegexpLimits limits)
    {
        _regex = new System.Text.RegularExpressions.Regex(
            pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(limits.BacktrackingMilliseconds));
        _groups = [.. groups.Select(group => _regex.GroupNumberFromName(
            group == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"g{group}")))];
        _maxTimeouts = limits.MaxBacktrackingTimeouts;
    }

    /// <summary>The texts that took too long.</summary>
    public long TimeoutCount { get; private set; }

    /// <summary>Whether so many texts took too long that the pattern is not tried any more.</summary>
    public bool IsQuarantined => TimeoutCount >= _maxTimeouts;

    /// <summary>Finds the first match from an offset on.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="start">Where a match may start at the earliest.</param>
    /// <param name="slots">Receives starts and ends as byte offsets; may be empty when nobody wants them.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        if (IsQuarantined)
        {
            return false;
        }

        var length = Decode(text, start, out var from);
        try
        {
            if (slots.IsEmpty)
            {
                return _regex.IsMatch(_chars.AsSpan(0, length), from);
            }

            var match = _regex.Match(new string(_chars, 0, length), from);
            if (match.Success)
            {
                Fill(match, slots);
            }

            return match.Success;
        }
        catch (RegexMatchTimeoutException)
        {
            TimeoutCount++;
            return false;
        }
    }

    void Fill(Match match, Span<int> slots)
    {
        for (var i = 0; i < _groups.Length; i++)
        {
            var group = match.Groups[_groups[i]];
            slots[2 * i] = group.Success ? _offsets[group.Index] : -1;
            slots[(2 * i) + 1] = group.Success ? _offsets[group.Index + group.Length] : -1;
        }
    }

    /// <summary>Decodes a text and notes where in it every UTF-16 unit begins.</summary>
    int Decode(ReadOnlySpan<byte> text, int start, out int from)
    {
        if (_chars.Length <= text.Length)
        {
            _chars = new char[text.Length + 1];
            _offsets = new int[text.Length + 1];
        }

        var (length, offset) = (0, 0);
        from = 0;
        while (offset < text.Length)
        {
            from = offset <= start ? length : from;
            var valid = Rune.DecodeFromUtf8(text[offset..], out var rune, out var width) == System.Buffers.OperationStatus.Done;
            _offsets[length] = offset;
            var units = rune.EncodeToUtf16(_chars.AsSpan(length));
            _offsets[length + units - 1] = offset;
            length += units;
            offset += valid ? width : 1;
        }

        from = start >= text.Length ? length : from;
        _offsets[length] = text.Length;
        return length;
    }
}
