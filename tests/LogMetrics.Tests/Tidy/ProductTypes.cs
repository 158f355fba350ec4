using System.Reflection;
using LogMetrics.Compiler;
using LogMetrics.Regex;
using LogMetrics.Runtime;

namespace LogMetrics.Tests.Tidy;

/// <summary>The types of the four assemblies, without what the C# compiler makes.</summary>
static class ProductTypes
{
    static readonly Assembly[] Assemblies =
    [
        typeof(Regexp).Assembly,
        typeof(ProgramCompiler).Assembly,
        typeof(Pipeline).Assembly,
        Assembly.Load("logmetrics"),
    ];

    public static IReadOnlyList<Type> All { get; } =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.Name.Contains('<', StringComparison.Ordinal)),
    ];
}
