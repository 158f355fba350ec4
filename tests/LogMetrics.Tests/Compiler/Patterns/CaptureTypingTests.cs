using LogMetrics.Compiler.Patterns;
using LogMetrics.Compiler.Programs;
using LogMetrics.Regex;
using LogMetrics.Tests.Regex;

namespace LogMetrics.Tests.Compiler.Patterns;

public sealed class CaptureTypingTests
{
    public static TheoryData<string, string> Cases =>
        [.. CaseFile.Lines("Compiler/Patterns/captures.cases")
            .Select(line => line.Split(" ⇶ "))
            .Select(parts => (parts[0], parts[1]))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_form_of_a_group_tells_what_it_gives(string pattern, string kinds)
    {
        Regexp regexp = Regexp.Compile(pattern);
        IEnumerable<ValueKind> actual = CaptureTyping.KindsOf(regexp.Tree, regexp.GroupCount);
        Assert.Equal("None " + kinds, string.Join(' ', actual));
    }
}
