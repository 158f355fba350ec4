using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using LogMetrics.Benchmarks.Hostile;
using LogMetrics.Benchmarks.Yardstick;

if (args is ["yardstick", var log])
{
    CombinedLogCounter.CountAndPrint(log);
    return 0;
}

if (args is ["hostile", ..])
{
    HostileTable.Print(args.ElementAtOrDefault(1) ?? "");
    return 0;
}

if (args is ["hostile-grok"])
{
    HostileTable.PrintGrok();
    return 0;
}

// dotnet run -c Release --project tests/LogMetrics.Benchmarks -- --filter '*' (add --job Dry --inProcess to see only that they run)
Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(LogMetrics.Benchmarks.RegexpBenchmarks).Assembly).Run(args)];
return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
