using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// How activations become numbers of seven bits: x ≈ <see cref="Scale"/> · (byte − <see cref="Offset"/>), the byte from 0 to 127.
/// Activations behind a rectifier need no offset, so that they use all bytes.
/// </summary>
/// <param name="Scale">What a step of the bytes stands for; 0 if every activation is 0.</param>
/// <param name="Offset">The byte of an activation of 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ActivationBytes(float Scale, int Offset)
{
    private const int Max = 127;

    /// <summary>The scale that the activations' own range asks for.</summary>
    /// <param name="input">The activations; one that is not a number counts as 0, an infinite one makes every product NaN.</param>
    public static ActivationBytes Of(ReadOnlySpan<float> input)
    {
        (float lowest, float highest) = Range(input);
        return Between(lowest, highest);
    }

    /// <summary>The scale that a calibrated magnitude asks for; larger activations are clamped to it.</summary>
    /// <param name="magnitude">The largest magnitude, finite and positive.</param>
    /// <param name="mayBeNegative">Whether activations can be negative.</param>
    public static ActivationBytes Calibrated(float magnitude, bool mayBeNegative) =>
        Between(mayBeNegative ? -magnitude : 0, magnitude);

    /// <summary>Converts activations, to the nearest byte and of two equally near to the even one.</summary>
    /// <param name="input">The activations.</param>
    /// <param name="bytes">Receives as many bytes.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Convert(ReadOnlySpan<float> input, Span<byte> bytes)
    {
        ThrowHelper.RequireLength(nameof(bytes), input.Length, bytes.Length);
        float steps = Scale > 0 ? 1 / Scale : 0;
        int i = 0;
        if (Avx512F.IsSupported && input.Length >= Vector512<float>.Count)
        {
            ref float x = ref MemoryMarshal.GetReference(input);
            ref byte target = ref MemoryMarshal.GetReference(bytes);
            int last = input.Length - Vector512<float>.Count;
            for (; i < last; i += Vector512<float>.Count)
            {
                ConvertSixteen(Vector512.LoadUnsafe(ref x, (nuint)i), steps, Offset).StoreUnsafe(ref target, (nuint)i);
            }

            // The last vector may overlap the one before it.
            ConvertSixteen(Vector512.LoadUnsafe(ref x, (nuint)last), steps, Offset).StoreUnsafe(ref target, (nuint)last);
            i = input.Length;
        }

        for (; i < input.Length; i++)
        {
            // In this order the clamp turns what is not a number into 0.
            float rounded = MathF.Round(MathF.FusedMultiplyAdd(input[i], steps, Offset));
            bytes[i] = (byte)(rounded >= 0 ? MathF.Min(rounded, Max) : 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> ConvertSixteen(Vector512<float> input, float steps, int offset)
    {
        Vector512<float> scaled = Avx512F.FusedMultiplyAdd(input, Vector512.Create(steps), Vector512.Create((float)offset));
        Vector512<int> rounded = Avx512F.ConvertToVector512Int32(scaled);
        Vector512<int> clamped = Vector512.Min(Vector512.Max(rounded, Vector512<int>.Zero), Vector512.Create(Max));
        return Avx512F.ConvertToVector128Byte(clamped);
    }

    private static ActivationBytes Between(float lowest, float highest)
    {
        // 0 has a byte of its own, since most activations behind a rectifier are 0.
        lowest = MathF.Min(lowest, 0);
        highest = MathF.Max(highest, 0);
        float scale = (highest - lowest) / Max;
        return scale > 0 ? new(scale, (int)Math.Clamp(MathF.Round(-lowest / scale), 0, Max)) : default;
    }

    /// <summary>The least and the greatest activation, 0 counted; an element that is not a number is left out.</summary>
    private static (float Lowest, float Highest) Range(ReadOnlySpan<float> input)
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

            Vector256<float> low256 = Vector256.MinNative(low.GetLower(), low.GetUpper());
            Vector256<float> high256 = Vector256.MaxNative(high.GetLower(), high.GetUpper());
            Vector128<float> low128 = Vector128.MinNative(low256.GetLower(), low256.GetUpper());
            Vector128<float> high128 = Vector128.MaxNative(high256.GetLower(), high256.GetUpper());
            for (int lane = 0; lane < Vector128<float>.Count; lane++)
            {
                lowest = Lower(low128[lane], lowest);
                highest = -Lower(-high128[lane], -highest);
            }
        }

        for (; i < input.Length; i++)
        {
            lowest = Lower(input[i], lowest);
            highest = -Lower(-input[i], -highest);
        }

        return (lowest, highest);
    }

    /// <summary>The lower of two, the second where the first is not a number.</summary>
    private static float Lower(float first, float second) => first < second ? first : second;
}
