using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Pools planes that are one window each. Sixteen lanes combine every sixteenth element; then lanes are combined, and what is left
/// behind the last whole vector.
/// </summary>
internal static class WholePool<TReduction>
    where TReduction : IPoolReduction
{
    private const int Lanes = 16;

    /// <summary>Whether a plane is one window with enough elements for this to be quicker than one after the other.</summary>
    public static bool Takes(in PoolShape shape) =>
        shape.WindowHeight == shape.Height && shape.WindowWidth == shape.Width && (shape.PadTop | shape.PadLeft | shape.PadBottom | shape.PadRight) == 0
        && shape.Height * shape.Width >= Vector128<float>.Count;

    /// <summary>Pools every plane.</summary>
    public static void Apply(ReadOnlySpan<float> input, Span<float> output, in PoolShape shape)
    {
        int length = shape.Height * shape.Width;
        for (int channel = 0; channel < output.Length; channel++)
        {
            output[channel] = TReduction.Finish(Combine(input.Slice(channel * length, length)), length);
        }
    }

    private static float Combine(ReadOnlySpan<float> elements)
    {
        ref float first = ref MemoryMarshal.GetReference(elements);
        Vector128<float> lanes = Vector128.LoadUnsafe(ref first);
        int i = Vector128<float>.Count;
        if (elements.Length >= Lanes)
        {
            Vector256<float> low = Vector256.LoadUnsafe(ref first);
            Vector256<float> high = Vector256.LoadUnsafe(ref first, Lanes / 2);
            for (i = Lanes; i <= elements.Length - Lanes; i += Lanes)
            {
                low = TReduction.Combine(low, Vector256.LoadUnsafe(ref first, (nuint)i));
                high = TReduction.Combine(high, Vector256.LoadUnsafe(ref first, (nuint)(i + (Lanes / 2))));
            }

            low = TReduction.Combine(low, high);
            lanes = TReduction.Combine(low.GetLower(), low.GetUpper());
        }

        for (; i <= elements.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            lanes = TReduction.Combine(lanes, Vector128.LoadUnsafe(ref first, (nuint)i));
        }

        float combined = TReduction.Combine(TReduction.Combine(lanes[0], lanes[1]), TReduction.Combine(lanes[2], lanes[3]));
        for (; i < elements.Length; i++)
        {
            combined = TReduction.Combine(combined, elements[i]);
        }

        return combined;
    }
}
