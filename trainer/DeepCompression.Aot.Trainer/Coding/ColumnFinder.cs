using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Finds the columns of a tensor that have no weights, and leaves them out.</summary>
internal static class ColumnFinder
{
    /// <summary>The longest dead run that is worth bridging: each costs the lengths of two runs.</summary>
    private const int LongestBridge = 4;

    /// <summary>
    /// Ways to leave out columns that have no weights, all columns first: all dead ones, or only runs of more than some number, whose
    /// lengths take fewer bits.
    /// </summary>
    /// <param name="shape">The dense shape; a vector has no columns.</param>
    /// <param name="assignment">The codebook index of each weight, row-major, −1 for none; there is at least one weight.</param>
    public static IEnumerable<LiveColumns> Candidates(TensorShape shape, ReadOnlySpan<int> assignment)
    {
        var candidates = new List<LiveColumns> { LiveColumns.All };
        if (shape.Rank > 1)
        {
            bool[] isLive = FindLive(assignment, shape.RowLength);
            candidates.AddRange(Enumerable.Range(0, LongestBridge + 1).Select(bridge => Runs(isLive, bridge)));
        }

        return candidates.Distinct();
    }

    private static bool[] FindLive(ReadOnlySpan<int> assignment, int rowLength)
    {
        var isLive = new bool[rowLength];
        for (int i = 0; i < assignment.Length; i++)
        {
            isLive[i % rowLength] |= assignment[i] >= 0;
        }

        return isLive;
    }

    /// <summary>The runs of dead and live columns; dead ones at the end follow from the length of a row.</summary>
    private static LiveColumns Runs(bool[] isLive, int bridge)
    {
        var runs = new List<int>();
        int column = 0;
        while (Array.IndexOf(isLive, true, column) is >= 0 and int live)
        {
            int dead = Array.IndexOf(isLive, false, live);
            int end = dead < 0 ? isLive.Length : dead;
            if (runs.Count > 0 && live - column <= bridge)
            {
                runs[^1] += end - column;
            }
            else
            {
                runs.AddRange([live - column, end - live]);
            }

            column = end;
        }

        return runs is [0, int all] && all == isLive.Length ? LiveColumns.All : new LiveColumns(new([.. runs]));
    }

    /// <summary>The assignments of the live columns.</summary>
    public static int[] Compact(int[] assignment, LiveColumns columns, int rowLength)
    {
        if (columns.IsAll)
        {
            return assignment;
        }

        var compact = new List<int>();
        for (int row = 0; row < assignment.Length; row += rowLength)
        {
            int column = row;
            for (int run = 0; run < columns.Runs.Length; run += 2)
            {
                column += columns.Runs[run];
                compact.AddRange(assignment.AsSpan(column, columns.Runs[run + 1]));
                column += columns.Runs[run + 1];
            }
        }

        return [.. compact];
    }
}
