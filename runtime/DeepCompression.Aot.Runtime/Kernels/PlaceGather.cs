using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Brings the sums of a small layer, which lie in the order of places, to their rows. Reading them from anywhere and writing them one
/// after another takes half the time of the reverse.
/// </summary>
internal static unsafe class PlaceGather
{
    /// <summary>Writes a sum for each row.</summary>
    /// <param name="sums">The sum of each place.</param>
    /// <param name="places">The place of each row.</param>
    /// <param name="y">Receives the sums.</param>
    /// <param name="rows">Rows.</param>
    public static void Do(float* sums, int* places, float* y, int rows) => Do(sums, places, y, rows, Processor.GatherWay);

    /// <inheritdoc cref="Do(float*, int*, float*, int)"/>
    /// <param name="sums">The sums.</param>
    /// <param name="places">Their places.</param>
    /// <param name="y">Receives them.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="way">How sums are gathered.</param>
    internal static void Do(float* sums, int* places, float* y, int rows, GatherWay way)
    {
        if (way == GatherWay.None || rows < Vector256<float>.Count)
        {
            for (int row = 0; row < rows; row++)
            {
                y[row] = sums[places[row]];
            }
        }
        else if (way == GatherWay.Instruction)
        {
            DoVectors<VectorGather>(sums, places, y, rows);
        }
        else
        {
            DoVectors<ScalarGather>(sums, places, y, rows);
        }
    }

    private static void DoVectors<TGather>(float* sums, int* places, float* y, int rows)
        where TGather : struct, IGather
    {
        for (int row = 0; row < rows; row += Vector256<float>.Count)
        {
            // The last vector may overlap the one before it.
            int at = Math.Min(row, rows - Vector256<float>.Count);
            TGather.At(sums, places + at).Store(y + at);
        }
    }
}
