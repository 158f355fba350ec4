using LogMetrics.Compiler.Diagnostics;
using LogMetrics.Compiler.Programs;
using LogMetrics.Runtime.Metrics;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Metrics;

public sealed class GenerationBuilderTests
{
    [Fact]
    public void Programs_that_declare_the_same_metric_share_its_series()
    {
        var store = new StoreFixture();
        store.Load(
            ("a.mtail", [Declare("counter hits by x") with { Help = "From a." }]),
            ("b.mtail", [Declare("counter hits by x") with { Unit = "lines" }]));

        Assert.Same(store.Family(0, "a.mtail"), store.Family(0, "b.mtail"));
        MetricDeclaration shared = Assert.Single(store.Store.Snapshot().Families).Declaration;
        Assert.Equal("From a.", shared.Help);
        Assert.Equal("lines", shared.Unit);
    }

    [Theory]
    [InlineData("gauge hits by x", "is a gauge here, but `a.mtail` declares it as a counter")]
    [InlineData("counter hits by y", "has labels `y` here, but `a.mtail` declares it with labels `x`")]
    [InlineData("counter hits", "has no labels here, but `a.mtail` declares it with labels `x`")]
    public void A_program_that_declares_a_metric_otherwise_is_refused_and_leaves_nothing_behind(string line, string why)
    {
        var store = new StoreFixture();
        MetricGeneration generation = store.Load(
            ("a.mtail", [Declare("counter hits by x")]),
            ("b.mtail", [Declare("counter other"), Declare(line)]));

        Assert.NotNull(generation.Families[0]);
        Assert.Null(generation.Families[1]);
        Diagnostic refusal = Assert.Single(generation.Refused);
        Assert.Equal(DiagnosticCode.MetricDeclaredDifferently, refusal.Code);
        Assert.Equal("metric `hits` " + why, refusal.Message);
        Assert.Equal("counter hits by x", Assert.Single(refusal.Notes).Span.Source.Text);
        Assert.Single(store.Store.Snapshot().Families);
    }

    [Fact]
    public void Value_types_buckets_help_and_units_must_agree_where_both_say_something()
    {
        MetricDeclaration gauge = Declare("gauge g");
        MetricDeclaration histogram = Declare("histogram h");
        Refused(gauge, gauge with { ValueType = MetricValueType.Float }, "holds float values here, but `a.mtail` declares it with int values");
        Refused(histogram, histogram with { Buckets = [1, 2] }, "has buckets 1, 2 here, but `a.mtail` declares it with buckets 1, 2, 4");
        Refused(gauge with { Help = "One." }, gauge with { Help = "Other." }, "has another help text here, but `a.mtail` declares it with its own");
        Refused(gauge with { Unit = "s" }, gauge with { Unit = "ms" }, "has unit `ms` here, but `a.mtail` declares it with unit `s`");
    }

    [Fact]
    public void With_the_program_label_only_the_kind_must_agree()
    {
        var store = new StoreFixture(programLabel: true);
        MetricGeneration generation = store.Load(
            ("a.mtail", [Declare("counter hits by x")]),
            ("b.mtail", [Declare("counter hits by y")]),
            ("c.mtail", [Declare("gauge hits by x")]));

        Assert.NotSame(store.Family(0, "a.mtail"), store.Family(0, "b.mtail"));
        Assert.Null(generation.Families[2]);
        Assert.Equal(2, store.Store.Snapshot().Families.Length);
    }

    [Fact]
    public void Hidden_metrics_belong_to_their_program_alone()
    {
        var store = new StoreFixture();
        MetricGeneration generation = store.Load(
            ("a.mtail", [Declare("gauge start by id") with { Hidden = true }]),
            ("b.mtail", [Declare("gauge start by id") with { Hidden = true }]),
            ("c.mtail", [Declare("counter start")]));

        Assert.Empty(generation.Refused);
        Assert.NotSame(store.Family(0, "a.mtail"), store.Family(0, "b.mtail"));
        Assert.Equal(3, store.Store.Snapshot().Families.Length);
    }

    [Fact]
    public void A_name_that_a_program_declares_twice_is_one_metric()
    {
        var store = new StoreFixture();
        store.Load(Declare("counter hits by x"), Declare("counter hits by x"));

        Assert.Same(store.Family(0), store.Family(1));
        Assert.Single(store.Store.Snapshot().Families);
    }

    [Fact]
    public void Of_two_declarations_of_a_program_with_other_labels_the_later_one_is_exposed()
    {
        var store = new StoreFixture();
        MetricGeneration generation = store.Load(Declare("counter hits by x"), Declare("counter hits by y"));
        store.Add(0, 1, "v");
        store.Add(1, 2, "v");

        FamilySnapshot family = Assert.Single(store.Store.Snapshot().Families);
        Assert.Equal(["y"], family.Declaration.Keys);
        Assert.Equal(2, family.Int(0));
        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(generation.Warnings).Severity);
        Assert.Empty(generation.Refused);
    }

    [Fact]
    public void A_shared_metric_survives_the_program_that_declared_it_first()
    {
        var store = new StoreFixture();
        store.Load(("a.mtail", [Declare("counter hits")]), ("b.mtail", [Declare("counter hits")]));
        ((IntSeries)store.Series(store.Family(0, "b.mtail"))).Value = 9;

        store.Load(("b.mtail", [Declare("counter hits")]));

        FamilySnapshot family = Assert.Single(store.Store.Snapshot().Families);
        Assert.Equal(9, family.Int(0));
        Assert.Equal("b.mtail", family.Program);
    }

    static void Refused(MetricDeclaration first, MetricDeclaration second, string why)
    {
        var store = new StoreFixture();
        MetricGeneration generation = store.Load(("a.mtail", [first]), ("b.mtail", [second]));

        Assert.Equal($"metric `{first.Name}` {why}", Assert.Single(generation.Refused).Message);
    }
}
