using System.Collections.Immutable;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Language.Syntax;

namespace LogMetrics.Compiler.Language.Binding;

/// <summary>A metric, as the program knows it.</summary>
sealed class MetricSymbol(MetricSyntax declaration)
{
    public MetricSyntax Declaration { get; } = declaration;

    public string Name => Declaration.Name.Text;

    /// <summary>What its series hold; bound by the first use in the program that tells. Never asked of what observes at run
    /// time, but checked like the others.</summary>
    public LanguageType ValueType { get; } =
        declaration.Kind == Programs.MetricKind.Text ? SimpleType.String : new TypeVariable();

    /// <summary>The type of each label value, shared by all uses.</summary>
    public ImmutableArray<TypeVariable> KeyTypes { get; } = [.. declaration.Keys.Select(_ => new TypeVariable())];

    /// <summary>Whether it takes observations and has no value of its own: a histogram or a summary.</summary>
    public bool Observes => Declaration.Kind is Programs.MetricKind.Histogram or Programs.MetricKind.Summary;

    /// <summary>Its kind, as diagnostics say it.</summary>
    public string KindWord => Declaration.Kind.ToString().ToLowerInvariant();

    public bool Used { get; set; }
}

/// <summary>A named piece of a pattern.</summary>
sealed class ConstantSymbol(NameToken name, PatternText text)
{
    public NameToken Name { get; } = name;

    public PatternText Text { get; } = text;

    public bool Used { get; set; }
}

/// <summary>A named piece of program with a hole, <c>next</c>, for a block.</summary>
sealed class DecoratorSymbol(NameToken name)
{
    public NameToken Name { get; } = name;

    /// <summary>Its block; null while that is being bound.</summary>
    public ImmutableArray<BoundStatement>? Body { get; set; }

    /// <summary>What can be seen at <c>next</c>; null until there was one.</summary>
    public Scope? AtNext { get; set; }

    public SourceSpan NextSpan { get; set; }

    public bool Used { get; set; }
}

/// <summary>A group of a pattern that a condition has asked, or several of one name.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Groups">The numbers of the groups; the first that is not empty is meant.</param>
/// <param name="Type">What they hold.</param>
/// <param name="Span">Where the pattern is written.</param>
sealed record CaptureSymbol(BoundPattern Pattern, ImmutableArray<int> Groups, LanguageType Type, SourceSpan Span);
