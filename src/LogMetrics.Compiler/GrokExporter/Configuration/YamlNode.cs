using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>A piece of a YAML text, with its place.</summary>
abstract record YamlNode(SourceSpan Span);

/// <summary>A list.</summary>
sealed record YamlList(ImmutableArray<YamlNode> Items, SourceSpan Span) : YamlNode(Span);

/// <summary>A map: its entries in the order of the text, those that a merge key brings first.</summary>
sealed record YamlMap(ImmutableArray<YamlEntry> Entries, SourceSpan Span) : YamlNode(Span)
{
    /// <summary>The entry of a name; of several the last, as grok_exporter has it.</summary>
    public YamlEntry? Find(string name)
    {
        for (int i = Entries.Length - 1; i >= 0; i--)
        {
            if (Entries[i].Key.Value == name)
            {
                return Entries[i];
            }
        }

        return null;
    }
}

/// <summary>A name and what belongs to it.</summary>
sealed record YamlEntry(YamlScalar Key, YamlNode Value);
