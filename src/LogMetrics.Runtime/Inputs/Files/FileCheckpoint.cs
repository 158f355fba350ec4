using System.Collections.Immutable;

namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>How far a file was counted, in a form that outlives the process.</summary>
/// <param name="Name">What its lines are said to come from: the path that it was first found under.</param>
/// <param name="Path">Where it was seen last.</param>
/// <param name="Identity">Which file it is.</param>
/// <param name="Position">Where its next line starts, in bytes.</param>
/// <param name="SizeBytes">How long it was when it was last looked at.</param>
/// <param name="Mark">What stands in front of the position.</param>
sealed record FileCheckpoint(
    string Name, string Path, FileIdentity Identity, long Position, long SizeBytes, ContentMark Mark)
{
    /// <summary>Places in front of the position to go on from when what stands in front of it is gone; the oldest first.</summary>
    internal ImmutableArray<Milestone> Milestones { get; init; } = [];
}
