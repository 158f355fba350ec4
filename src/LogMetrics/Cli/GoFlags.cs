using System.Globalization;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Cli;

/// <summary>Reads flags as Go's programs do: <c>-f v</c>, <c>-f=v</c>, <c>--f=v</c>; booleans only as <c>-f</c> or <c>-f=false</c>.</summary>
/// <remarks>Reading stops at the first word that is no flag, and behind <c>--</c>. A flag that is given twice keeps its last
/// value, except for lists.</remarks>
sealed class GoFlags
{
    readonly Dictionary<string, Flag> _flags = new(StringComparer.Ordinal);

    /// <summary>The words behind the flags.</summary>
    public IReadOnlyList<string> Rest { get; private set; } = [];

    /// <summary>Declares a boolean.</summary>
    public void AddBool(string name, bool value, string usage) => _flags.Add(name, new Flag("", value, usage));

    /// <summary>Declares a text.</summary>
    public void AddText(string name, string value, string usage) => _flags.Add(name, new Flag("string", value, usage));

    /// <summary>Declares a whole number.</summary>
    public void AddNumber(string name, long value, string usage) => _flags.Add(name, new Flag("int", value, usage));

    /// <summary>Declares a duration.</summary>
    public void AddDuration(string name, TimeSpan value, string usage) => _flags.Add(name, new Flag("duration", value, usage));

    /// <summary>Declares a list: each use adds the pieces between commas.</summary>
    public void AddList(string name, string usage) => _flags.Add(name, new Flag("value", new List<string>(), usage));

    /// <summary>Whether there is such a flag.</summary>
    public bool Has(string name) => _flags.ContainsKey(name);

    /// <summary>The value of a boolean.</summary>
    public bool Bool(string name) => (bool)_flags[name].Value;

    /// <summary>The value of a text.</summary>
    public string Text(string name) => (string)_flags[name].Value;

    /// <summary>The value of a whole number.</summary>
    public long Number(string name) => (long)_flags[name].Value;

    /// <summary>The value of a duration.</summary>
    public TimeSpan Duration(string name) => (TimeSpan)_flags[name].Value;

    /// <summary>The pieces of a list.</summary>
    public IReadOnlyList<string> List(string name) => (List<string>)_flags[name].Value;

    /// <summary>Reads the words.</summary>
    /// <param name="args">The command line behind the name of the program.</param>
    /// <param name="error">What is wrong, when the result is false; empty when help is asked for.</param>
    public bool TryParse(IReadOnlyList<string> args, out string error)
    {
        int at = 0;
        while (at < args.Count && args[at] is ['-', _, ..] word)
        {
            at++;
            if (word == "--")
            {
                break;
            }

            if (!TryReadFlag(word, args, ref at, out error))
            {
                return false;
            }
        }

        Rest = [.. args.Skip(at)];
        error = "";
        return true;
    }

    /// <summary>Writes every flag with its default.</summary>
    public void WriteUsage(TextWriter output)
    {
        output.WriteLine("Usage:");
        foreach ((string name, Flag flag) in _flags.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            string type = flag.Type.Length == 0 ? "" : " " + flag.Type;
            output.WriteLine($"  -{name}{type}");
            output.WriteLine($"    \t{flag.Usage}{DefaultOf(flag)}");
        }
    }

    bool TryReadFlag(string word, IReadOnlyList<string> args, ref int at, out string error)
    {
        string body = word.StartsWith("--", StringComparison.Ordinal) ? word[2..] : word[1..];
        if (body is "" or ['-' or '=', ..])
        {
            error = $"bad flag syntax: {word}";
            return false;
        }

        int equals = body.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? body : body[..equals];
        string? value = equals < 0 ? null : body[(equals + 1)..];
        if (!_flags.TryGetValue(name, out Flag? flag))
        {
            error = name is "help" or "h" ? "" : $"flag provided but not defined: -{name}{DidYouMean(name)}";
            return false;
        }

        if (value is null && flag.Value is bool)
        {
            value = "true";
        }
        else if (value is null && at < args.Count)
        {
            value = args[at++];
        }

        error = value is null ? $"flag needs an argument: -{name}" : flag.Set(name, value);
        return error.Length == 0;
    }

    string DidYouMean(string name) => NearestName.Of(name, _flags.Keys) is string near ? $" (did you mean -{near}?)" : "";

    static string DefaultOf(Flag flag) => flag.Value switch
    {
        true => " (default true)",
        string { Length: > 0 } text => $" (default \"{text}\")",
        long and not 0 => $" (default {flag.Value})",
        TimeSpan span when span != TimeSpan.Zero => $" (default {GoDuration.Format(span)})",
        _ => "",
    };

    sealed class Flag(string type, object value, string usage)
    {
        public string Type { get; } = type;

        public string Usage { get; } = usage;

        public object Value { get; private set; } = value;

        /// <summary>Takes a value; says what is wrong with it, or nothing.</summary>
        public string Set(string name, string text)
        {
            object? parsed = Value switch
            {
                bool => BoolOf(text),
                long => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null,
                TimeSpan => GoDuration.TryParse(text, out TimeSpan duration) ? duration : null,
                List<string> list => Extended(list, text),
                _ => text,
            };
            string kind = Value is bool ? "boolean value" : "value";
            string of = Value is bool ? $"for -{name}" : $"for flag -{name}";
            Value = parsed ?? Value;
            return parsed is null ? $"invalid {kind} \"{text}\" {of}: parse error" : "";
        }

        static object? BoolOf(string text) => text switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            _ => null,
        };

        static List<string> Extended(List<string> list, string text)
        {
            list.AddRange(text.Split(','));
            return list;
        }
    }
}
