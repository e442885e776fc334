using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Reports;

/// <summary>How the decoded weights of two tensors of one shape differ.</summary>
/// <param name="Removed">Weights that only the first has.</param>
/// <param name="Added">Weights that only the second has.</param>
/// <param name="Changed">Weights that both have, of different values.</param>
/// <param name="LargestChange">The largest difference of any two values.</param>
internal sealed record WeightDifference(long Removed, long Added, long Changed, double LargestChange)
{
    /// <summary>Compares two tensors; null where their shapes differ.</summary>
    public static WeightDifference? Of(Tensor before, Tensor after)
    {
        if (!before.Shape.Equals(after.Shape))
        {
            return null;
        }

        float[] first = before.ToDense();
        float[] second = after.ToDense();
        long removed = 0;
        long added = 0;
        long changed = 0;
        double largest = 0;
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] == second[i])
            {
                continue;
            }

            removed += second[i] == 0 ? 1 : 0;
            added += first[i] == 0 ? 1 : 0;
            changed += first[i] != 0 && second[i] != 0 ? 1 : 0;
            largest = Math.Max(largest, Math.Abs((double)first[i] - second[i]));
        }

        return new WeightDifference(removed, added, changed, largest);
    }
}
