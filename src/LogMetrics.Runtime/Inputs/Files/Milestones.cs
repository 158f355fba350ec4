using System.Collections.Immutable;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Some of the places that were passed while a file was read: many close behind its position, and fewer and fewer in front
/// of them.</summary>
/// <remarks>When the machine goes down the end of a log may be gone that was counted and saved. Going on at the last milestone that
/// is left counts no more lines again than a few times those that were lost, and not the whole log.</remarks>
sealed class Milestones
{
    // Lines of a KiB are not worth remembering a place in between.
    const int FewestBytesBetween = 1024;

    // Enough for terabytes; what is more is the oldest, and let go.
    const int MostMilestones = 40;

    readonly List<Milestone> _places = [];
    ImmutableArray<Milestone> _copy = [];

    /// <summary>Starts with those that were kept.</summary>
    internal void Set(ImmutableArray<Milestone> places)
    {
        _places.Clear();
        _places.AddRange(places);
        _copy = places;
    }

    /// <summary>The oldest first.</summary>
    internal ImmutableArray<Milestone> Copy()
    {
        if (_copy.IsDefault)
        {
            _copy = [.. _places];
        }

        return _copy;
    }

    /// <summary>A file was counted up to a place.</summary>
    /// <param name="start">Where the next line or record starts.</param>
    /// <param name="mark">What was read.</param>
    internal void Note(long start, ContentMark mark)
    {
        Forget(start, mark.Position);
        long last = _places.Count == 0 ? 0 : _places[^1].Position;
        if (mark.Position - last < FewestBytesBetween || mark.Tail.Length != Math.Min(mark.Position, ContentMark.MaxTailBytes))
        {
            return;
        }

        _places.Add(new Milestone(start, mark.Position, ContentMark.HashOf(mark.Tail)));
        Thin(mark.Position);
        _copy = default;
    }

    // The file was emptied or has lost its end: what lies behind was never read of what it holds now.
    void Forget(long start, long position)
    {
        while (_places.Count > 0 && (_places[^1].Start > start || _places[^1].Position > position))
        {
            _places.RemoveAt(_places.Count - 1);
            _copy = default;
        }
    }

    // A place may go when the one before it is at most four times as far back as the one behind it.
    void Thin(long position)
    {
        for (int index = _places.Count - 2; index > 0; index--)
        {
            if (position - _places[index - 1].Position <= 4 * (position - _places[index + 1].Position))
            {
                _places.RemoveAt(index);
            }
        }

        if (_places.Count > MostMilestones)
        {
            _places.RemoveAt(0);
        }
    }
}
