using System.Collections.Immutable;
using System.Globalization;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>The settings of one map: each is asked for by name and type, and what nobody asked for is reported.</summary>
/// <param name="map">The map.</param>
/// <param name="path">Its place in the configuration, such as <c>input</c> or <c>metrics</c>; empty for all of it.</param>
/// <param name="diagnostics">Where findings go.</param>
sealed class SectionReader(YamlMap map, string path, DiagnosticBag diagnostics)
{
    const string Seconds = "_seconds";

    readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Where the section is.</summary>
    public SourceSpan Span => map.Span;

    /// <summary>Where a setting has its name, else where the section begins.</summary>
    public SourceSpan KeySpan(string name) => map.Find(name)?.Key.Span ?? new SourceSpan(map.Span.Source, map.Span.Start, 0);

    /// <summary>The setting that was probably meant to have this name; it is not reported as unknown then.</summary>
    public YamlScalar? Misspelling(string name)
    {
        string? nearest = NameSuggestion.Nearest(name, map.Entries.Select(entry => entry.Key.Value).Where(key => !_asked.Contains(key)));
        if (nearest is null)
        {
            return null;
        }

        _asked.Add(nearest);
        return map.Find(nearest)!.Key;
    }

    /// <summary>Whether it says something.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether it is neither a text nor left out, so that it was refused as a text.</summary>
    public bool IsNoText(string name) => Find(name) is YamlMap or YamlList;

    /// <summary>A text, whatever it looks like; null when it is not there or empty.</summary>
    public SettingText? Text(string name) => Find(name) switch
    {
        YamlScalar { Text.Length: > 0 } scalar => Setting(scalar),
        YamlScalar or null => null,
        YamlMap other when other.Span.Text.StartsWith("{.") => Refuse<SettingText?>(other, name, "one text", $"did you mean `'{{{other.Span.Text}}}'`?"),
        YamlNode other => Refuse<SettingText?>(other, name, "one text", "put the text behind the colon, on the same line"),
    };

    /// <summary>Yes or no.</summary>
    public bool? Bool(string name)
    {
        switch (Find(name))
        {
            case null or YamlScalar { IsNull: true }:
                return null;
            case YamlScalar { Style: ScalarStyle.Plain } scalar when YamlWords.TryReadBool(scalar.Value, out bool value):
                return value;
            case YamlNode other:
                return Refuse<bool?>(other, name, "`true` or `false`", "write true or false, without quotes");
        }
    }

