using System.Collections.Immutable;
using System.Globalization;
using LogMetrics.Compiler.Diagnostics;

namespace LogMetrics.Compiler.Language.Syntax;

/// <summary>Something written that does something. Its cases are the records in this file.</summary>
abstract record StatementSyntax(SourceSpan Span) : SyntaxNode(Span);

/// <summary>Statements in braces.</summary>
sealed record BlockSyntax(ImmutableArray<StatementSyntax> Statements, SourceSpan Span) : SyntaxNode(Span)
{
    protected override string Print() => Statements.IsEmpty ? "{}" : $"{{ {string.Join("; ", Statements)} }}";
}

/// <summary>A whole program.</summary>
sealed record ProgramSyntax(ImmutableArray<StatementSyntax> Statements, SourceSpan Span) : SyntaxNode(Span)
{
    protected override string Print() => string.Join('\n', Statements);
}

/// <summary>An expression that stands alone: <c>c++</c>, a call.</summary>
sealed record ExpressionStatementSyntax(ExpressionSyntax Expression, SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() => Expression.ToString();
}

/// <summary><c>x = value</c> or <c>x += value</c>.</summary>
sealed record AssignmentSyntax(ExpressionSyntax Target, bool Add, ExpressionSyntax Value, SourceSpan Span)
    : StatementSyntax(Span)
{
    protected override string Print() => $"{Target} {(Add ? "+=" : "=")} {Value}";
}

/// <summary>A condition with its blocks.</summary>
/// <param name="Condition">The condition; null for <c>otherwise</c>.</param>
/// <param name="Then">What runs when it holds.</param>
/// <param name="Else">What runs when it does not; null when there is nothing.</param>
/// <param name="Span">Where it is written.</param>
sealed record ConditionalSyntax(ExpressionSyntax? Condition, BlockSyntax Then, BlockSyntax? Else, SourceSpan Span)
    : StatementSyntax(Span)
{
    /// <summary>The part in front of the first block.</summary>
    public SourceSpan HeadSpan => Condition?.Span ?? new SourceSpan(Span.Source, Span.Start, "otherwise".Length);

    protected override string Print() =>
        (Condition?.ToString() ?? "otherwise") + " " + Then + (Else is null ? "" : $" else {Else}");
}

/// <summary>The declaration of a metric.</summary>
/// <param name="Kind">What it is to those who read it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where it is written.</param>
sealed record MetricSyntax(Programs.MetricKind Kind, NameToken Name, SourceSpan Span) : StatementSyntax(Span)
{
    public bool Hidden { get; init; }

    public ImmutableArray<NameToken> Keys { get; init; } = [];

    public NameToken? ExportedName { get; init; }

    /// <summary>The boundaries; null when the declaration has none.</summary>
    public BucketsSyntax? Buckets { get; init; }

    /// <summary>The quantiles; null when the declaration has none.</summary>
    public QuantilesSyntax? Quantiles { get; init; }

    /// <summary>How old an observation may be; null when the declaration does not say.</summary>
    public AgeSyntax? MaxAge { get; init; }

    public IntSyntax? Limit { get; init; }

    public NameToken? Help { get; init; }

    public NameToken? Unit { get; init; }

    protected override string Print() =>
        (Hidden ? "hidden " : "") + Kind.ToString().ToLowerInvariant() + " " + Name
        + (Keys.IsEmpty ? "" : $" by {Join(Keys)}")
        + Text(" as ", ExportedName)
        + (Buckets is null ? "" : $" buckets {Buckets}")
        + (Quantiles is null ? "" : $" quantiles {Quantiles}")
        + (MaxAge is null ? "" : $" max_age {MaxAge}")
        + (Limit is null ? "" : $" limit {Limit}")
        + Text(" help ", Help)
        + Text(" unit ", Unit);

    static string Text(string word, NameToken? text) => text is null ? "" : $"{word}\"{text}\"";
}

/// <summary>The boundaries of a histogram.</summary>
sealed record BucketsSyntax(ImmutableArray<double> Bounds, SourceSpan Span) : SyntaxNode(Span)
{
    protected override string Print() => Join(Bounds.Select(bound => bound.ToString("R", CultureInfo.InvariantCulture)));
}

/// <summary>The quantiles of a summary, as written.</summary>
sealed record QuantilesSyntax(ImmutableArray<Programs.SummaryQuantile> Quantiles, SourceSpan Span) : SyntaxNode(Span)
{
    protected override string Print() =>
        Join(Quantiles.Select(quantile => string.Create(CultureInfo.InvariantCulture, $"{quantile.Quantile:R}: {quantile.Error:R}")));
}

/// <summary>How old an observation of a summary may be to count for its quantiles.</summary>
sealed record AgeSyntax(TimeSpan Age, SourceSpan Span) : SyntaxNode(Span)
{
    protected override string Print() => string.Create(CultureInfo.InvariantCulture, $"{Age.TotalSeconds}s");
}

/// <summary><c>const NAME /pattern/</c>.</summary>
sealed record ConstantSyntax(NameToken Name, ExpressionSyntax Value, SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() => $"const {Name} {Value}";
}

/// <summary><c>grok NAME /pattern/</c>: what <c>%{NAME}</c> means from here on.</summary>
sealed record GrokSyntax(NameToken Name, ExpressionSyntax Value, SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() => $"grok {Name} {Value}";
}

/// <summary><c>def name { … next … }</c>.</summary>
sealed record DecoratorSyntax(NameToken Name, BlockSyntax Block, SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() => $"def {Name} {Block}";
}

/// <summary><c>@name { … }</c>: the block runs where the decorator says <c>next</c>.</summary>
sealed record DecoratedSyntax(NameToken Name, BlockSyntax Block, SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() => $"@{Name} {Block}";
}

/// <summary><c>del series</c>, perhaps <c>after</c> a duration.</summary>
sealed record DeleteSyntax(ExpressionSyntax Target, TimeSpan? After, SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() =>
        $"del {Target}" + (After is { } after ? string.Create(CultureInfo.InvariantCulture, $" after {after.TotalSeconds}s") : "");
}

/// <summary><c>try { … } else { … }</c>: an error ends the block only.</summary>
sealed record TrySyntax(BlockSyntax Block, BlockSyntax? Else, SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() => $"try {Block}" + (Else is null ? "" : $" else {Else}");
}

sealed record NextSyntax(SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() => "next";
}

sealed record StopSyntax(SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() => "stop";
}

/// <summary><c>begin { … }</c>: what runs once, when the program is loaded.</summary>
sealed record BeginSyntax(BlockSyntax Block, SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() => $"begin {Block}";
}

/// <summary><c>log_filter "source", …</c>: the only sources whose lines the program sees.</summary>
sealed record SourceFilterSyntax(ImmutableArray<NameToken> Sources, SourceSpan Span) : StatementSyntax(Span)
{
    protected override string Print() => $"log_filter {Join(Sources.Select(source => $"\"{source}\""))}";
}
