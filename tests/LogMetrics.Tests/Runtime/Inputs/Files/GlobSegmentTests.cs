using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

public class GlobSegmentTests
{
    [Theory]
    [InlineData("app.log", "app.log", true)]
    [InlineData("app.log", "app.log.1", false)]
    [InlineData("*", "app.log", true)]
    [InlineData("*", ".hidden", true)]
    [InlineData("*", "", true)]
    [InlineData("*.log", "app.log", true)]
    [InlineData("*.log", ".log", true)]
    [InlineData("*.log", "app.log.1", false)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    [InlineData("a*", "ba", false)]
    [InlineData("**", "any", true)]
    [InlineData("?", "a", true)]
    [InlineData("?", "é", true)]
    [InlineData("?", "😀", true)]
    [InlineData("?", "", false)]
    [InlineData("??", "a", false)]
    [InlineData("[abc]x", "bx", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData("[^a-c]x", "ax", false)]
    [InlineData("[!a]", "!", true)]
    [InlineData("[!a]", "b", false)]
    [InlineData(@"[\]a]", "]", true)]
    [InlineData(@"[\-x]", "-", true)]
    [InlineData("[😀-😂]", "😁", true)]
    [InlineData(@"\*", "*", true)]
    [InlineData(@"\*", "a", false)]
    [InlineData(@"a\bc", "abc", true)]
    [InlineData("*[0-9]", "app.log.1", true)]
    [InlineData("*[0-9]", "app.log", false)]
    public void A_name_matches_as_in_mtail(string pattern, string name, bool expected) =>
        Assert.Equal(expected, GlobSegment.Parse(pattern)!.IsMatch(name));

    [Theory]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[]a]")]
    [InlineData("[^]")]
    [InlineData("[a")]
    [InlineData("[a-")]
    [InlineData("[a-]")]
    [InlineData("[-a]")]
    [InlineData(@"a\")]
    [InlineData(@"[\")]
    [InlineData("x[a-b-c]")]
    public void A_malformed_pattern_is_refused(string pattern) => Assert.Null(GlobSegment.Parse(pattern));

    // Against the definition itself, by recursion, over all short patterns and names of a small alphabet.
    [Fact]
    public void Stars_and_question_marks_mean_what_they_are_defined_to_mean()
    {
        foreach (string pattern in Words("*?ab", 5))
        {
            GlobSegment segment = GlobSegment.Parse(pattern)!;
            foreach (string name in Words("ab", 4))
            {
                Assert.True(Defined(pattern, name) == segment.IsMatch(name), $"{pattern} on {name}");
            }
        }
    }

    [Fact]
    public void Many_stars_take_no_more_than_the_product_of_the_lengths()
    {
        GlobSegment segment = GlobSegment.Parse(string.Concat(Enumerable.Repeat("*a", 100)) + "b")!;

        Assert.False(segment.IsMatch(new string('a', 255)));
    }

    static bool Defined(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.IsEmpty)
        {
            return name.IsEmpty;
        }

        if (pattern[0] == '*')
        {
            return Defined(pattern[1..], name) || (!name.IsEmpty && Defined(pattern, name[1..]));
        }

        return !name.IsEmpty && (pattern[0] == '?' || pattern[0] == name[0]) && Defined(pattern[1..], name[1..]);
    }

    static IEnumerable<string> Words(string alphabet, int maxLength)
    {
        IEnumerable<string> words = [""];
        for (int length = 0; length <= maxLength; length++)
        {
            foreach (string word in words)
            {
                yield return word;
            }

            words = [.. words.SelectMany(word => alphabet.Select(letter => word + letter))];
        }
    }
}
