using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Gathers vectors whose parts each lie within a row of the input plane, as they do where rows of output elements are multiples of
/// such parts: a few short loads, which seldom cross a cache line, make a vector, or two where every second element counts. Vectors of
/// 4 are gathered here wherever their parts lie.
/// </summary>
internal static unsafe class RowGather
{
    /// <summary>The vectors of 16 neighbours, eight from either of two rows.</summary>
    /// <param name="input">The input's first element.</param>
    /// <param name="plane">The first plane.</param>
    /// <param name="end">The end of the planes.</param>
    /// <param name="destination">The vector's place in the first packed plane.</param>
    /// <param name="places">The place of every lane in the input plane.</param>
    public static void Pack512(float* input, PackedPlane* plane, PackedPlane* end, float* destination, int* places)
    {
        float* lower = input + places[0];
        float* upper = input + places[8];
        for (; plane < end; plane++)
        {
            Vector512.Create(Vector256.Load(lower + plane->Source), Vector256.Load(upper + plane->Source))
                .Store(destination + plane->Destination);
        }
    }

    /// <summary>The vectors of 8 neighbours, four from either of two rows.</summary>
    /// <inheritdoc cref="Pack512"/>
    public static void Pack256(float* input, PackedPlane* plane, PackedPlane* end, float* destination, int* places)
    {
        float* lower = input + places[0];
        float* upper = input + places[4];
        for (; plane < end; plane++)
        {
            Vector256.Create(Vector128.Load(lower + plane->Source), Vector128.Load(upper + plane->Source))
                .Store(destination + plane->Destination);
        }
    }

    /// <summary>
    /// The vectors of 4, wherever their elements lie: neighbours in one load, two from either of two rows as doubles, others one by one.
    /// </summary>
    /// <inheritdoc cref="Pack512"/>
    public static void Pack128(float* input, PackedPlane* plane, PackedPlane* end, float* destination, int* places)
    {
        float* x0 = input + places[0];
        float* x1 = input + places[1];
        float* x2 = input + places[2];
        float* x3 = input + places[3];
        if (x3 - x0 == 3)
        {
            for (; plane < end; plane++)
            {
                Vector128.Load(x0 + plane->Source).Store(destination + plane->Destination);
            }
        }
        else if (x1 - x0 == 1 && x3 - x2 == 1)
        {
            for (; plane < end; plane++)
            {
                Vector128.Create(*(double*)(x0 + plane->Source), *(double*)(x2 + plane->Source)).AsSingle()
                    .Store(destination + plane->Destination);
            }
        }
        else
        {
            for (; plane < end; plane++)
            {
                nint source = plane->Source;
                Vector128.Create(x0[source], x1[source], x2[source], x3[source]).Store(destination + plane->Destination);
            }
        }
    }

    /// <summary>
    /// The vectors of 16 where every second element counts, four from each of four rows; the elements between are those of the next
    /// plane, which is packed with it.
    /// </summary>
    /// <param name="input">The input's first element.</param>
    /// <param name="plane">The first of the planes that are packed with the next one.</param>
    /// <param name="end">The end of the planes.</param>
    /// <param name="destination">The vector's place in the first packed plane.</param>
    /// <param name="places">The place of every lane in the input plane.</param>
    /// <param name="planeLength">Floats from a packed plane to the next.</param>
    public static void PackPairs512(float* input, PackedPlane* plane, PackedPlane* end, float* destination, int* places, int planeLength)
    {
        Vector512<int> even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        Vector512<int> odd = Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
        float* x0 = input + places[0];
        float* x1 = input + places[4];
        float* x2 = input + places[8];
        float* x3 = input + places[12];
        for (; plane < end; plane++)
        {
            nint source = plane->Source;
            Vector512<float> lower = Vector512.Create(Vector256.Load(x0 + source), Vector256.Load(x1 + source));
            Vector512<float> upper = Vector512.Create(Vector256.Load(x2 + source), Vector256.Load(x3 + source));
            Avx512F.PermuteVar16x32x2(lower, even, upper).Store(destination + plane->Destination);
            Avx512F.PermuteVar16x32x2(lower, odd, upper).Store(destination + plane->Destination + planeLength);
        }
    }

    /// <summary>The same with vectors of 8, four elements from either of two rows.</summary>
    /// <inheritdoc cref="PackPairs512"/>
    public static void PackPairs256(float* input, PackedPlane* plane, PackedPlane* end, float* destination, int* places, int planeLength)
    {
        float* x0 = input + places[0];
        float* x1 = input + places[4];
        for (; plane < end; plane++)
        {
            Vector256<float> lower = Vector256.Load(x0 + plane->Source);
            Vector256<float> upper = Vector256.Load(x1 + plane->Source);

            // Shuffles stay within halves: what they leave as quarters 0, 2, 1, 3 is put in order.
            Vector256<double> even = Avx.Shuffle(lower, upper, 0b10_00_10_00).AsDouble();
            Vector256<double> odd = Avx.Shuffle(lower, upper, 0b11_01_11_01).AsDouble();
            Avx2.Permute4x64(even, 0b11_01_10_00).AsSingle().Store(destination + plane->Destination);
            Avx2.Permute4x64(odd, 0b11_01_10_00).AsSingle().Store(destination + plane->Destination + planeLength);
        }
    }
}
