using System.Collections.Immutable;
using System.Globalization;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>Reads the section <c>input</c>.</summary>
sealed class InputReader(SectionReader section, bool isOld, DiagnosticBag diagnostics)
{
    static readonly string[] KafkaSettings =
    [
        "kafka_version", "kafka_brokers", "kafka_topics", "kafka_partition_assignor", "kafka_consumer_group_name",
        "kafka_consume_from_oldest",
    ];

    /// <summary>Reads it; without it, lines come from standard input.</summary>
    public static InputSettings Read(SectionReader root, bool isOld, DiagnosticBag diagnostics) =>
        root.Section("input", "input") is { } section
            ? new InputReader(section, isOld, diagnostics).Read()
            : new InputSettings { Type = InputType.StandardInput, Span = root.KeySpan("input") };

    InputSettings Read()
    {
        InputType type = ReadType();
        var input = new InputSettings
        {
            Type = type,
            Span = section.KeySpan("type"),
            Paths = ReadPaths(type),
            ReadAll = section.Bool("readall") ?? false,
            FailOnMissingLogFile = ReadFailOnMissing(),
            PollInterval = ReadPollInterval(),
            MaxLinesInBuffer = section.Number("max_lines_in_buffer") ?? 0,
        };
        if (input.MaxLinesInBuffer > 0)
        {
            diagnostics.Warning(
                DiagnosticCode.OtherThanGrokExporter,
                section.KeySpan("max_lines_in_buffer"),
                "`input.max_lines_in_buffer` drops nothing here: lines wait in their file, pipe or request until they are processed",
                "remove it, unless grok_exporter is to read this file, too");
        }

        if (type != InputType.File)
        {
            string word = type == InputType.StandardInput ? "stdin" : "webhook";
            RefuseForStream("readall", input.ReadAll, word);
            RefuseForStream("poll_interval", input.PollInterval > TimeSpan.Zero, word);
        }

        input = type == InputType.Webhook ? WebhookReader.Read(section, input, isOld, diagnostics) : WebhookReader.Skip(section, input);
        foreach (string name in KafkaSettings)
        {
            _ = section.Has(name);
        }

        section.ReportUnknown(isOld ? ["poll_interval"] : ["poll_interval_seconds"]);
        return input;
    }

    InputType ReadType()
    {
        if (section.Text("type") is not { } type)
        {
            return InputType.StandardInput;
        }

        switch (type.Value)
        {
            case "stdin":
                return InputType.StandardInput;
            case "file":
                return InputType.File;
            case "webhook":
                return InputType.Webhook;
            case "kafka":
                diagnostics.Error(
                    DiagnosticCode.NoKafka,
                    type.Span,
                    "lines cannot be read from Kafka",
                    "let a consumer write the topic into a file or into a pipe, and use the type `file` or `stdin`");
                return InputType.StandardInput;
            default:
                diagnostics.Error(
                    DiagnosticCode.BadSetting, type.Span, $"`{type.Value}` is no `input.type`", Choices(type.Value, "file", "stdin", "webhook"));

                // So that nothing more is said than this.
                return section.Has("path") || section.Has("paths") ? InputType.File : InputType.StandardInput;
        }
    }

    ImmutableArray<SettingText> ReadPaths(InputType type)
    {
        ImmutableArray<SettingText> paths = PathReader.Read(section, "input", diagnostics);
        if (type == InputType.File && paths.IsEmpty && !section.Has("path") && !section.Has("paths"))
        {
            diagnostics.Error(
                DiagnosticCode.MissingSetting, section.KeySpan("type"), "the input `file` has neither `path` nor `paths`", "add `path: /var/log/app.log`, or `paths` with a list");
        }

        if (type != InputType.File)
        {
            string word = type == InputType.StandardInput ? "stdin" : "webhook";
            RefuseForStream("path", section.Has("path"), word);
            RefuseForStream("paths", section.Has("paths"), word);
        }

        return paths;
    }

    bool ReadFailOnMissing()
    {
        if (section.Text("fail_on_missing_logfile") is not { } word || YamlWords.TryReadGoBool(word.Value, out bool value))
        {
            return section.Text("fail_on_missing_logfile") is not { } text || (YamlWords.TryReadGoBool(text.Value, out bool told) && told);
        }

        diagnostics.Error(
            DiagnosticCode.BadSetting,
            word.Span,
            $"`{word.Value}` is no value of `input.fail_on_missing_logfile`",
            "write true or false; yes, no, on and off are not read here");
        return value;
    }

    TimeSpan? ReadPollInterval()
    {
        if (!isOld)
        {
            return section.Interval("poll_interval", "files are looked at as often as without it");
        }

        if (section.Text("poll_interval_seconds") is not { } text)
        {
            return null;
        }

        if (int.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        diagnostics.Error(
            DiagnosticCode.BadSetting, text.Span, $"`{text.Value}` is no number of seconds", "write the seconds without a unit, such as `5`");
        return null;
    }

    void RefuseForStream(string name, bool isSet, string type)
    {
        if (isSet)
        {
            diagnostics.Error(
                DiagnosticCode.MisplacedSetting,
                section.KeySpan(name),
                $"`input.{name}` cannot be used when `input.type` is {type}",
                "remove it, or make the type `file`");
        }
    }

    /// <summary>What to do about a word that is none of a few.</summary>
    internal static string Choices(string word, params string[] choices) =>
        NameSuggestion.Nearest(word, choices) is { } nearest ? $"did you mean `{nearest}`?" : $"it is one of {string.Join(", ", choices)}";
}
