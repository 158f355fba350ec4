using System.Text;
using LogMetrics.Regex;

namespace LogMetrics.Tests.Regex.Hostile;

/// <summary>Looks for a pattern and a line that together take as many steps as possible, from a seed: changes one of them a
/// little, and keeps what takes more.</summary>
sealed class HostileSearch
{
    const int LineLength = 8 * 1024;
    const int MaxPatternLength = 400;

    static readonly string[] Atoms =
        ["a", "b", "ab", ".", "[ab]", "[^a]", @"\w", @"\d", @"\s", "x", "=", " ", @"\pL", "é", "[a-m]", "[^ ]", @"\b", "$", "(?i:k)"];

    static readonly string[] Quantifiers =
        ["*", "+", "?", "*?", "??", "{0,9}", "{2,30}", "{15}", "{0,40}?", "{60}"];

    static readonly string[] Tokens =
        ["a", "b", "ab", "x", "=", " ", "é", "k", "m", "z", "1", "aaab", "abab", "xy", "-"];

    readonly Random _random;
    readonly Action<Regexp, byte[]> _check;
    List<string> _units;
    byte[] _line;

    /// <param name="seed">Where it begins.</param>
    /// <param name="check">Is called with every pattern that was tried, after it has matched a line once.</param>
    public HostileSearch(int seed, Action<Regexp, byte[]> check)
    {
        _random = new Random(seed);
        _check = check;
        _units = [.. Enumerable.Range(0, 3).Select(_ => Some(Atoms))];
        _line = Fill(new byte[LineLength], 0, LineLength);
        StepsPerByte = Try(_units, _line);
    }

    public string Pattern => string.Concat(_units);

    public byte[] Line => _line;

    /// <summary>The most that was found.</summary>
    public double StepsPerByte { get; private set; }

    /// <summary>Tries a change.</summary>
    public void Advance()
    {
        var units = _random.Next(3) > 0 ? Changed(_units) : _units;
        var line = units == _units || _random.Next(4) == 0 ? Changed(_line) : _line;
        if (Try(units, line) is var steps && steps >= StepsPerByte)
        {
            (_units, _line, StepsPerByte) = (units, line, steps);
        }
    }

    /// <summary>The steps for each byte; -1 for a pattern that is refused.</summary>
    double Try(List<string> units, byte[] line)
    {
        var pattern = string.Concat(units);
        if (pattern.Length > MaxPatternLength)
        {
            return -1;
        }

        try
        {
            var regexp = Regexp.Compile(pattern);
            regexp.TryMatch(line, new int[2 * regexp.GroupCount]);
            _check(regexp, line);
            return (double)(regexp.Matcher.Steps + (regexp.Straight?.Steps ?? 0)) / line.Length;
        }
        catch (RegexpParseException)
        {
            return -1;
        }
    }

    List<string> Changed(List<string> units)
    {
        var changed = new List<string>(units);
        var at = _random.Next(changed.Count);
        switch (_random.Next(7))
        {
            case 0:
                changed.Insert(at, Some(Atoms));
                break;
            case 1 when changed.Count > 1:
                changed.RemoveAt(at);
                break;
            case 2:
                changed[at] = $"(?:{changed[at]}){Some(Quantifiers)}";
                break;
            case 3:
                changed[at] = $"({changed[at]})";
                break;
            case 4:
                changed[at] = $"(?:{changed[at]}|{changed[_random.Next(changed.Count)]})";
                break;
            case 5:
                changed = [$"(?:{string.Concat(changed)}){Some(Quantifiers)}", Some(Atoms)];
                break;
            default:
                changed.Insert(at, changed[_random.Next(changed.Count)]);
                break;
        }

        return changed;
    }

    byte[] Changed(byte[] line)
    {
        var changed = (byte[])line.Clone();
        var length = 1 << _random.Next(14);
        var start = _random.Next(Math.Max(1, line.Length - length));
        return Fill(changed, start, Math.Min(line.Length, start + length));
    }

    /// <summary>Fills a part of a line with a few tokens; what is left of a cut one becomes blanks.</summary>
    byte[] Fill(byte[] line, int start, int end)
    {
        var tokens = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Encoding.UTF8.GetBytes(Some(Tokens))).ToArray();
        var text = line.AsSpan();
        var at = start;
        while (at < end)
        {
            var token = tokens[_random.Next(tokens.Length)];
            if (at + token.Length > end)
            {
                break;
            }

            token.CopyTo(text[at..]);
            at += token.Length;
        }

        text[at..end].Fill((byte)' ');
        return line;
    }

    string Some(string[] texts) => texts[_random.Next(texts.Length)];
}
