using System.Reflection;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Patterns;

/// <summary>The definitions that the assembly carries, as the files under <c>Library/</c> have them.</summary>
static class BuiltInDefinitions
{
    const string Common = "common";

    /// <summary>The definitions of a set: those that both sets share, then its own, which count.</summary>
    /// <param name="set">The folder of the set: <c>legacy</c> or <c>ecs-v1</c>.</param>
    public static IEnumerable<GrokDefinition> Read(string set) =>
        Files(Common).Concat(Files(set)).SelectMany(file =>
        {
            var diagnostics = new DiagnosticBag();
            return LibraryFile.Read(file, diagnostics);
        });

    /// <summary>The files of a folder by name. Diagnostics print them as <c>&lt;legacy/httpd.grok&gt;</c>.</summary>
    public static IEnumerable<SourceText> Files(string folder)
    {
        Assembly assembly = typeof(BuiltInDefinitions).Assembly;
        string prefix = $"grok/{folder}/";
        foreach (string name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                yield return new SourceText($"<{name["grok/".Length..]}>", reader.ReadToEnd());
            }
        }
    }
}
