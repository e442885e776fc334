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

    /// <summary>Activations that are converted together.</summary>
    private const int Packed = 64;

    /// <summary>The scale that the activations' own range asks for.</summary>
    /// <param name="input">The activations; one that is not a number counts as 0, an infinite one makes every product NaN.</param>
    public static ActivationBytes Of(ReadOnlySpan<float> input)
    {
        (float lowest, float highest) = ActivationRange.Of(input);
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
        if (Avx512BW.IsSupported && input.Length >= Packed)
        {
            ref float x = ref MemoryMarshal.GetReference(input);
            ref byte target = ref MemoryMarshal.GetReference(bytes);
            for (; i < input.Length; i += Packed)
            {
                // The last vector may overlap the one before it.
                nuint at = (nuint)Math.Min(i, input.Length - Packed);
                Pack(ref Unsafe.Add(ref x, at), steps, Offset).StoreUnsafe(ref target, at);
            }
        }

        for (; i < input.Length; i++)
        {
            // In this order the clamp turns what is not a number into 0.
            float rounded = MathF.Round(MathF.FusedMultiplyAdd(input[i], steps, Offset));
            bytes[i] = (byte)(rounded >= 0 ? MathF.Min(rounded, Max) : 0);
        }
    }

    /// <summary>Converts as many activations as a vector has bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Pack(ref float x, float steps, float offset)
    {
        Vector512<short> first = Avx512BW.PackSignedSaturate(Round(ref x, 0, steps, offset), Round(ref x, 16, steps, offset));
        Vector512<short> second = Avx512BW.PackSignedSaturate(Round(ref x, 32, steps, offset), Round(ref x, 48, steps, offset));
        return ActivationRange.InOrder(Avx512BW.PackUnsignedSaturate(first, second));
    }

    /// <summary>Sixteen of them, rounded and clamped above; packing them clamps what is negative, or not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Round(ref float x, nuint at, float steps, float offset) => ActivationRange.Round(ref x, at, steps, offset, Max);

    private static ActivationBytes Between(float lowest, float highest)
    {
        (float scale, int offset) = ActivationRange.Steps(lowest, highest, Max);
        return new(scale, offset);
    }
}
