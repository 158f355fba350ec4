using System.Runtime.Versioning;

// Signals, permissions and the tools they are compared with.
[assembly: SupportedOSPlatform("linux")]
