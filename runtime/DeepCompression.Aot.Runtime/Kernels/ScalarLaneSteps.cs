namespace DeepCompression.Aot.Runtime;

/// <summary>The sums of a group of sixteen rows (<see cref="LaneRows"/>) word by word, for processors that do not gather.</summary>
internal static unsafe class ScalarLaneSteps
{
    /// <summary>Adds the products of gathered steps.</summary>
    /// <param name="words">The words of the steps.</param>
    /// <param name="end">Their end.</param>
    /// <param name="x">The activations.</param>
    /// <param name="sums">The sum of each row, to which is added.</param>
    public static void Add(uint* words, uint* end, float* x, float* sums)
    {
        for (int lane = 0; words < end; words++, lane = (lane + 1) % LaneRows.GroupRows)
        {
            sums[lane] += x[*words & ushort.MaxValue] * HalfWord.Number(*words);
        }
    }

    /// <summary>Adds the products of windows.</summary>
    /// <param name="words">The words of the steps.</param>
    /// <param name="starts">The first column of each step's window.</param>
    /// <param name="startsEnd">Their end.</param>
    /// <param name="x">The activations.</param>
    /// <param name="sums">The sum of each row, to which is added.</param>
    public static void AddWindows(uint* words, ushort* starts, ushort* startsEnd, float* x, float* sums)
    {
        for (; starts < startsEnd; starts++)
        {
            for (int lane = 0; lane < LaneRows.GroupRows; lane++, words++)
            {
                float weight = BitConverter.UInt32BitsToSingle(*words & LaneWindows.WeightMask);
                sums[lane] += x[*starts + (*words & ~LaneWindows.WeightMask)] * weight;
            }
        }
    }
}
