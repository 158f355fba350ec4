using LogMetrics.Runtime.Inputs.Files;

namespace LogMetrics.Tests.Runtime.Inputs.Files;

public class MilestonesTests
{
    [Fact]
    public void Whatever_is_lost_there_is_a_place_that_is_not_much_farther_back_and_there_are_few()
    {
        var random = new Random(1);
        for (int round = 0; round < 20; round++)
        {
            int step = 1 << random.Next(4, 18);
            var mark = new ContentMark();
            var milestones = new Milestones();
            for (int read = 0; read < 2000; read++)
            {
                mark.Append(new byte[random.Next(1, step)]);
                milestones.Note(mark.Position, mark);
            }

            Milestone[] places = [.. milestones.Copy()];
            Assert.InRange(places.Length, 1, 40);
            for (long lost = 1; lost < mark.Position; lost += 1 + (lost / 3))
            {
                long place = places.LastOrDefault(place => place.Position <= mark.Position - lost).Position;
                Assert.InRange(mark.Position - place, lost, (4 * lost) + (4 * (1024 + step)));
            }
        }
    }

    [Fact]
    public void What_lies_behind_the_position_of_a_file_that_was_emptied_or_shortened_is_forgotten()
    {
        var mark = new ContentMark();
        var milestones = new Milestones();
        for (int read = 0; read < 5; read++)
        {
            mark.Append(new byte[2000]);
            milestones.Note(mark.Position, mark);
        }

        var shorter = new ContentMark();
        shorter.Append(new byte[4500]);
        milestones.Note(shorter.Position, shorter);
        Assert.All(milestones.Copy(), place => Assert.InRange(place.Position, 1, 4500));

        milestones.Note(0, new ContentMark());
        Assert.Empty(milestones.Copy());
    }
}
