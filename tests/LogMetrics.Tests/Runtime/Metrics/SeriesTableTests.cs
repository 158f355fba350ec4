using FsCheck;
using FsCheck.Fluent;
using LogMetrics.Runtime.Metrics;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Metrics;

public sealed class SeriesTableTests
{
    // A number adds to the series of its absolute value, or removes it when negative; a list in insertion order is the model.
    [Fact]
    public void Series_come_and_go_as_in_a_list()
    {
        Prop.ForAll(Gen.Choose(-40, 40).ArrayOf(400).ToArbitrary(), steps =>
        {
            var store = new StoreFixture();
            store.Load(Declare("counter hits by x"));
            var model = new List<(string Label, long Value)>();
            foreach (int step in steps)
            {
                string label = $"{Math.Abs(step)}";
                int at = model.FindIndex(entry => entry.Label == label);
                if (step < 0)
                {
                    store.Family(0).Remove(store.Fill(label));
                    if (at >= 0)
                    {
                        model.RemoveAt(at);
                    }

                    continue;
                }

                store.Add(0, 1, label);
                if (at < 0)
                {
                    model.Add((label, 1));
                }
                else
                {
                    model[at] = (label, model[at].Value + 1);
                }
            }

            FamilySnapshot family = store.Store.Snapshot().Families[0];
            return family.Count == model.Count
                && Enumerable.Range(0, family.Count).All(i => family.Int(i) == model[i].Value
                    && System.Text.Encoding.UTF8.GetString(family.Keys[i][..^1]) == model[i].Label);
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Snapshots_share_the_label_sets_until_a_series_comes_or_goes()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits by x"));
        store.Add(0, 1, "a");
        SeriesKeys first = store.Store.Snapshot().Families[0].Keys;

        store.Add(0, 1, "a");
        Assert.Same(first, store.Store.Snapshot().Families[0].Keys);

        store.Add(0, 1, "b");
        Assert.NotSame(first, store.Store.Snapshot().Families[0].Keys);
    }
}
