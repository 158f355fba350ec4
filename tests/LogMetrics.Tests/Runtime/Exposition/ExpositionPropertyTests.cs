using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LogMetrics.Runtime;
using LogMetrics.Runtime.Exposition;
using LogMetrics.Runtime.Metrics;
using LogMetrics.Tests.Runtime.Metrics;
using static LogMetrics.Tests.Runtime.Metrics.StoreFixture;

namespace LogMetrics.Tests.Runtime.Exposition;

public sealed class ExpositionPropertyTests
{
    // Bytes that hurt somebody somewhere, among ordinary ones.
    static readonly Gen<byte[]> LabelBytes = Gen.OneOf(
            Gen.Choose(0, 255).Select(b => new[] { (byte)b }),
            Gen.Elements("\"", "\\", "\n", "\\n", "\u001b[31m", "\u0085", "\u2028", "\u202e", "é", "😀", "GET", " ", "", "\t")
                .Select(Encoding.UTF8.GetBytes))
        .ListOf().Select(pieces => pieces.SelectMany(bytes => bytes).ToArray());

    [Fact]
    public void Any_label_bytes_come_back_from_both_formats_as_the_store_has_them()
    {
        Gen<(byte[] First, byte[] Second)[]> labels = Gen.Zip(LabelBytes, LabelBytes)
            .Select(pair => (pair.Item1, pair.Item2))
            .ArrayOf();
        Prop.ForAll(labels.ToArbitrary(), rows =>
        {
            var store = new StoreFixture(limits: Limits.Default with { MaxLabelValueBytes = 40 });
            store.Load(Declare("counter hits_total by b, a"));
            var expected = new HashSet<string>();
            foreach ((byte[] first, byte[] second) in rows)
            {
                store.Labels.Clear();
                store.Labels.Add(first);
                store.Labels.Add(second);
                store.Family(0).GetOrAdd(store.Labels, 1);
                ReadOnlySpan<byte> key = store.Labels.Key;
                string b = Encoding.UTF8.GetString(LabelValues.TakeValue(ref key));
                string a = Encoding.UTF8.GetString(LabelValues.TakeValue(ref key));
                expected.Add($"hits_total{{a={a.Length}:{a},b={b.Length}:{b}}}");
            }

            return Identities(store, openMetrics: false).SetEquals(expected)
                && Identities(store, openMetrics: true).IsSupersetOf(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void No_control_byte_reaches_a_page()
    {
        Prop.ForAll(LabelBytes.ToArbitrary(), bytes =>
        {
            var store = new StoreFixture();
            store.Load(Declare("gauge g by x"));
            store.Labels.Clear();
            store.Labels.Add(bytes);
            store.Family(0).GetOrAdd(store.Labels, 1);

            string page = Encoding.UTF8.GetString(Render(store, openMetrics: false));

            return page.All(c => c is '\n' or '\t' || !char.IsControl(c))
                && page.IndexOfAny(['\u2028', '\u2029', '\u202e', '\u2066', '\u200f', '\u061c']) < 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Whatever_programs_declare_the_page_is_valid()
    {
        string[] names =
            ["a", "a_total", "a-total", "a_created", "a_bucket", "a_count", "a_sum", "_total", "9", "a b", "é", "", "a_info", "logmetrics_x"];
        string[] labels = ["x", "x, y", "le", "prog", "x, x", "__x", "é", ""];
        Gen<string> line = Gen.Zip(
                Gen.Elements("counter", "gauge", "timer", "histogram", "text"),
                Gen.Zip(Gen.Elements(names), Gen.Elements(labels)))
            .Select(all => $"{all.Item1} {all.Item2.Item1}" + (all.Item2.Item2.Length > 0 ? " by " + all.Item2.Item2 : ""));
        Prop.ForAll(Gen.Zip(line.ListOf(), Gen.Elements(true, false)).ToArbitrary(), drawn =>
        {
            var store = new StoreFixture(drawn.Item2);
            store.Load(
                ("a.mtail", [.. drawn.Item1.Select(text => Declare(text))]),
                ("b.mtail", [.. Enumerable.Reverse(drawn.Item1).Select(text => Declare(text))]));
            foreach (string program in new[] { "a.mtail", "b.mtail" })
            {
                for (int slot = 0; slot < drawn.Item1.Count && store.IsLoaded(program); slot++)
                {
                    MetricFamily family = store.Family(slot, program);
                    store.Series(family, [.. family.Declaration.Keys.Select(_ => "v")]);
                }
            }

            var text = Identities(store, openMetrics: false, drawn.Item2);
            var openMetrics = Identities(store, openMetrics: true, drawn.Item2);
            return text.All(sample => sample.Contains("le=", StringComparison.Ordinal) || openMetrics.Contains(sample));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    static HashSet<string> Identities(StoreFixture store, bool openMetrics, bool programLabel = false) =>
        [.. TextParser.Parse(Render(store, openMetrics, programLabel), openMetrics).Select(sample => sample.Identity)];

    static ReadOnlySpan<byte> Render(StoreFixture store, bool openMetrics, bool programLabel = false)
    {
        var output = new ArrayBufferWriter<byte>();
        var options = new ExpositionOptions { ProgramLabel = programLabel };
        if (openMetrics)
        {
            OpenMetricsText.Write(store.Store.Snapshot(), options, output);
        }
        else
        {
            PrometheusText.Write(store.Store.Snapshot(), options, output);
        }

        return output.WrittenSpan;
    }
}
