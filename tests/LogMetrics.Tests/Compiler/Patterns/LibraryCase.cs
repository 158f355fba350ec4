namespace LogMetrics.Tests.Compiler.Patterns;

/// <summary>A line and what a definition finds in it: fields in the order of the file, or null when it must not match.</summary>
public sealed record LibraryCase(string Name, string Line, IReadOnlyList<(string Field, string Value)>? Fields, string Place)
{
    /// <summary>Reads the cases of a folder. A block starts with the name of a definition; <c>= line</c> must match, with the
    /// fields indented below it and line feeds in them as <c>␊</c>, and <c>! line</c> must not; <c>+ line</c> is a further line of the text.</summary>
    public static IReadOnlyList<LibraryCase> ReadFolder(string folder)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Compiler/Patterns/Library", folder);
        return !Directory.Exists(path)
            ? []
            : [.. Directory.EnumerateFiles(path, "*.cases").Order(StringComparer.Ordinal).SelectMany(Read)];
    }

    static List<LibraryCase> Read(string path)
    {
        var cases = new List<LibraryCase>();
        var fields = new List<(string Field, string Value)>();
        string? name = null;
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string place = $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}:{number}";
            if (line.Length == 0)
            {
                name = null;
            }
            else if (line.StartsWith("= ", StringComparison.Ordinal) && name is not null)
            {
                fields = [];
                cases.Add(new LibraryCase(name, line[2..], fields, place));
            }
            else if (line.StartsWith("! ", StringComparison.Ordinal) && name is not null)
            {
                cases.Add(new LibraryCase(name, line[2..], null, place));
            }
            else if (line.StartsWith("+ ", StringComparison.Ordinal) && name is not null && cases.Count > 0)
            {
                cases[^1] = cases[^1] with { Line = $"{cases[^1].Line}\n{line[2..]}" };
            }
            else if (char.IsWhiteSpace(line[0]) && line.Contains(':') && cases.Count > 0)
            {
                // The name of a field has no blank, so its colon is the first that a blank or the end follows.
                string text = line.TrimStart();
                int colon = text.IndexOf(": ", StringComparison.Ordinal);
                fields.Add(colon < 0 ? (text.TrimEnd(':'), "") : (text[..colon], text[(colon + 2)..].Replace('␊', '\n')));
            }
            else if (name is null && !line.StartsWith('#'))
            {
                name = line.Trim();
            }
            else if (!line.StartsWith('#'))
            {
                throw new InvalidDataException($"{place}: `{line}` is no part of a case");
            }
        }

        return cases;
    }
}
