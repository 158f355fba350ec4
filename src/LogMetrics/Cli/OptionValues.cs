using System.CommandLine.Parsing;
using System.Globalization;
using LogMetrics.Compiler.Programs;
using LogMetrics.Configuration;

namespace LogMetrics.Cli;

/// <summary>How the words behind options become values, and what is said when they cannot.</summary>
static class OptionValues
{
    /// <summary>An option that takes one of a few words; the first is the default.</summary>
    public static DefaultedOption<T> OneOf<T>(string name, string description, params (string Word, T Value)[] choices) =>
        OneOf(name, description, choices, defaultIndex: 0);

    /// <summary>The same, where another word is the default.</summary>
    public static DefaultedOption<T> OneOf<T>(string name, string description, (string Word, T Value)[] choices, int defaultIndex)
    {
        // A query over tuples would be compiled anew for each kind of them, at every start.
        var listed = new List<string>();
        foreach ((string word, _) in choices)
        {
            listed.Add(word);
        }

        string words = string.Join('|', listed);
        return new DefaultedOption<T>(name, description, choices[defaultIndex].Word, choices[defaultIndex].Value)
        {
            HelpName = words,
            CustomParser = argument =>
            {
                string word = argument.Tokens[0].Value;
                foreach ((string candidate, T value) in choices)
                {
                    if (candidate == word)
                    {
                        return value;
                    }
                }

                return Refuse<T>(argument, name, $"`{word}` is none of {words.Replace("|", ", ", StringComparison.Ordinal)}");
            },
        };
    }

    /// <summary>An option that takes a number between two bounds.</summary>
    public static DefaultedOption<int> Limit(string name, string description, int defaultValue, int minimum, int maximum) => new(
        name, description, defaultValue.ToString(CultureInfo.InvariantCulture), defaultValue)
    {
        HelpName = "N",
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            bool isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value);
            return isNumber && value >= minimum && value <= maximum
                ? value
                : Refuse<int>(argument, name, $"`{text}` is no number from {minimum} to {maximum}");
        },
    };

    /// <summary>An option that takes a duration.</summary>
    public static DefaultedOption<TimeSpan> Duration(string name, string description, string defaultText, TimeSpan minimum) => new(
        name, description, defaultText, GoDuration.TryParse(defaultText, out TimeSpan standard) ? standard : minimum)
    {
        HelpName = "DURATION",
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            return GoDuration.TryParse(text, out TimeSpan value) && value >= minimum
                ? value
                : Refuse<TimeSpan>(argument, name, $"`{text}` is no duration such as 250ms, 10s or 1m30s");
        },
    };

    /// <summary>An option that takes an address to listen on.</summary>
    public static ListenAddress? Address(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        return ListenAddress.TryParse(text)
            ?? Refuse<ListenAddress>(argument, "--listen", $"`{text}` is no address such as 127.0.0.1:3903, :0 or unix:/run/x.sock");
    }

    /// <summary>A time zone by its name in the zone database.</summary>
    public static TimeZoneInfo? TimeZone(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out TimeZoneInfo? zone)
            ? zone
            : Refuse<TimeZoneInfo>(argument, "--timezone", $"`{text}` is no time zone such as Europe/Berlin or UTC");
    }

    static T? Refuse<T>(ArgumentResult argument, string option, string reason)
    {
        argument.AddError($"{option}: {reason}");
        return default;
    }
}
