using System.Globalization;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

// As ModelTests, but the follower is killed at any place, and started again after anything has happened to the log. A seed that
// fails is printed; LOGMETRICS_TEST_SEED=<seed> begins with it, and LOGMETRICS_TEST_RUNS says how many.
public class RestartModelTests
{
    const int StepsPerRun = 120;

    [Theory]
    [InlineData("app.log")]
    [InlineData("app.log*")]
    [InlineData("app.log", "*.log*", "**/app.log")]
    public void Every_line_counts_once(params string[] globs)
    {
        int first = Number("LOGMETRICS_TEST_SEED", 1);
        for (int seed = first; seed < first + Number("LOGMETRICS_TEST_RUNS", 40); seed++)
        {
            var random = new Random(seed);
            using var directory = new TestDirectory();
            using var follower = new Resuming(directory, globs);
            using var model = new LogModel(directory, LookAndSave, WaitAndSave, random, hasRotatedNames: globs[^1].Contains('*'));
            model.Interruption = () => Restart(follower, model, random, steps: 0);
            follower.Look();
            follower.Save();
            for (int step = 0; step < StepsPerRun; step++)
            {
                Step(follower, model, random);
            }

            model.CompleteLine();
            model.Look();
            model.Actions.Add("wait for the last lines of rotated files");
            follower.Wait(TimeSpan.FromMinutes(1));
            follower.Wait(TimeSpan.FromMinutes(1));
            AssertSame(model, follower.Counted, seed);

            // A process that truncates or deletes waits until its lines are counted; what is counted is saved.
            string[] LookAndSave()
            {
                string[] lines = follower.Look();
                follower.Save();
                return lines;
            }

            string[] WaitAndSave(TimeSpan time)
            {
                string[] lines = follower.Wait(time);
                follower.Save();
                return lines;
            }
        }
    }

    static void Step(Resuming follower, LogModel model, Random random)
    {
        switch (random.Next(10))
        {
            case 0:
                int batches = random.Next(4);
                model.Actions.Add($"look, {batches} batches");
                follower.LookPartly(batches);
                break;
            case 1:
                batches = random.Next(4);
                model.Actions.Add($"look, {batches} batches, save");
                follower.LookPartly(batches);
                follower.Save();
                break;
            case 2:
                Restart(follower, model, random, random.Next(4));
                break;
            default:
                model.Step();
                break;
        }
    }

    static void Restart(Resuming follower, LogModel model, Random random, int steps)
    {
        if (random.Next(2) == 0)
        {
            model.Actions.Add("look and save");
            follower.LookPartly(random.Next(8));
            follower.Save();
        }

        model.Actions.Add("kill");
        follower.Kill();
        for (int step = 0; step < steps; step++)
        {
            model.StepUnseen();
        }

        model.Actions.Add("start");
        follower.Start();
        if (random.Next(2) == 0)
        {
            model.Actions.Add("look");
            follower.LookPartly(random.Next(8));
        }
    }

    static void AssertSame(LogModel model, IReadOnlyList<string> counted, int seed)
    {
        // Of a file that is found under its rotated name only, nobody knows that its last line is complete.
        IEnumerable<string> whole = model.Written.Where(line => !line.EndsWith("begun ", StringComparison.Ordinal) || !model.HasRotatedNames);
        string missing = string.Join('\n', whole.Except(counted).Except(model.Unfindable));
        string added = string.Join('\n', counted.Except(model.Written));
        string twice = string.Join('\n', counted.GroupBy(line => line).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.True(
            (missing + added + twice).Length == 0,
            $"seed {seed}\nmissing:\n{missing}\nadded:\n{added}\ntwice:\n{twice}\n{string.Join('\n', model.Actions)}");
    }

    static int Number(string variable, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int given) ? given : standard;
}
