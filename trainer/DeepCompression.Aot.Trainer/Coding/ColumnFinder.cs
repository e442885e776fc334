using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Finds the columns of a tensor that have no weights, and leaves them out.</summary>
internal static class ColumnFinder
{
    /// <summary>The columns that have weights; there is at least one.</summary>
    /// <param name="assignment">The codebook index of each weight, row-major, −1 for none.</param>
    /// <param name="rowLength">Columns.</param>
    public static LiveColumns Find(ReadOnlySpan<int> assignment, int rowLength)
    {
        var isLive = new bool[rowLength];
        for (int i = 0; i < assignment.Length; i++)
        {
            isLive[i % rowLength] |= assignment[i] >= 0;
        }

        if (Array.TrueForAll(isLive, live => live))
        {
            return LiveColumns.All;
        }

        var runs = new List<int>();
        int begin = 0;
        for (int column = 0; column < rowLength; column++)
        {
            bool inLiveRun = runs.Count % 2 == 1;
            if (isLive[column] != inLiveRun)
            {
                runs.Add(column - begin);
                begin = column;
            }
        }

        // Dead columns at the end follow from the length of a row.
        if (runs.Count % 2 == 1)
        {
            runs.Add(rowLength - begin);
        }

        return new LiveColumns(new([.. runs]));
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
