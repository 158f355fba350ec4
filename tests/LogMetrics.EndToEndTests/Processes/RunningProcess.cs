using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace LogMetrics.EndToEndTests.Processes;

/// <summary>What a process that has ended left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Everything on standard output.</param>
/// <param name="Error">Everything on standard error.</param>
sealed record Ended(int ExitCode, string Output, string Error);

/// <summary>A process that a test started; killed at the end of the test if it still runs.</summary>
sealed partial class RunningProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly Workspace _temporary;
    readonly Lock _collecting = new();
    readonly StringBuilder _output = new();
    readonly StringBuilder _error = new();

    RunningProcess(Process process, Workspace temporary)
    {
        _process = process;
        _temporary = temporary;
    }

    /// <summary>The number that the system knows it by.</summary>
    public int Id => _process.Id;

    /// <summary>What it has written to standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_collecting)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>The files that it has in memory.</summary>
    public string MappedFiles => File.ReadAllText($"/proc/{_process.Id}/maps");

    /// <summary>What its descriptors stand for.</summary>
    public IReadOnlyList<string> OpenFiles =>
        [.. Directory.GetFiles($"/proc/{_process.Id}/fd").Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")];

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its memory that lies in RAM, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a program.</summary>
    public static RunningProcess Start(string file, IEnumerable<string> arguments, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        start.Environment["NO_COLOR"] = "1";

        // Runtimes leave their sockets there when they are killed, and mtail its logs.
        var temporary = new Workspace();
        temporary.ShareWithOthers();
        start.Environment["TMPDIR"] = temporary.Path;
        var running = new RunningProcess(new Process { StartInfo = start }, temporary);
        running._process.OutputDataReceived += (_, line) => running.Collect(running._output, line.Data);
        running._process.ErrorDataReceived += (_, line) => running.Collect(running._error, line.Data);
        Assert.True(running._process.Start());
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Ended> RunAsync(string file, IEnumerable<string> arguments, string input = "", string? workingDirectory = null)
    {
        await using RunningProcess running = Start(file, arguments, workingDirectory);
        await running.WriteAsync(input);
        running.CloseInput();
        return await running.EndAsync();
    }

    /// <summary>Writes to its standard input.</summary>
    public async Task WriteAsync(string input)
    {
        try
        {
            await _process.StandardInput.WriteAsync(input);
            await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // It ended without reading; what it says about that is what the test looks at.
        }
    }

    /// <summary>Ends its standard input.</summary>
    public void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // As above.
        }
    }

    /// <summary>Sends it a signal.</summary>
    public void Signal(PosixSignal signal) => Assert.Equal(0, Kill(_process.Id, signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        _ => 15,
    }));

    /// <summary>Makes it stand still, as when a machine sleeps.</summary>
    public void Suspend() => Assert.Equal(0, Kill(_process.Id, 19));

    /// <summary>Lets it go on.</summary>
    public void Resume() => Assert.Equal(0, Kill(_process.Id, 18));

    /// <summary>Ends it at once, as the kernel does when memory is short: it is not told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Waits for a line on standard error.</summary>
    public async Task<string> ErrorLineAsync(string part)
    {
        string? found = null;
        await Eventually.True(
            () => Task.FromResult((found = Array.Find(Error.Split('\n'), line => line.Contains(part, StringComparison.Ordinal))) is not null || _process.HasExited),
            () => $"`{part}` is not on standard error: {Error}");
        Assert.True(found is not null, $"ended without `{part}` on standard error: {Error}");
        return found;
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Ended> EndAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"still runs after {Eventually.Patience}: {Error}");
        }

        lock (_collecting)
        {
            return new Ended(_process.ExitCode, _output.ToString(), _error.ToString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _temporary.Dispose();
    }

    void Collect(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (_collecting)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
