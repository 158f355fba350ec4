namespace LogMetrics.Compiler.Language.Binding;

/// <summary>How types go together.</summary>
static class TypeRules
{
    /// <summary>The smallest type that both can become; null when there is none.</summary>
    /// <remarks>Of two types that are the same already, it is the left one as it stands: a variable that was bound stays
    /// a variable, and how a comparison works depends on that.</remarks>
    public static LanguageType? LeastUpperBound(LanguageType left, LanguageType right)
    {
        LanguageType a = left.Root;
        LanguageType b = right.Root;
        if (ReferenceEquals(a, b))
        {
            return left;
        }

        if (b is TypeVariable || a.IsError)
        {
            return a;
        }

        if (a is TypeVariable || b.IsError)
        {
            return b;
        }

        return Bound(a, b) ?? Bound(b, a);
    }

    /// <summary>Makes two types agree: a free variable is bound for good, to what the other side is.</summary>
    /// <returns>False when they are types that do not go together.</returns>
    public static bool Unify(LanguageType left, LanguageType right)
    {
        LanguageType a = left.Root;
        LanguageType b = right.Root;
        if (ReferenceEquals(a, b))
        {
            return true;
        }

        if (a is TypeVariable free)
        {
            free.Binding = b;
            return true;
        }

        if (b is TypeVariable other)
        {
            other.Binding = a;
            return true;
        }

        return LeastUpperBound(a, b) is not null;
    }

    static SimpleType? Bound(LanguageType a, LanguageType b)
    {
        if (ReferenceEquals(a, SimpleType.Bool))
        {
            return ReferenceEquals(b, SimpleType.Int) ? SimpleType.Int
                : ReferenceEquals(b, SimpleType.Float) ? SimpleType.Float
                : ReferenceEquals(b, SimpleType.String) ? SimpleType.String
                : ReferenceEquals(b, SimpleType.Pattern) ? SimpleType.Bool
                : null;
        }

        if (ReferenceEquals(a, SimpleType.Int))
        {
            return ReferenceEquals(b, SimpleType.Float) ? SimpleType.Float
                : ReferenceEquals(b, SimpleType.String) ? SimpleType.String
                : ReferenceEquals(b, SimpleType.Pattern) ? SimpleType.Bool
                : null;
        }

        return ReferenceEquals(a, SimpleType.Float) && ReferenceEquals(b, SimpleType.String) ? SimpleType.String
            : ReferenceEquals(a, SimpleType.String) && ReferenceEquals(b, SimpleType.Pattern) ? SimpleType.Pattern
            : null;
    }
}
