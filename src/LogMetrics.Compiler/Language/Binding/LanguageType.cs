namespace LogMetrics.Compiler.Language.Binding;

/// <summary>What an expression is to the checks of the language, before it is settled what it is to the runtime.</summary>
/// <remarks>
/// Whether an expression's type is a <see cref="SimpleType"/> itself or a variable that was bound to one makes a
/// difference that programs can see: it decides how <c>==</c> and its kin compare.
/// </remarks>
abstract class LanguageType
{
    /// <summary>What the type is once bound variables are followed to their end.</summary>
    public LanguageType Root
    {
        get
        {
            LanguageType type = this;
            while (type is TypeVariable { Binding: { } binding })
            {
                type = binding;
            }

            return type;
        }
    }

    public bool Is(SimpleType type) => ReferenceEquals(Root, type);

    /// <summary>True for the type of an expression that has been reported already.</summary>
    public bool IsError => Is(SimpleType.Error);

    /// <summary>The type as messages name it.</summary>
    public override string ToString() => Root is SimpleType simple ? simple.Name : "a type not yet known";
}

/// <summary>A type with a name.</summary>
sealed class SimpleType : LanguageType
{
    public static readonly SimpleType None = new("no value");
    public static readonly SimpleType Bool = new("a truth value");
    public static readonly SimpleType Int = new("an integer");
    public static readonly SimpleType Float = new("a float");
    public static readonly SimpleType String = new("a string");
    public static readonly SimpleType Pattern = new("a pattern");

    /// <summary>The type of what has been reported: it goes with everything, so that one mistake is told once.</summary>
    public static readonly SimpleType Error = new("an error");

    SimpleType(string name)
    {
        Name = name;
    }

    /// <summary>The type with its article, for messages.</summary>
    public string Name { get; }
}

/// <summary>A type that is found out by the first use that tells it.</summary>
sealed class TypeVariable : LanguageType
{
    public LanguageType? Binding { get; set; }
}
