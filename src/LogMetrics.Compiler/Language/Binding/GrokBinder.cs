using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Syntax;
using LogMetrics.Compiler.Patterns;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>Declares the grok patterns of a program: from its declaration to the end of the program, a name means that one,
/// also in the definitions of the library that refer to it.</summary>
sealed class GrokBinder(BindingContext context, PatternBinder patterns)
{
    readonly Dictionary<string, GrokDefinition> _declared = new(StringComparer.Ordinal);

    public void Declare(GrokSyntax declaration)
    {
        PatternText? text = patterns.Constant(declaration.Value);
        string name = declaration.Name.Text;
        if (!GrokReference.IsName(name))
        {
            Wrong(declaration, $"`{name}` cannot be the name of a grok pattern", "use ASCII letters, digits and underscores");
        }
        else if (_declared.TryGetValue(name, out GrokDefinition? earlier))
        {
            Wrong(
                declaration,
                $"a grok pattern `{name}` is defined already in this program",
                "choose another name",
                new DiagnosticNote(earlier.NameSpan, "first defined here"));
        }
        else
        {
            if (context.Grok.Find(name) is { } shadowed)
            {
                context.Diagnostics.Warning(
                    DiagnosticCode.GrokPatternShadowed,
                    declaration.Name.Span,
                    $"from here on `%{{{name}}}` is this pattern, also where patterns of the library refer to it",
                    "choose another name if that is not meant",
                    new DiagnosticNote(shadowed.NameSpan, $"the `{name}` that it hides"));
            }

            var placed = text is null ? new PlacedText([]) : new PlacedText(text.Text, text.Locate);
            var definition = new GrokDefinition(name, placed, GrokDialect.Native, declaration.Name.Span);
            _declared.Add(name, definition);
            context.Grok = context.Grok.With([definition]);
        }
    }

    /// <summary>Reports what is wrong with the patterns, also with those that nothing refers to.</summary>
    public void CheckAll()
    {
        foreach (GrokDefinition definition in _declared.Values)
        {
            PatternCompiler.Compile(
                definition.Text.Text,
                GrokDialect.Native,
                (offset, length) => new PatternPlace(definition.Text.Locate(offset, length), null),
                context.Grok,
                context.Options,
                context.Diagnostics);
        }
    }

    void Wrong(GrokSyntax declaration, string message, string hint, params ReadOnlySpan<DiagnosticNote> notes) =>
        context.Diagnostics.Error(DiagnosticCode.InvalidGrokDefinition, declaration.Name.Span, message, hint, notes);
}
