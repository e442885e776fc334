using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// How activations become numbers of eight bits: x ≈ <see cref="Scale"/> · (byte − <see cref="Offset"/>), the byte from 0 to 255.
/// Activations behind a rectifier need no offset, so that they use all bytes.
/// </summary>
/// <param name="Scale">What a step of the bytes stands for; 0 if every activation is 0.</param>
/// <param name="Offset">The byte of an activation of 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ActivationOctets(float Scale, int Offset)
{
    /// <summary>Planes whose bytes lie in one word, the first in its lowest bits.</summary>
    internal const int PlanesOfWord = 4;

    private const int Max = 255;

    /// <summary>The scale that the activations' own range asks for.</summary>
    /// <param name="input">The activations; one that is not a number counts as the lowest, an infinite one makes every product NaN.</param>
    public static ActivationOctets Of(ReadOnlySpan<float> input)
    {
        (float lowest, float highest) = ActivationRange.Of(input);
        return Between(lowest, highest);
    }

    /// <summary>The scale that a calibrated magnitude asks for; larger activations are clamped to it.</summary>
    /// <param name="magnitude">The largest magnitude, finite and positive.</param>
    /// <param name="mayBeNegative">Whether activations can be negative.</param>
    public static ActivationOctets Calibrated(float magnitude, bool mayBeNegative) =>
        Between(mayBeNegative ? -magnitude : 0, magnitude);

    /// <summary>Converts planes, to the nearest byte and of two equally near to the even one.</summary>
    /// <param name="input">The planes, one after another.</param>
    /// <param name="planeLength">Elements of a plane.</param>
    /// <param name="words">Receives the planes of words, a byte of each for every four planes; planes that there are not give zeros.</param>
    internal unsafe void Interleave(ReadOnlySpan<float> input, int planeLength, Span<int> words)
    {
        float steps = Scale > 0 ? 1 / Scale : 0;
        int planes = input.Length / planeLength;
        fixed (float* first = input)
        fixed (int* target = words)
        {
            for (int plane = 0; plane < planes; plane += PlanesOfWord)
            {
                Interleave(
                    first + ((nint)plane * planeLength), Math.Min(PlanesOfWord, planes - plane), planeLength, steps,
                    target + ((nint)plane / PlanesOfWord * planeLength));
            }
        }
    }

    /// <summary>One plane of words.</summary>
    private unsafe void Interleave(float* planes, int count, int planeLength, float steps, int* words)
    {
        int i = 0;
        if (Avx2.IsSupported && planeLength >= Vector256<float>.Count)
        {
            for (; i < planeLength; i += Vector256<float>.Count)
            {
                // The last vector may overlap the one before it.
                int at = Math.Min(i, planeLength - Vector256<float>.Count);
                Vector256<int> word = Round(planes + at, steps);
                for (int plane = 1; plane < count; plane++)
                {
                    word |= Vector256.ShiftLeft(Round(planes + ((nint)plane * planeLength) + at, steps), 8 * plane);
                }

                word.Store(words + at);
            }
        }

        for (; i < planeLength; i++)
        {
            int word = 0;
            for (int plane = 0; plane < count; plane++)
            {
                // In this order the clamp turns what is not a number into 0.
                float rounded = MathF.Round(MathF.FusedMultiplyAdd(planes[((nint)plane * planeLength) + i], steps, Offset));
                word |= (int)(rounded >= 0 ? MathF.Min(rounded, Max) : 0) << (8 * plane);
            }

            words[i] = word;
        }
    }

    /// <summary>Eight activations as numbers from 0 to 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe Vector256<int> Round(float* x, float steps)
    {
        Vector256<float> scaled = Vector256.FusedMultiplyAdd(Vector256.Load(x), Vector256.Create(steps), Vector256.Create((float)Offset));

        // The second operand where either is not a number, which converts to the least integer.
        Vector256<int> rounded = Avx.ConvertToVector256Int32(Avx.Min(Vector256.Create((float)Max), scaled));
        return Avx2.Max(rounded, Vector256<int>.Zero);
    }

    private static ActivationOctets Between(float lowest, float highest)
    {
        (float scale, int offset) = ActivationRange.Steps(lowest, highest, Max);
        return new(scale, offset);
    }
}
