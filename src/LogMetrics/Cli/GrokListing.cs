using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Patterns;
using LogMetrics.Configuration;

namespace LogMetrics.Cli;

/// <summary><c>logmetrics match --patterns</c>: which grok patterns there are, and what one of them is.</summary>
/// <param name="options">The library.</param>
/// <param name="output">Where to write.</param>
sealed class GrokListing(CompileOptions options, TextWriter output)
{
    /// <summary>Lists patterns, or explains one.</summary>
    /// <param name="name">A name, a glob with <c>*</c> and <c>?</c>, or null for all.</param>
    /// <param name="expand">Whether the pattern is shown with its references put in.</param>
    public int Show(string? name, bool expand)
    {
        if (name is not null && options.Grok.Find(name) is { } definition)
        {
            Explain(definition, expand);
            return ExitCode.Done;
        }

        GrokDefinition[] found = [.. options.Grok.Definitions.Where(known => name is null || IsMatch(name, known.Name))];
        if (found.Length == 0)
        {
            string? nearest = NearestName.Of(name!, options.Grok.Definitions.Select(known => known.Name));
            throw new CommandFailedException(
                ExitCode.InputWrong, $"--patterns: no pattern is named `{name}`" + (nearest is null ? "" : $"; did you mean `{nearest}`?"));
        }

        int width = found.Max(known => known.Name.Length);
        int exitCode = ExitCode.Done;
        foreach (GrokDefinition known in found)
        {
            output.Write($"{known.Name.PadRight(width)}  {known.Description}".TrimEnd() + "\n");
            if (expand)
            {
                // One that is wrong does not keep the others from being shown.
                CompiledPattern? compiled = Compile(known, out List<Diagnostic> findings);
                output.Write(compiled is null ? DiagnosticPrinter.Print(findings) : $"  {compiled.Expanded.Text}\n");
                exitCode = compiled is null ? ExitCode.InputWrong : exitCode;
            }
        }

        return exitCode;
    }

    void Explain(GrokDefinition definition, bool expand)
    {
        CompiledPattern compiled = Compile(definition, out List<Diagnostic> findings)
            ?? throw new CommandFailedException(ExitCode.InputWrong, DiagnosticPrinter.Print(findings).TrimEnd('\n'));
        output.Write($"{definition.Name}  {definition.NameSpan}\n");
        if (definition.Description is not null)
        {
            output.Write($"  {definition.Description}\n");
        }

        output.Write($"  pattern: {(expand ? compiled.Expanded.Text : definition.Text.Text)}\n");
        foreach (GrokDefinition part in expand ? [] : options.Grok.PartsOf(definition))
        {
            output.Write($"    {part.Name}: {part.Text.Text}\n");
        }

        string[] fields = [.. Fields(compiled).Distinct()];
        output.Write(fields.Length == 0 ? "  fields: none\n" : $"  fields: {string.Join(", ", fields)}\n");
    }

    static IEnumerable<string> Fields(CompiledPattern compiled) =>
        compiled.Expanded.Groups.Zip(compiled.Kinds)
            .Where(group => group.First.Field is not null)
            .Select(group => $"{group.First.Field!.Name} ({group.Second.ToString().ToLowerInvariant()})");

    CompiledPattern? Compile(GrokDefinition definition, out List<Diagnostic> findings) =>
        PatternCompiler.Compile(new SourceText("<pattern>", $"%{{{definition.Name}}}"), GrokDialect.Native, options, findings = []);

    static bool IsMatch(string glob, string name)
    {
        // Linear: a star that was passed is only gone back to once.
        (int g, int star, int from) = (0, -1, 0);
        for (int n = 0; n < name.Length;)
        {
            if (g < glob.Length && glob[g] == '*')
            {
                (star, from) = (g++, n);
            }
            else if (g < glob.Length && (glob[g] == '?' || glob[g] == name[n]))
            {
                g++;
                n++;
            }
            else if (star >= 0)
            {
                g = star + 1;
                n = ++from;
            }
            else
            {
                return false;
            }
        }

        return glob.AsSpan(g).TrimStart('*').IsEmpty;
    }
}
