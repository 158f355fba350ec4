namespace LogMetrics.Compiler.Diagnostics;

/// <summary>Finds the name that somebody probably meant.</summary>
static class NameSuggestion
{
    /// <summary>The known name nearest to a wrong one; null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        int allowed = name.Length <= 3 ? 1 : 2;
        string? nearest = null;
        foreach (string candidate in known.Distinct())
        {
            if (Math.Abs(candidate.Length - name.Length) > allowed || name.Length > 100)
            {
                continue;
            }

            int distance = Distance(name, candidate);
            if (distance <= allowed)
            {
                (nearest, allowed) = (candidate, distance - 1);
            }
        }

        return nearest;
    }

    /// <summary>How many letters have to be put in, left out or replaced.</summary>
    static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
