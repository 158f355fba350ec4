using System.Globalization;

namespace LogMetrics.Tests.Simulation;

/// <summary>Scrapes, compares what is shown with what was counted, and says in the end what is wrong.</summary>
sealed class Judge
{
    readonly LogBook _book;
    readonly Tally _tally;
    readonly ActionLog _log;
    readonly List<string> _accusations = [];
    readonly List<TimeSpan> _moments = [];
    readonly Scraper _scraper;
    readonly Scraper _plainScraper;
    readonly LossWatch _losses;

    internal Judge(LogBook book, Tally tally, LossWatch losses, ActionLog log)
    {
        _losses = losses;
        _book = book;
        _tally = tally;
        _log = log;
        _scraper = new Scraper(knowsStarts: true, Accuse);
        _plainScraper = new Scraper(knowsStarts: false, Accuse);
        tally.Accuse = Accuse;
        losses.Accuse = Accuse;
    }

    /// <summary>What was seen, in a line.</summary>
    internal string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{_book.Lines.Count} lines, {_scraper.Increase("lines_total")} seen, {Lost} out of reach, {_losses.ToldBytes} bytes told as lost, "
        + $"{_scraper.Scrapes} scrapes, {_tally.Resets} new beginnings");

    int Lost
    {
        get
        {
            HashSet<int> counted = [.. _tally.Counted];
            return Enumerable.Range(0, _book.Lines.Count).Count(line => _book.Lines[line].Excuse is not null && !counted.Contains(line));
        }
    }

    /// <summary>A scrape was answered.</summary>
    internal void Take(string page)
    {
        _scraper.Take(page);
        CompareShown(_scraper);
    }

    /// <summary>A scrape in the format without start timestamps was answered.</summary>
    internal void TakePlain(string page)
    {
        _plainScraper.Take(page);
        CompareShown(_plainScraper);
    }

    /// <summary>What is wrong, and what happened about then; empty when nothing is.</summary>
    internal string Verdict()
    {
        var counted = new HashSet<int>();
        int[] twice = [.. _tally.Counted.Where(line => !counted.Add(line) && !_book.Lines[line].MayRepeat).Distinct()];
        int[] missing =
        [
            .. Enumerable.Range(0, _book.Lines.Count)
                .Where(line => _book.Lines[line] is { IsWritten: true, Excuse: null } && !counted.Contains(line)),
        ];
        foreach (int line in missing.Take(10))
        {
            LogBook.Line known = _book.Lines[line];
            _accusations.Add($"line {line} is missing: written {ActionLog.Time(known.Written)}, "
                + (known.Holders > 0 ? $"in {known.Holders} files" : $"gone {ActionLog.Time(known.Gone)}"));
        }

        _accusations.AddRange(twice.Take(10).Select(line =>
            $"line {line} was counted at {string.Join(" and ", TimesOf(line).Select(ActionLog.Time))}; written {ActionLog.Time(_book.Lines[line].Written)}"));
        _losses.Judge(counted);
        CompareIncreases();
        if (_accusations.Count == 0)
        {
            return "";
        }

        IEnumerable<TimeSpan> moments = missing.Take(2).SelectMany(line => new[] { _book.Lines[line].Written, _book.Lines[line].Gone })
            .Concat(_moments.Take(2))
            .Concat(twice.Take(2).SelectMany(TimesOf));
        return string.Join(
            '\n', _accusations.Take(30).Concat([$"{missing.Length} missing, {twice.Length} twice", ""]).Concat(_log.Around(moments)));
    }

    IEnumerable<TimeSpan> TimesOf(int line) =>
        Enumerable.Range(0, _tally.Counted.Count).Where(index => _tally.Counted[index] == line).Select(index => _tally.CountedAt[index]);

    // When counters never began anew, the increases are the lines: also for a scraper that does not know about starts, of series that
    // are there from the first moment.
    void CompareIncreases()
    {
        if (_tally.Resets > 0)
        {
            return;
        }

        Compare(_scraper.Increase("lines_total"), _tally.Counted.Count, "lines_total in increases");
        Compare(_plainScraper.Increase("lines_total"), _tally.Counted.Count, "lines_total in increases without starts");
        foreach (IGrouping<int, int> hour in _tally.Counted.GroupBy(line => _book.Lines[line].Begun.Hours))
        {
            string series = string.Create(CultureInfo.InvariantCulture, $"hour_lines_total{{hour=\"h{hour.Key:D2}\"}}");
            Compare(_scraper.Increase(series), hour.Count(), $"{series} in increases");
        }
    }

    void CompareShown(Scraper scraper) =>
        Compare(scraper.Last("lines_total"), _tally.Copied - _tally.ResetAt, "lines_total as shown");

    void Compare(double seen, double expected, string what)
    {
        if (seen != expected)
        {
            Accuse($"{what}: {seen}, and {expected} were counted");
        }
    }

    void Accuse(string what) => Accuse(what, _log.Now);

    void Accuse(string what, TimeSpan moment)
    {
        if (_accusations.Count < 100)
        {
            _accusations.Add($"{ActionLog.Time(moment)} {what}");
            _moments.Add(moment);
            _log.Add(what);
        }
    }
}