    /// <summary>A whole number.</summary>
    public int? Number(string name)
    {
        switch (Find(name))
        {
            case null or YamlScalar { IsNull: true }:
                return null;
            case YamlScalar { Style: ScalarStyle.Plain } scalar
                when int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value):
                return value;
            case YamlNode other:
                return Refuse<int?>(other, name, "a whole number", "write the digits, without quotes");
        }
    }

    /// <summary>A duration; a bare number is one of nanoseconds, and warned about.</summary>
    public TimeSpan? Duration(string name)
    {
        switch (Find(name))
        {
            case null or YamlScalar { IsNull: true }:
                return null;
            case YamlScalar { Style: ScalarStyle.Plain } scalar
                when long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long nanoseconds):
                if (nanoseconds != 0)
                {
                    diagnostics.Warning(
                        DiagnosticCode.NanosecondDuration,
                        scalar.Span,
                        $"`{PlaceOf(name)}` has no unit, so it is {scalar.Value} nanoseconds",
                        $"write the unit: `{scalar.Value}s` for seconds");
                }

                return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
            case YamlScalar scalar when GoDuration.TryParse(scalar.Value, out TimeSpan duration):
                return duration;
            case YamlNode other:
                return Refuse<TimeSpan?>(other, name, "a duration", "write a number and a unit: 500ms, 30s, 5m, 2h30m; there are no days");
        }
    }

    /// <summary>A duration that is longer than nothing; null where there is none, and for a negative one, which is warned about.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">What happens instead of a negative one.</param>
    public TimeSpan? Interval(string name, string otherwise)
    {
        TimeSpan? duration = Duration(name);
        if (duration < TimeSpan.Zero)
        {
            diagnostics.Warning(
                DiagnosticCode.IgnoredSetting,
                Find(name)!.Span,
                $"`{PlaceOf(name)}` is shorter than nothing and is ignored: {otherwise}",
                "leave the minus sign away");
        }

        return duration > TimeSpan.Zero ? duration : null;
    }

    /// <summary>A list of texts.</summary>
    public ImmutableArray<SettingText> Texts(string name)
    {
        switch (Find(name))
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlList list:
                return [.. list.Items.Select(item => ItemText(item, name)).OfType<SettingText>()];
            case YamlMap other when name == "grok_patterns":
                return Refuse<ImmutableArray<SettingText>>(other, name, "a list", "write each pattern as `- 'NAME regular expression'`", []);
            case YamlNode other:
                return Refuse<ImmutableArray<SettingText>>(other, name, "a list", $"put each entry on a line of its own, behind `- `, or write `{name}: ['…']`", []);
        }
    }

    /// <summary>A list of numbers.</summary>
    public ImmutableArray<(double Value, SourceSpan Span)> Floats(string name)
    {
        switch (Find(name))
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlList list:
                return [.. list.Items.Select(item => (Float(item, name), item.Span)).Where(item => item.Item1 is not null).Select(item => (item.Item1!.Value, item.Span))];
            case YamlNode other:
                return Refuse<ImmutableArray<(double, SourceSpan)>>(other, name, "a list of numbers", $"write `{name}: [0.1, 0.5, 1]`", []);
        }
    }

    /// <summary>A map from texts to texts.</summary>
    public ImmutableArray<LabelSetting> TextMap(string name)
    {
        if (Map(name, $"indent `name: value` below `{name}:`, without `-`") is not { } entries)
        {
            return [];
        }

        ReportRepeated(entries);
        var texts = new List<LabelSetting>();
        foreach (YamlEntry entry in entries.Entries)
        {
            texts.RemoveAll(text => text.Name.Value == entry.Key.Value);
            if (entry.Value is YamlScalar scalar)
            {
                texts.Add(new LabelSetting(Setting(entry.Key), Setting(scalar)));
            }
            else
            {
                Refuse(entry.Value, $"{name}.{entry.Key.Value}", "one text", "put the template in 'single quotes'");
            }
        }

        return [.. texts];
    }

    /// <summary>A map from numbers to numbers.</summary>
    public ImmutableArray<(double Key, double Value, SourceSpan Span)> FloatMap(string name)
    {
        if (Map(name, $"write `{name}: {{0.5: 0.05, 0.9: 0.01}}`") is not { } entries)
        {
            return [];
        }

        return
        [
            .. entries.Entries
                .Select(entry => (Key: Float(entry.Key, name), Value: Float(entry.Value, name), entry.Key.Span))
                .Where(entry => entry.Key is not null && entry.Value is not null)
                .Select(entry => (entry.Key!.Value, entry.Value!.Value, entry.Span)),
        ];
    }

    /// <summary>A section inside of this one; null when it is not there.</summary>
    public SectionReader? Section(string name, string innerPath) =>
        Map(name, $"indent the settings below `{name}:`") is { } inner ? new SectionReader(inner, innerPath, diagnostics) : null;

    /// <summary>A list of sections.</summary>
    public ImmutableArray<SectionReader> Sections(string name, string innerPath)
    {
        switch (Find(name))
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlList list:
                return SectionsOf(list, innerPath, diagnostics);
            case YamlNode other:
                return Refuse<ImmutableArray<SectionReader>>(other, name, "a list", "begin each entry with `- `", []);
        }
    }

    /// <summary>The sections of a list.</summary>
    public static ImmutableArray<SectionReader> SectionsOf(YamlList list, string path, DiagnosticBag diagnostics)
    {
        var sections = ImmutableArray.CreateBuilder<SectionReader>();
        foreach (YamlNode item in list.Items)
        {
            if (item is YamlMap inner)
            {
                sections.Add(new SectionReader(inner, path, diagnostics));
            }
            else
            {
                diagnostics.Error(
                    DiagnosticCode.WrongSettingType, item.Span, $"each entry of `{path}` is a map of settings", "indent `name: value` lines behind the `- `");
            }
        }

        return sections.DrainToImmutable();
    }

    /// <summary>Reports the settings that nobody asked for: grok_exporter does not look at them either.</summary>
    /// <param name="known">Names that are settings elsewhere or in the other version, and so no misspellings.</param>
    public void ReportUnknown(params ReadOnlySpan<string> known)
    {
        ReportRepeated(map);
        foreach (YamlEntry entry in map.Entries.Where(entry => !_asked.Contains(entry.Key.Value)))
        {
            string name = entry.Key.Value;
            string? nearest = NameSuggestion.Nearest(name, _asked);
            bool isElsewhere = known.Contains(name);
            diagnostics.Warning(
                DiagnosticCode.IgnoredSetting,
                entry.Key.Span,
                isElsewhere ? $"`{name}` has no effect in a configuration of this version"
                : $"`{name}` is no setting of {(path.Length == 0 ? "the configuration" : $"`{path}`")} and is ignored",
                (isElsewhere, nearest) switch
                {
                    (true, _) when name.EndsWith(Seconds, StringComparison.Ordinal) && _asked.Contains(name[..^Seconds.Length]) =>
                        $"write `{name[..^Seconds.Length]}`, with a unit: `{name[..^Seconds.Length]}: 5s`",
                    (true, _) when _asked.Contains(name + Seconds) => $"write `{name}{Seconds}`, without a unit",
                    (false, not null) => $"did you mean `{nearest}`?",
                    _ => $"leave it away; the settings here are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}",
                });
        }
    }

    // Of settings with one name the last counts, as in grok_exporter. What a merge key brings may be replaced.
    void ReportRepeated(YamlMap entries)
    {
        SourceSpan span = entries.Span;
        foreach (YamlEntry entry in entries.Entries.Where(entry => entry.Key.Span.Source == span.Source && entry.Key.Span.Start >= span.Start && entry.Key.Span.End <= span.End))
        {
            if (entries.Find(entry.Key.Value) is { } last && last.Key.Span.Start > entry.Key.Span.Start)
            {
                diagnostics.Warning(
                    DiagnosticCode.IgnoredSetting,
                    entry.Key.Span,
                    $"`{entry.Key.Value}` is here twice, and only the last one counts, in line {last.Key.Span.Line}",
                    "leave one of them away");
            }
        }
    }

    string PlaceOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    YamlNode? Find(string name)
    {
        _asked.Add(name);
        return map.Find(name)?.Value;
    }

    YamlMap? Map(string name, string hint) => Find(name) switch
    {
        YamlMap inner => inner,
        null or YamlScalar { IsNull: true } => null,
        YamlNode other => Refuse<YamlMap?>(other, name, "a map of names and values", hint),
    };

    SettingText? ItemText(YamlNode node, string name) => node is YamlScalar scalar
        ? Setting(scalar)
        : Refuse<SettingText?>(node, name, "a list of texts", "put each text in 'single quotes'");

    double? Float(YamlNode node, string name)
    {
        if (node is YamlScalar scalar && YamlWords.TryReadFloat(scalar.Value, out double value))
        {
            return value;
        }

        return Refuse<double?>(node, name, "numbers", "write numbers such as 0.25, without quotes and units");
    }

    void Refuse(YamlNode node, string name, string wanted, string hint) =>
        diagnostics.Error(DiagnosticCode.WrongSettingType, node.Span, $"`{PlaceOf(name)}` must be {wanted}{Instead(node)}", hint);

    T Refuse<T>(YamlNode node, string name, string wanted, string hint, T value = default!)
    {
        Refuse(node, name, wanted, hint);
        return value;
    }

    static string Instead(YamlNode node) => node switch
    {
        YamlList => ", and this is a list",
        YamlMap => ", and this is a map",
        YamlScalar { Value.Length: <= 40 } scalar => $", and this is `{scalar.Value}`",
        _ => "",
    };

    static SettingText Setting(YamlScalar scalar) => new(scalar.Text, scalar.Span) { Scalar = scalar };
}
