using System.Text;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.GrokExporter.Configuration;

/// <summary>How YAML 1.1 writes values that are no texts.</summary>
static class YamlWords
{
    static readonly string[] True = ["y", "yes", "true", "on"];
    static readonly string[] False = ["n", "no", "false", "off"];

    /// <summary>Reads a boolean in one of its many spellings: small, with one capital, or capitals.</summary>
    public static bool TryReadBool(string word, out bool value)
    {
        value = IsOneOf(word, True);
        return value || IsOneOf(word, False);
    }

    /// <summary>Reads a boolean as Go's ParseBool does, which knows fewer words.</summary>
    public static bool TryReadGoBool(string word, out bool value)
    {
        value = word is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return value || word is "0" or "f" or "F" or "FALSE" or "false" or "False";
    }

    /// <summary>Reads a number, infinities included.</summary>
    public static bool TryReadFloat(string word, out double value)
    {
        switch (word.ToLowerInvariant())
        {
            case ".inf" or "+.inf":
                value = double.PositiveInfinity;
                return true;
            case "-.inf":
                value = double.NegativeInfinity;
                return true;
            case ".nan":
                value = double.NaN;
                return true;
            default:
                return NumberText.ParseFloat(Encoding.UTF8.GetBytes(word), out value) == NumberError.None;
        }
    }

    static bool IsOneOf(string word, string[] words)
    {
        bool hasOneForm = word.Length > 0
            && (word.All(char.IsAsciiLetterUpper) || word.AsSpan(1).IndexOfAnyExceptInRange('a', 'z') < 0);
        return hasOneForm && words.Contains(word, StringComparer.OrdinalIgnoreCase);
    }
}
