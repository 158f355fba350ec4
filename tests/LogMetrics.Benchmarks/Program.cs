using BenchmarkDotNet.Running;
using LogMetrics.Benchmarks.Yardstick;

if (args is ["yardstick", var log])
{
    CombinedLogCounter.CountAndPrint(log);
    return;
}

// dotnet run -c Release --project tests/LogMetrics.Benchmarks -- --filter '*' (add --job dry to see only that they run)
BenchmarkSwitcher.FromAssembly(typeof(LogMetrics.Benchmarks.RegexpBenchmarks).Assembly).Run(args);
