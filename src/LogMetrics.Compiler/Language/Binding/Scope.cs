namespace LogMetrics.Compiler.Language.Binding;

/// <summary>The names that a block or a condition declares. Metrics, constants, decorators and captures do not see each
/// other: one name can be all four.</summary>
sealed class Scope(Scope? parent)
{
    public Scope? Parent { get; } = parent;

    public Dictionary<string, MetricSymbol> Metrics { get; } = [];

    public Dictionary<string, ConstantSymbol> Constants { get; } = [];

    public Dictionary<string, DecoratorSymbol> Decorators { get; } = [];

    public Dictionary<string, CaptureSymbol> Captures { get; } = [];

    /// <summary>True when a pattern here was reported as wrong, so that nobody knows which captures it has.</summary>
    public bool HasFailedPattern { get; set; }

    /// <summary>This scope and those around it, from the inside out.</summary>
    public IEnumerable<Scope> Chain()
    {
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            yield return scope;
        }
    }

    /// <summary>The innermost symbol of that name.</summary>
    /// <param name="table">Which names: <c>scope => scope.Metrics</c>.</param>
    /// <param name="name">The name.</param>
    public T? Find<T>(Func<Scope, Dictionary<string, T>> table, string name)
        where T : class
    {
        foreach (Scope scope in Chain())
        {
            if (table(scope).TryGetValue(name, out T? symbol))
            {
                return symbol;
            }
        }

        return null;
    }

    /// <summary>Declares all that can be seen from another scope.</summary>
    public void CopyVisible(Scope from)
    {
        foreach (Scope scope in from.Chain())
        {
            Copy(scope.Metrics, Metrics);
            Copy(scope.Constants, Constants);
            Copy(scope.Decorators, Decorators);
            Copy(scope.Captures, Captures);
            HasFailedPattern |= scope.HasFailedPattern;
        }
    }

    static void Copy<T>(Dictionary<string, T> from, Dictionary<string, T> to)
    {
        foreach ((string name, T symbol) in from)
        {
            to.TryAdd(name, symbol);
        }
    }
}
