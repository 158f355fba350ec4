using System.Text;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

/// <summary>Writers, rotators and people with a shell, and which lines they have written.</summary>
sealed class LogModel(
    TestDirectory directory, Func<string[]> look, Func<TimeSpan, string[]> wait, Random random, bool hasRotatedNames) : IDisposable
{
    FileStream? _writer;
    string _begun = "";
    int _lineNumber;

    internal List<string> Written { get; } = [];

    /// <summary>Whether the follower is told to look at rotated names, too.</summary>
    internal bool HasRotatedNames => hasRotatedNames;

    /// <summary>Lines without an end in files that are gone: only a process that had them open can have them.</summary>
    internal List<string> Unfindable { get; } = [];

    /// <summary>What may happen between the two steps of somebody who copies and empties, or renames and opens.</summary>
    internal Action? Interruption { get; set; }

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
                Read.AddRange(wait(TimeSpan.FromSeconds(random.Next(60))));
                break;
        }
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

    /// <summary>The old file has its last line for good, whatever that is.</summary>
    internal void EndLine()
    {
        if (_begun.Length > 0)
        {
            Written.Add(_begun);
            _begun = "";
        }
    }

    /// <summary>Does something while nobody looks, and that leaves every line where it can be found.</summary>
    internal void StepUnseen()
    {
        switch (random.Next(7))
        {
            case < 3:
                Write(random.Next(1, 5));
                break;
            case 3:
                Begin();
                break;
            case 4:
                Rotate(reopenFirst: true, isSeen: false);
                break;
            case 5:
                Rotate(reopenFirst: false, isSeen: false);
                break;
            default:
                CopyTruncate(isSeen: false);
                break;
        }
    }

    /// <summary>Ends the line that was begun as its writer would have.</summary>
    internal void CompleteLine()
    {
        if (_begun.Length > 0)
        {
            Put("\n");
            EndLine();
        }
    }

    internal void Look()
    {
        string[] lines = look();
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

    void Rotate(bool reopenFirst, bool isSeen = true)
    {
        if (!File.Exists(directory["app.log"]))
        {
            return;
        }

        Actions.Add($"rotate, writer {(reopenFirst ? "has" : "has not")} left");
        Shift();
        directory.Rename("app.log", "app.log.1");
        if (isSeen && random.Next(3) == 0)
        {
            Interruption?.Invoke();
        }

        if (!reopenFirst && _writer is not null)
        {
            // A descriptor that is held: the writer goes on with the old file, also after the follower has looked.
            if (isSeen && random.Next(2) == 0)
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

    void CopyTruncate(bool isSeen = true)
    {
        if (!File.Exists(directory["app.log"]))
        {
            return;
        }

        Actions.Add("copy and truncate");
        Shift();
        directory.Copy("app.log", "app.log.1");
        if (isSeen && random.Next(3) == 0)
        {
            Interruption?.Invoke();
        }

        if (isSeen && hasRotatedNames && random.Next(2) == 0)
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
        Unfindable.Add(_begun);
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

        Unfindable.Add(_begun);
        EndLine();
        Reopen();
    }
}
