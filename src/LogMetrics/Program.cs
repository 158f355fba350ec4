using LogMetrics.Cli;

return await CommandLine.RunAsync(args);
