using System.Text;

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
            using var model = new Model(directory, followed, new Random(seed), hasRotatedNames: globs[^1] != "app.log");
            for (int step = 0; step < StepsPerRun; step++)
            {
                model.Step();
            }

            model.Finish();
            string missing = string.Join('\n', model.Written.Except(model.Read));
            string added = string.Join('\n', model.Read.Except(model.Written));
            string twice = string.Join('\n', model.Read.GroupBy(line => line).Where(group => group.Count() > 1).Select(group => group.Key));
            Assert.True(
                (missing + added + twice).Length == 0,
                $"seed {seed}\nmissing:\n{missing}\nadded:\n{added}\ntwice:\n{twice}\n{string.Join('\n', model.Actions)}");
        }
    }

    sealed class Model(TestDirectory directory, Followed followed, Random random, bool hasRotatedNames) : IDisposable
    {
        FileStream? _writer;
        string _begun = "";
        int _lineNumber;

        internal List<string> Written { get; } = [];

        internal List<string> Read { get; } = [];

        internal List<string> Actions { get; } = [];

        internal void Step()
        {
            switch (random.Next(14))
            {
                case < 4:
                    Write(random.Next(1, 5));
                    break;
                case 4:
                    Begin();
                    break;
                case < 8:
                    Look();
                    break;
                case 8:
                    Rotate(reopenFirst: true);
                    break;
                case 9:
                    Rotate(reopenFirst: false);
                    break;
                case 10:
                    CopyTruncate();
                    break;
                case 11:
                    TruncateAndRefill();
                    break;
                case 12:
                    DeleteAndMakeAgain();
                    break;
                default:
                    Actions.Add("wait");
                    Read.AddRange(followed.Wait(TimeSpan.FromSeconds(random.Next(60))));
                    break;
            }
        }

        internal void Finish()
        {
            EndLine();
            Actions.Add("finish");
            Look();
            Read.AddRange(followed.Finish());
        }

        public void Dispose() => _writer?.Dispose();

        void Write(int count)
        {
            Actions.Add($"write {count} from {_lineNumber}");
            for (int line = 0; line < count; line++)
            {
                string text = $"{_lineNumber++} {new string('x', random.Next(1, 30))}";
                Put(text + (random.Next(2) == 0 ? "\r\n" : "\n"));
                Written.Add(_begun + text);
                _begun = "";
            }
        }

        void Begin()
        {
            Actions.Add("begin a line");
            string text = $"{_lineNumber++} begun ";
            Put(text);
            _begun += text;
        }

        // The old file has its last line for good, whatever that is.
        void EndLine()
        {
            if (_begun.Length > 0)
            {
                Written.Add(_begun);
                _begun = "";
            }
        }

        void Look()
        {
            string[] lines = followed.Look();
            Actions.Add($"look: {string.Join(", ", lines.Select(line => line.Split(" x")[0]))}");
            Read.AddRange(lines);
        }

        void Put(string text)
        {
            _writer ??= directory.OpenForAppend("app.log");
            _writer.Write(Encoding.ASCII.GetBytes(text));
        }

        void Reopen()
        {
            _writer?.Dispose();
            _writer = null;
        }

        void Rotate(bool reopenFirst)
        {
            if (!File.Exists(directory["app.log"]))
            {
                return;
            }

            Actions.Add($"rotate, writer {(reopenFirst ? "has" : "has not")} left");
            Shift();
            directory.Rename("app.log", "app.log.1");
            if (!reopenFirst && _writer is not null)
            {
                // A descriptor that is held: the writer goes on with the old file, also after the follower has looked.
                if (random.Next(2) == 0)
                {
                    Look();
                }

                Write(2);
            }

            EndLine();
            Reopen();
        }

        void Shift()
        {
            for (int number = 30; number > 1; number--)
            {
                if (File.Exists(directory[$"app.log.{number - 1}"]))
                {
                    directory.Rename($"app.log.{number - 1}", $"app.log.{number}");
                }
            }
        }

        void CopyTruncate()
        {
            if (!File.Exists(directory["app.log"]))
            {
                return;
            }

            Actions.Add("copy and truncate");
            Shift();
            directory.Copy("app.log", "app.log.1");
            if (hasRotatedNames && random.Next(2) == 0)
            {
                Look();
            }

            directory.Truncate("app.log");
            EndLine();
        }

        // What was not read is gone with the truncation, so the follower looks first.
        void TruncateAndRefill()
        {
            if (!File.Exists(directory["app.log"]))
            {
                return;
            }

            Look();
            Actions.Add("truncate and refill");
            directory.Truncate("app.log");
            EndLine();
            Write(random.Next(8));
        }

        void DeleteAndMakeAgain()
        {
            if (!File.Exists(directory["app.log"]))
            {
                return;
            }

            Actions.Add("delete");
            Look();
            directory.Delete("app.log");
            if (random.Next(2) == 0)
            {
                Look();
            }

            EndLine();
            Reopen();
        }
    }
}
