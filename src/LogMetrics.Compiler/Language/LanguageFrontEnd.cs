using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Binding;
using LogMetrics.Compiler.Language.Lowering;
using LogMetrics.Compiler.Language.Parsing;
using LogMetrics.Compiler.Language.Syntax;
using LogMetrics.Compiler.Programs;

namespace LogMetrics.Compiler.Language;

/// <summary>Front end 1: programs in the pattern language, a superset of mtail's.</summary>
static class LanguageFrontEnd
{
    public static CompileResult Compile(SourceText source, CompileOptions options)
    {
        var diagnostics = new DiagnosticBag();

        // 1. Text to syntax. What cannot be read is reported and left out.
        ProgramSyntax syntax = SyntaxBuilder.Parse(source, options.MaxNestingDepth, diagnostics);

        // 2. Syntax to bound program: what names mean, and which types expressions have.
        bool readWhole = !diagnostics.HasErrors;
        var bindingDiagnostics = new DiagnosticBag();
        BoundProgram bound = Binder.Bind(syntax, options, bindingDiagnostics);
        diagnostics.AddAll(readWhole ? bindingDiagnostics.ToSorted() : bindingDiagnostics.WithoutConsequences(diagnostics));

        // 3. Bound program to IR: slots, conversions, no decorators.
        MetricProgram? program = diagnostics.HasErrors
            ? null
            : ProgramLowering.Lower(source.FileName, bound, options.MaxNestingDepth, diagnostics);
        return new CompileResult(diagnostics.HasErrors ? null : program, diagnostics.ToSorted());
    }
}
