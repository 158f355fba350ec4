using System.Collections.Concurrent;
using LogMetrics.Server;

namespace LogMetrics.Tests.Cli;

public sealed class RenderingsTests
{
    [Fact]
    public async Task A_stampede_costs_two_renderings()
    {
        var begun = new ConcurrentBag<ScrapeFormat>();
        var finish = new TaskCompletionSource<Rendering>(TaskCreationOptions.RunContinuationsAsynchronously);
        var renderings = new Renderings(format =>
        {
            begun.Add(format);
            return finish.Task;
        });

        Task<Rendering>[] scrapes = [.. Enumerable.Range(0, 20).Select(_ => renderings.GetAsync(ScrapeFormat.OpenMetrics))];
        finish.SetResult(new Rendering("x"u8.ToArray()));
        await Task.WhenAll(scrapes);
        Assert.Equal(2, begun.Count);
    }

    [Fact]
    public async Task Another_form_waits_for_a_place_and_is_rendered_then()
    {
        var finish = new TaskCompletionSource<Rendering>(TaskCreationOptions.RunContinuationsAsynchronously);
        var renderings = new Renderings(format =>
            format == ScrapeFormat.Json ? Task.FromResult(new Rendering("json"u8.ToArray())) : finish.Task);
        Task<Rendering> first = renderings.GetAsync(ScrapeFormat.OpenMetrics);
        Task<Rendering> second = renderings.GetAsync(ScrapeFormat.OpenMetrics);
        Task<Rendering> json = renderings.GetAsync(ScrapeFormat.Json);
        Assert.False(json.IsCompleted);
        finish.SetResult(new Rendering("text"u8.ToArray()));
        Assert.Equal("json"u8.ToArray(), (await json).Content.ToArray());
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Each_scrape_that_comes_alone_is_rendered_anew()
    {
        int count = 0;
        var renderings = new Renderings(_ => Task.FromResult(new Rendering(new byte[++count])));
        Assert.Equal(1, (await renderings.GetAsync(ScrapeFormat.Json)).Content.Length);
        Assert.Equal(2, (await renderings.GetAsync(ScrapeFormat.Json)).Content.Length);
    }
}
