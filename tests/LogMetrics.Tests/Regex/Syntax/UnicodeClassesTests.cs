using System.Globalization;
using LogMetrics.Regex.Syntax.Unicode;

namespace LogMetrics.Tests.Regex.Syntax;

public sealed class UnicodeClassesTests
{
    [Theory]
    [InlineData("Lu", UnicodeCategory.UppercaseLetter)]
    [InlineData("Nd", UnicodeCategory.DecimalDigitNumber)]
    [InlineData("Cn", UnicodeCategory.OtherNotAssigned)]
    [InlineData("Co", UnicodeCategory.PrivateUse)]
    public void A_class_holds_every_character_of_its_category_and_no_other(string name, UnicodeCategory category)
    {
        int[] ranges = UnicodeClasses.Find(name)!;
        int range = 0;
        for (int rune = 0; rune < 0x110000; rune++)
        {
            range += range < ranges.Length && rune > ranges[range + 1] ? 2 : 0;
            bool isInside = range < ranges.Length && rune >= ranges[range];
            Assert.True(isInside == (CharUnicodeInfo.GetUnicodeCategory(rune) == category), $"U+{rune:X4}");
        }
    }
}
