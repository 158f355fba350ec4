using System.Collections.Immutable;
using LogMetrics.Compiler;
using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.GrokExporter;
using LogMetrics.Compiler.Programs;
using LogMetrics.Configuration;
using LogMetrics.Runtime.Execution;

namespace LogMetrics.Hosting;

/// <summary>Program files → the set that runs. Everything is built beside what runs, and swapped in whole.</summary>
/// <remarks>
/// A program whose text has errors keeps the version that runs; the others are not touched by it. Text that did not change
/// is not compiled again. Whether files changed is found by reading them: they are small, and it is the one way that sees
/// an edit, a rename and the swapped link of a ConfigMap alike.
/// </remarks>
/// <param name="settings">Where the programs are, and the limits of the compiler.</param>
/// <param name="build">Makes programs ready to run.</param>
/// <param name="swap">Makes a set the one that runs, between two lines.</param>
/// <param name="events">Who is told what happens.</param>
/// <param name="clock">For when they were loaded.</param>
sealed class ProgramLoader(
    EngineSettings settings,
    Func<IReadOnlyList<MetricProgram>, ProgramSet> build,
    Func<ProgramSet, Task> swap,
    ProgramEvents events,
    TimeProvider clock) : IDisposable
{
    readonly SemaphoreSlim _loading = new(1);
    volatile GrokPatterns? _grok;
    CompileOptions _options = settings.Compile;
    volatile ProgramVersions _versions = new([]);

    /// <summary>The programs as they are now.</summary>
    public ImmutableArray<ProgramVersion> Versions => _versions.All;

    /// <summary>What was wrong when they were loaded last; null when nothing was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Loads what is there now.</summary>
    /// <returns>What is wrong, in a line; null when every program runs as its file is.</returns>
    public async Task<string?> LoadAsync()
    {
        await _loading.WaitAsync();
        try
        {
            ImmutableArray<ProgramVersion> before = Versions;
            ImmutableArray<ProgramVersion> now = await LoadFilesAsync(before);
            _versions = new ProgramVersions(now);
            Tell(before, now);
            string[] wrong = [.. now.Where(version => version.HasErrors).Select(version => version.Name)];
            events.Reloaded(wrong.Length == 0, clock.GetUtcNow());
            Problem = wrong.Length == 0 ? null : $"{string.Join(", ", wrong)}: not loaded because of errors";
            return Problem;
        }
        catch (CommandFailedException failure)
        {
            if (Versions.IsEmpty)
            {
                events.Reloaded(isSuccessful: false, clock.GetUtcNow());
            }
            else
            {
                events.ReloadImpossible(failure.Message, clock.GetUtcNow());
            }

            Problem = failure.Message;
            return Problem;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Whether the files are others than those that were loaded, or have another text.</summary>
    public bool HaveFilesChanged()
    {
        try
        {
            ImmutableArray<ProgramVersion> now = Versions;
            IReadOnlyList<string> paths = ProgramFiles.Find(settings.Programs);
            return _grok?.HasFiles(GrokPatterns.ReadFiles(settings.GrokPatterns)) == false
                || !paths.SequenceEqual(now.Select(version => version.Path))
                || now.Any(version => TryRead(version.Path, out _)?.Text != version.Text);
        }
        catch (CommandFailedException)
        {
            // A folder that is gone for a moment, as while a volume is mounted anew, is no reason to unload anything.
            return false;
        }
    }

    public void Dispose() => _loading.Dispose();

    async Task<ImmutableArray<ProgramVersion>> LoadFilesAsync(ImmutableArray<ProgramVersion> before)
    {
        GrokPatterns grok = GrokPatterns.Read(settings.GrokSet, settings.GrokPatterns);
        bool hasSameGrok = _grok?.HasFiles(grok.Files) == true;
        (_grok, _options) = (grok, grok.AddTo(settings.Compile));
        var next = new List<ProgramVersion>();
        foreach (string path in ProgramFiles.Find(settings.Programs))
        {
            ProgramVersion? old = before.FirstOrDefault(version => version.Path == path);
            next.Add(WithUniqueName(Load(path, old, hasSameGrok), next));
        }

        await swap(BuildTogether(next, before));
        return [.. next];
    }

    void Tell(ImmutableArray<ProgramVersion> before, ImmutableArray<ProgramVersion> now)
    {
        foreach (ProgramVersion version in now.Except(before))
        {
            if (version.HasErrors)
            {
                events.ProgramNotLoaded(version);
            }
            else
            {
                events.ProgramLoaded(version);
            }
        }

        foreach (ProgramVersion version in before.Where(old => !now.Any(version => version.Path == old.Path)))
        {
            events.ProgramUnloaded(version.Name);
        }
    }

    ProgramVersion Load(string path, ProgramVersion? old, bool hasSameGrok)
    {
        SourceText? source = TryRead(path, out string? problem);
        if (source is null)
        {
            return new ProgramVersion(path, null, old?.Running, old?.RunningSince) { Problem = problem };
        }

        if (hasSameGrok && old is not null && old.Text == source.Text && old.State == ProgramState.Loaded)
        {
            return old;
        }

        CompileResult result = path == settings.ConfigurationFile
            ? GrokExporterFrontEnd.Compile(source, _options)
            : ProgramCompiler.Compile(source, _options);
        return result.Program is MetricProgram program
            ? new ProgramVersion(path, source.Text, program, clock.GetUtcNow()) { Findings = result.Diagnostics }
            : new ProgramVersion(path, source.Text, old?.Running, old?.RunningSince) { Findings = result.Diagnostics };
    }

    // The name stands for the program in labels and messages, so there can be only one.
    static ProgramVersion WithUniqueName(ProgramVersion version, List<ProgramVersion> others) =>
        others.Find(other => other.Name == version.Name) is ProgramVersion other
            ? version with { Running = null, Problem = $"{version.Path}: {other.Path} has the same name; rename one of them" }
            : version;

    // A program that cannot run beside the others falls back to the version before, and if that cannot either, stays out.
    ProgramSet BuildTogether(List<ProgramVersion> next, ImmutableArray<ProgramVersion> before)
    {
        while (true)
        {
            int[] running = [.. Enumerable.Range(0, next.Count).Where(index => next[index].Running is not null)];
            ProgramSet set = build([.. running.Select(index => next[index].Running!)]);
            int refused = set.Generation.Families.IndexOf(null);
            if (refused < 0)
            {
                AddWarnings(next, set.Generation.Warnings);
                return set;
            }

            ProgramVersion version = next[running[refused]];
            ProgramVersion? old = before.FirstOrDefault(candidate => candidate.Path == version.Path);
            bool isNew = old?.Running is not null && !ReferenceEquals(old.Running, version.Running);
            next[running[refused]] = version with
            {
                Running = isNew ? old!.Running : null,
                RunningSince = isNew ? old!.RunningSince : null,
                Findings = [.. version.Findings, .. set.Refused.Where(finding => finding.Span.Source.Path == version.Path)],
            };
        }
    }

    // What is only seen when metrics are laid beside each other. A program that did not change may have it already.
    static void AddWarnings(List<ProgramVersion> versions, ImmutableArray<Diagnostic> warnings)
    {
        foreach (Diagnostic warning in warnings)
        {
            int index = versions.FindIndex(version => version.Path == warning.Span.Source.Path);
            if (index >= 0 && versions[index].Findings.All(found => (found.Code, found.Span) != (warning.Code, warning.Span)))
            {
                versions[index] = versions[index] with { Findings = [.. versions[index].Findings, warning] };
            }
        }
    }

    static SourceText? TryRead(string path, out string? problem)
    {
        try
        {
            problem = null;
            return ProgramReader.Read(path);
        }
        catch (CommandFailedException failure)
        {
            problem = failure.Message;
            return null;
        }
    }

    // A volatile field needs a reference.
    sealed record ProgramVersions(ImmutableArray<ProgramVersion> All);
}
