namespace LogMetrics.Tests.Runtime.Inputs.Files;

// Writers, rotators and people with a shell do things to a log in any order; the follower looks now and then. A small model
// knows which lines were written, and when a begun line ends for good. Every line must come once. A seed that fails is
// printed; LOGMETRICS_TEST_SEED=<seed> begins with it, or with any other for new sequences.
public class ModelTests
{
    const string SeedVariable = "LOGMETRICS_TEST_SEED";
    const int Runs = 40;
    const int StepsPerRun = 120;

    [Theory]
    [InlineData("app.log")]
    [InlineData("app.log*")]
    [InlineData("app.log", "*.log*", "**/app.log")]
    public void Every_line_that_could_be_read_is_read_once(params string[] globs)
    {
        int first = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out int given) ? given : 1;
        for (int seed = first; seed < first + Runs; seed++)
        {
            using var directory = new TestDirectory();
            using var followed = new Followed(directory, globs);
            using var model = new LogModel(
                directory, followed.Look, followed.Wait, new Random(seed), hasRotatedNames: globs[^1] != "app.log");
            for (int step = 0; step < StepsPerRun; step++)
            {
                model.Step();
            }

            model.EndLine();
            model.Look();
            model.Read.AddRange(followed.Finish());
            string missing = string.Join('\n', model.Written.Except(model.Read));
            string added = string.Join('\n', model.Read.Except(model.Written));
            string twice = string.Join('\n', model.Read.GroupBy(line => line).Where(group => group.Count() > 1).Select(group => group.Key));
            Assert.True(
                (missing + added + twice).Length == 0,
                $"seed {seed}\nmissing:\n{missing}\nadded:\n{added}\ntwice:\n{twice}\n{string.Join('\n', model.Actions)}");
        }
    }
}
