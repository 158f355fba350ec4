using System.Reflection;

namespace LogMetrics.Configuration;

/// <summary>Which LogMetrics this is.</summary>
static class ProductVersion
{
    /// <summary>The version of this build, such as <c>0.1.0</c>, without the build's own suffixes.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";
}
