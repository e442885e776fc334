using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// How activations become numbers of fourteen bits: x ≈ <see cref="Scale"/> · (number − <see cref="Offset"/>), the number from 0 to
/// 16,383, in two bytes: number = 128 · high + low − 64, so that what the lower half adds is as often negative as positive. Products of
/// lower halves, which <see cref="FineWindowSteps"/> leaves out, thus cancel out in a sum.
/// </summary>
/// <param name="Scale">What a step of the numbers stands for; 0 if every activation is 0.</param>
/// <param name="Offset">The number of an activation of 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct FineActivations(float Scale, int Offset)
{
    /// <summary>Bits of the lower half.</summary>
    internal const int HalfBits = IntegerCodebook.HalfBits;

    /// <summary>What the lower half holds too much.</summary>
    private const int Middle = 1 << (HalfBits - 1);

    private const int Max = (1 << (2 * HalfBits)) - 1;
    private const int HalfMask = (1 << HalfBits) - 1;

    /// <summary>Activations that are converted together.</summary>
    private const int Packed = 64;

    /// <summary>The upper half of the number of an activation of 0.</summary>
    internal int HighOffset => (Offset + Middle) >> HalfBits;

    /// <summary>The lower half of it.</summary>
    internal int LowOffset => (Offset + Middle) & HalfMask;

    /// <summary>The scale that the activations' own range asks for.</summary>
    /// <param name="input">The activations; one that is not a number counts as 0, an infinite one makes every product NaN.</param>
    public static FineActivations Of(ReadOnlySpan<float> input)
    {
        (float lowest, float highest) = ActivationRange.Of(input);
        return Between(lowest, highest);
    }

    /// <summary>The scale that a calibrated magnitude asks for; larger activations are clamped to it.</summary>
    /// <param name="magnitude">The largest magnitude, finite and positive.</param>
    /// <param name="mayBeNegative">Whether activations can be negative.</param>
    public static FineActivations Calibrated(float magnitude, bool mayBeNegative) =>
        Between(mayBeNegative ? -magnitude : 0, magnitude);

    /// <summary>Converts activations, to the nearest number and of two equally near to the even one.</summary>
    /// <param name="input">The activations.</param>
    /// <param name="high">Receives the upper half of as many numbers.</param>
    /// <param name="low">Receives the lower half.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Convert(ReadOnlySpan<float> input, Span<byte> high, Span<byte> low)
    {
        ThrowHelper.RequireLength(nameof(high), input.Length, high.Length);
        ThrowHelper.RequireLength(nameof(low), input.Length, low.Length);
        float steps = Scale > 0 ? 1 / Scale : 0;
        int i = 0;
        if (Avx512BW.IsSupported && input.Length >= Packed)
        {
            ref float x = ref MemoryMarshal.GetReference(input);
            for (; i < input.Length; i += Packed)
            {
                // The last vector may overlap the one before it.
                nuint at = (nuint)Math.Min(i, input.Length - Packed);
                ref float block = ref Unsafe.Add(ref x, at);
                Vector512<ushort> first = Pack(ref block, 0, steps, Offset);
                Vector512<ushort> second = Pack(ref block, 32, steps, Offset);
                Halves(first >>> HalfBits, second >>> HalfBits).StoreUnsafe(ref MemoryMarshal.GetReference(high), at);
                Vector512<ushort> mask = Vector512.Create((ushort)HalfMask);
                Halves(first & mask, second & mask).StoreUnsafe(ref MemoryMarshal.GetReference(low), at);
            }
        }

        for (; i < input.Length; i++)
        {
            // In this order the clamp turns what is not a number into 0.
            float rounded = MathF.Round(MathF.FusedMultiplyAdd(input[i], steps, Offset));
            int number = (int)(rounded >= 0 ? MathF.Min(rounded, Max) : 0) + Middle;
            high[i] = (byte)(number >> HalfBits);
            low[i] = (byte)(number & HalfMask);
        }
    }

    /// <summary>Thirty-two activations as numbers, and 64 more; packing clamps what is negative, or not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Pack(ref float x, nuint at, float steps, float offset) => Avx512BW.PackUnsignedSaturate(
        ActivationRange.Round(ref x, at, steps, offset, Max), ActivationRange.Round(ref x, at + 16, steps, offset, Max)) + Vector512.Create((ushort)Middle);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Halves(Vector512<ushort> first, Vector512<ushort> second) =>
        ActivationRange.InOrder(Avx512BW.PackUnsignedSaturate(first.AsInt16(), second.AsInt16()));

    private static FineActivations Between(float lowest, float highest)
    {
        (float scale, int offset) = ActivationRange.Steps(lowest, highest, Max);
        return new(scale, offset);
    }
}
