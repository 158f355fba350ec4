namespace LogMetrics.Runtime.Inputs.Files;

/// <summary>Which file it is, whatever its name.</summary>
/// <param name="Device">The file system it lies on.</param>
/// <param name="Inode">Its number there; numbers of deleted files are given to new ones.</param>
/// <param name="BornNanoseconds">When it was made, in nanoseconds since 1970, which tells a new file from a deleted one
/// with the same number; 0 where the file system does not know.</param>
readonly record struct FileIdentity(ulong Device, ulong Inode, long BornNanoseconds);
