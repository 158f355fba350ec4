using System.Text;
using LogMetrics.Regex.Syntax;

namespace LogMetrics.Tests.Regex;

/// <summary>Makes texts that a pattern matches, out of its tree, and others that miss it by a byte or two.</summary>
sealed class MatchingTexts(int seed)
{
    const int MaxRounds = 3;

    readonly Random _random = new(seed);

    /// <summary>A text that matches, where the pattern has no word boundaries.</summary>
    public string Of(RegexpNode tree)
    {
        var text = new StringBuilder();
        Append(tree, text);
        return text.ToString();
    }

    /// <summary>The text with a byte taken out, put in or changed, as often as not.</summary>
    public byte[] Spoilt(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        for (var i = _random.Next(3); i > 0 && bytes.Count > 0; i--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(3))
            {
                case 0:
                    bytes.RemoveAt(at);
                    break;
                case 1:
                    bytes.Insert(at, bytes[_random.Next(bytes.Count)]);
                    break;
                default:
                    bytes[at] = (byte)_random.Next(9, 256);
                    break;
            }
        }

        return [.. bytes];
    }

    void Append(RegexpNode node, StringBuilder text)
    {
        switch (node.Op)
        {
            case RegexpOp.Literal:
                node.Runes.ToList().ForEach(rune => text.Append(new Rune(rune)));
                break;
            case RegexpOp.CharClass:
                text.Append(OneOf(node));
                break;
            case RegexpOp.AnyChar or RegexpOp.AnyCharNotNewline:
                text.Append("x [:é\"/-"[_random.Next(8)]);
                break;
            case RegexpOp.Alternate:
                Append(node.Subs[_random.Next(node.Subs.Count)], text);
                break;
            case RegexpOp.Star or RegexpOp.Plus or RegexpOp.Quest or RegexpOp.Repeat:
                var min = node.Op == RegexpOp.Plus ? 1 : node.Op == RegexpOp.Repeat ? node.Min : 0;
                var max = node.Op == RegexpOp.Quest ? 1 : node.Op == RegexpOp.Repeat && node.Max >= 0 ? node.Max : min + MaxRounds;
                for (var i = _random.Next(min, max + 1); i > 0; i--)
                {
                    Append(node.Subs[0], text);
                }

                break;
            default:
                foreach (var sub in node.Subs)
                {
                    Append(sub, text);
                }

                break;
        }
    }

    Rune OneOf(RegexpNode charClass)
    {
        var range = 2 * _random.Next(charClass.Runes.Count / 2);
        var rune = _random.Next(charClass.Runes[range], Math.Min(charClass.Runes[range + 1], charClass.Runes[range] + 60) + 1);
        return Rune.IsValid(rune) ? new Rune(rune) : Rune.ReplacementChar;
    }
}
