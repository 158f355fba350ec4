using System.Runtime.InteropServices;

namespace LogMetrics.Server;

/// <summary>The signals that steer the process: SIGTERM and SIGINT ask it to stop, SIGHUP to load the programs anew. A write
/// that a limit on the size of files refuses is an error like others, and no end of the process.</summary>
/// <remarks>Once they are taken none of them ends the process, also while it is still starting: what is asked for then is done as soon as
/// it can be.</remarks>
sealed class ProcessSignals : IDisposable
{
    // Sent to a process that writes beyond the limit on the size of its files. Its number is the same on all systems that have it.
    const PosixSignal FileSizeExceeded = (PosixSignal)25;

    readonly TaskCompletionSource<PosixSignal> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<Func<Task>> _reload = new(TaskCreationOptions.RunContinuationsAsynchronously);
    PosixSignalRegistration[] _registrations = [];

    /// <summary>The signal that asked to stop, once one has.</summary>
    public Task<PosixSignal> Stopped => _stop.Task;

    /// <summary>Takes the signals from now on. It is no matter if they are taken already.</summary>
    public void Take()
    {
        if (_registrations.Length == 0)
        {
            _registrations =
            [
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
                PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload),
                .. OperatingSystem.IsWindows() ? [] : (PosixSignalRegistration[])[PosixSignalRegistration.Create(FileSizeExceeded, Ignore)],
            ];
        }
    }

    /// <summary>Says what SIGHUP does, which must be possible from now on.</summary>
    public void OnHangUp(Func<Task> reload) => _reload.SetResult(reload);

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    // The write fails, too, and whoever writes sees that.
    static void Ignore(PosixSignalContext signal) => signal.Cancel = true;

    // Not the runtime's way to end, which would not wait for the last lines.
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _stop.TrySetResult(signal.Signal);
    }

    void Reload(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _ = ReloadAsync();
    }

    async Task ReloadAsync() => await (await _reload.Task)();
}
