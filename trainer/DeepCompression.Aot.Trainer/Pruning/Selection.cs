namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>Chooses weights by score, within one parameter or over several at once.</summary>
internal static class Selection
{
    /// <summary>Marks weights in addition to those that are marked: the <paramref name="count"/> candidates of highest score, of equal ones the first.</summary>
    /// <param name="scores">The scores of each parameter's weights, by its number; a negative score is no candidate.</param>
    /// <param name="count">How many to mark; all candidates where there are fewer.</param>
    /// <param name="marked">A mark for each weight, changed in place.</param>
    public static void MarkHighest(IReadOnlyDictionary<int, float[]> scores, int count, IReadOnlyDictionary<int, bool[]> marked)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var candidates = new List<float>();
        foreach (float[] numbers in scores.Values)
        {
            candidates.AddRange(numbers.Where(score => score >= 0));
        }

        if (count == 0 || candidates.Count == 0)
        {
            return;
        }

        candidates.Sort();
        float lowest = candidates[Math.Max(0, candidates.Count - count)];
        int above = candidates.Count - UpperBound(candidates, lowest);
        int ties = count - above;
        foreach ((int number, float[] numbers) in scores.OrderBy(parameter => parameter.Key))
        {
            bool[] marks = marked[number];
            for (int i = 0; i < numbers.Length; i++)
            {
                marks[i] |= numbers[i] > lowest || (numbers[i] == lowest && ties-- > 0);
            }
        }
    }

    /// <summary>How many of the ascending numbers are at most <paramref name="limit"/>.</summary>
    private static int UpperBound(List<float> ascending, float limit)
    {
        int place = ascending.BinarySearch(limit);
        while (place < ascending.Count && ascending[place] == limit)
        {
            place++;
        }

        return place;
    }
}
