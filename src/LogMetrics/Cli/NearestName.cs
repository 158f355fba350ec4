namespace LogMetrics.Cli;

/// <summary>What somebody probably meant to type.</summary>
static class NearestName
{
    /// <summary>The name with the fewest letters changed, added, left out or swapped.</summary>
    /// <returns>Null when none is near: more than a third of the letters differ.</returns>
    public static string? Of(string typed, IEnumerable<string> names) =>
        names
            .Select(name => (Name: name, Distance: Distance(typed, name)))
            .Where(candidate => candidate.Distance <= Math.Max(1, candidate.Name.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();

    static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                rows[i, j] = Math.Min(i, j) == 0 ? Math.Max(i, j) : Step(rows, left, right, i, j);
            }
        }

        return rows[left.Length, right.Length];
    }

    static int Step(int[,] rows, string left, string right, int i, int j)
    {
        int replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        int changed = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return swapped ? Math.Min(changed, rows[i - 2, j - 2] + 1) : changed;
    }
}
