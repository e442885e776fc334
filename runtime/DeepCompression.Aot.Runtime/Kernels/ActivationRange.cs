using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>What the ways to turn activations into integers share.</summary>
internal static class ActivationRange
{
    /// <summary>The least and the greatest activation, 0 counted; an element that is not a number is left out.</summary>
    public static (float Lowest, float Highest) Of(ReadOnlySpan<float> input)
    {
        float lowest = 0;
        float highest = 0;
        int i = 0;
        if (Vector512.IsHardwareAccelerated && input.Length >= Vector512<float>.Count)
        {
            ref float x = ref MemoryMarshal.GetReference(input);
            Vector512<float> low = Vector512<float>.Zero;
            Vector512<float> high = Vector512<float>.Zero;
            Vector512<float> otherLow = Vector512<float>.Zero;
            Vector512<float> otherHigh = Vector512<float>.Zero;
            for (; i <= input.Length - (2 * Vector512<float>.Count); i += 2 * Vector512<float>.Count)
            {
                Vector512<float> elements = Vector512.LoadUnsafe(ref x, (nuint)i);
                Vector512<float> others = Vector512.LoadUnsafe(ref x, (nuint)(i + Vector512<float>.Count));
                low = Vector512.MinNative(elements, low);
                high = Vector512.MaxNative(elements, high);
                otherLow = Vector512.MinNative(others, otherLow);
                otherHigh = Vector512.MaxNative(others, otherHigh);
            }

            low = Vector512.MinNative(low, otherLow);
            high = Vector512.MaxNative(high, otherHigh);
            for (; i < input.Length; i += Vector512<float>.Count)
            {
                // The last vector may overlap the one before it.
                Vector512<float> elements = Vector512.LoadUnsafe(ref x, (nuint)Math.Min(i, input.Length - Vector512<float>.Count));
                low = Vector512.MinNative(elements, low);
                high = Vector512.MaxNative(elements, high);
            }

            // No lane holds what is not a number.
            lowest = Least(low);
            highest = -Least(-high);
        }

        for (; i < input.Length; i++)
        {
            lowest = Lower(input[i], lowest);
            highest = -Lower(-input[i], -highest);
        }

        return (lowest, highest);
    }

    /// <summary>The least of sixteen numbers.</summary>
    private static float Least(Vector512<float> numbers)
    {
        Vector256<float> eight = Vector256.MinNative(numbers.GetLower(), numbers.GetUpper());
        Vector128<float> four = Vector128.MinNative(eight.GetLower(), eight.GetUpper());
        Vector128<float> two = Vector128.MinNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MinNative(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>The lower of two, the second where the first is not a number.</summary>
    private static float Lower(float first, float second) => first < second ? first : second;

    /// <summary>The scale and the offset of integers from 0 to a greatest that reach from the lowest to the highest activation.</summary>
    public static (float Scale, int Offset) Steps(float lowest, float highest, int max)
    {
        // 0 has an integer of its own, since most activations behind a rectifier are 0.
        lowest = MathF.Min(lowest, 0);
        highest = MathF.Max(highest, 0);
        float scale = (highest - lowest) / max;
        return scale > 0 ? (scale, (int)Math.Clamp(MathF.Round(-lowest / scale), 0, max)) : default;
    }

    /// <summary>Sixteen activations as integers, to the nearest, at most the greatest; the least integer where one is not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Round(ref float x, nuint at, float steps, float offset, float max)
    {
        Vector512<float> scaled = Avx512F.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, at), Vector512.Create(steps), Vector512.Create(offset));

        // The second operand where either is not a number.
        return Avx512F.ConvertToVector512Int32(Avx512F.Min(Vector512.Create(max), scaled));
    }

    /// <summary>Puts bytes in order that were packed from four vectors of integers, each part of a vector apart from its others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> InOrder(Vector512<byte> packed) => Avx512F.PermuteVar16x32(
        packed.AsInt32(), Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).AsByte();
}
