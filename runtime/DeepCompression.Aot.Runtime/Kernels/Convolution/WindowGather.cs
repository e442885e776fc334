using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Gathers a vector out of a few windows for one plane after the other, with the instructions that select lanes of a vector. What
/// is selected stays in registers where there are at most four windows, which is nearly always.
/// </summary>
internal static unsafe class WindowGather
{
    /// <summary>Packs a vector of every plane from <paramref name="plane"/> to <paramref name="end"/>.</summary>
    /// <param name="input">The input's first element.</param>
    /// <param name="plane">The first plane.</param>
    /// <param name="end">The end of the planes.</param>
    /// <param name="destination">The vector's place in the first packed plane.</param>
    /// <param name="windows">Where the windows begin; two at least.</param>
    /// <param name="selectors">For each window, 16 places in the vector gathered before it and, from 16 on, in the window.</param>
    /// <param name="count">The windows.</param>
    public static void Pack512(
        float* input, PackedPlane* plane, PackedPlane* end, float* destination, int* windows, int* selectors, int count)
    {
        if (count > 4)
        {
            for (; plane < end; plane++)
            {
                float* x = input + plane->Source;
                Vector512<float> gathered = Vector512.Load(x + windows[0]);
                for (int window = 1; window < count; window++)
                {
                    gathered = Avx512F.PermuteVar16x32x2(gathered, Vector512.Load(selectors + (window * 16)), Vector512.Load(x + windows[window]));
                }

                gathered.Store(destination + plane->Destination);
            }

            return;
        }

        // Where there are fewer, the last one stands in for those that are not used.
        float* first = input + windows[0];
        float* second = input + windows[1];
        float* third = input + windows[Math.Min(2, count - 1)];
        float* fourth = input + windows[count - 1];
        Vector512<int> fromSecond = Vector512.Load(selectors + 16);
        Vector512<int> fromThird = Vector512.Load(selectors + (16 * Math.Min(2, count - 1)));
        Vector512<int> fromFourth = Vector512.Load(selectors + (16 * (count - 1)));
        for (; plane < end; plane++)
        {
            nint source = plane->Source;
            Vector512<float> gathered = Avx512F.PermuteVar16x32x2(Vector512.Load(first + source), fromSecond, Vector512.Load(second + source));
            if (count > 2)
            {
                gathered = Avx512F.PermuteVar16x32x2(gathered, fromThird, Vector512.Load(third + source));
            }

            if (count > 3)
            {
                gathered = Avx512F.PermuteVar16x32x2(gathered, fromFourth, Vector512.Load(fourth + source));
            }

            gathered.Store(destination + plane->Destination);
        }
    }

    /// <summary>Packs a vector of every plane from <paramref name="plane"/> to <paramref name="end"/>.</summary>
    /// <param name="input">The input's first element.</param>
    /// <param name="plane">The first plane.</param>
    /// <param name="end">The end of the planes.</param>
    /// <param name="destination">The vector's place in the first packed plane.</param>
    /// <param name="windows">Where the windows begin.</param>
    /// <param name="selectors">For each window, 8 places in it, with the sign bit set where the lane is the window's.</param>
    /// <param name="count">The windows.</param>
    public static void Pack256(
        float* input, PackedPlane* plane, PackedPlane* end, float* destination, int* windows, int* selectors, int count)
    {
        for (; plane < end; plane++)
        {
            float* x = input + plane->Source;
            Vector256<float> gathered = Avx2.PermuteVar8x32(Vector256.Load(x + windows[0]), Vector256.Load(selectors));
            for (int window = 1; window < count; window++)
            {
                Vector256<int> selector = Vector256.Load(selectors + (window * 8));
                Vector256<float> selected = Avx2.PermuteVar8x32(Vector256.Load(x + windows[window]), selector);
                gathered = Avx.BlendVariable(gathered, selected, selector.AsSingle());
            }

            gathered.Store(destination + plane->Destination);
        }
    }
}
