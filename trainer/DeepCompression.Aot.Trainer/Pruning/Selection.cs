namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>Chooses weights by score, within one parameter or over several at once.</summary>
internal static class Selection
{
    private const int HalfBits = 16;

    /// <summary>Marks weights in addition to those that are marked: the <paramref name="count"/> candidates of highest score, of equal ones the first.</summary>
    /// <param name="scores">The scores of each parameter's weights, by its number; a negative score is no candidate.</param>
    /// <param name="count">How many to mark; all candidates where there are fewer.</param>
    /// <param name="marked">A mark for each weight, changed in place.</param>
    public static void MarkHighest(IReadOnlyDictionary<int, float[]> scores, int count, IReadOnlyDictionary<int, bool[]> marked)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
        {
            return;
        }

        (float lowest, int ties) = FindLowest(scores.Values, count);
        foreach ((int number, float[] numbers) in scores.OrderBy(parameter => parameter.Key))
        {
            bool[] marks = marked[number];
            for (int i = 0; i < numbers.Length; i++)
            {
                marks[i] |= numbers[i] > lowest || (numbers[i] == lowest && ties-- > 0);
            }
        }
    }

    /// <summary>
    /// The lowest score among the highest <paramref name="count"/>, and how many of that score are among them. Numbers that are not
    /// negative are ordered as their bits are, so two counts decide, in time linear in the weights: one of upper halves, and one of
    /// the lower halves of those that share the upper half in question.
    /// </summary>
    private static (float Score, int Ties) FindLowest(IEnumerable<float[]> scores, int count)
    {
        var upper = new int[1 << HalfBits];
        var lower = new int[1 << HalfBits];
        foreach (float[] numbers in scores)
        {
            CountUpperHalves(numbers, upper);
        }

        (uint upperHalf, count) = FindFromAbove(upper, count);
        foreach (float[] numbers in scores)
        {
            CountLowerHalves(numbers, upperHalf, lower);
        }

        (uint lowerHalf, count) = FindFromAbove(lower, count);
        return (BitConverter.UInt32BitsToSingle((upperHalf << HalfBits) | lowerHalf), count);
    }

    private static void CountUpperHalves(float[] scores, int[] counts)
    {
        foreach (float score in scores)
        {
            if (score >= 0)
            {
                counts[Bits(score) >> HalfBits]++;
            }
        }
    }

    private static void CountLowerHalves(float[] scores, uint upperHalf, int[] counts)
    {
        foreach (float score in scores)
        {
            if (score >= 0 && Bits(score) >> HalfBits == upperHalf)
            {
                counts[Bits(score) & ((1 << HalfBits) - 1)]++;
            }
        }
    }

    /// <summary>Where the <paramref name="count"/>-th lies, counted from the last place, and which one it is there; the first place where there are fewer.</summary>
    private static (uint Place, int Left) FindFromAbove(int[] counts, int count)
    {
        int place = counts.Length - 1;
        while (place > 0 && counts[place] < count)
        {
            count -= counts[place--];
        }

        return ((uint)place, count);
    }

    /// <summary>The bits of a number that is not negative; the sum makes one zero of both.</summary>
    private static uint Bits(float score) => BitConverter.SingleToUInt32Bits(score + 0f);
}
