using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    public static void Do(float* sums, int* places, float* y, int rows)
    {
        int row = 0;
        if (Instructions.Gather && rows >= Vector256<float>.Count)
        {
            for (; row < rows; row += Vector256<float>.Count)
            {
                // The last vector may overlap the one before it.
                int at = Math.Min(row, rows - Vector256<float>.Count);
                Avx2.GatherMaskVector256(
                    Vector256<float>.Zero, sums, Vector256.Load(places + at), Vector256<float>.AllBitsSet, sizeof(float)).Store(y + at);
            }
        }

        for (; row < rows; row++)
        {
            y[row] = sums[places[row]];
        }
    }
}
