using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Two orders of a batch: sample after sample, as callers have them, and element after element, in which a kernel loads the same
/// element of many samples as one vector.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Samples
{
    /// <summary>Elements of a sample that are taken together: a cache line.</summary>
    private const int BlockElements = 16;

    /// <summary>Brings N samples of L elements into the order of elements: L × N.</summary>
    /// <param name="input">N × L elements.</param>
    /// <param name="output">Receives L × N; shares no memory with the input.</param>
    /// <param name="samples">N, which divides the length.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of the number of samples.</exception>
    public static void Interleave(ReadOnlySpan<float> input, Span<float> output, int samples)
    {
        int length = LengthOf(input, output, samples);
        for (int first = 0; first < length; first += BlockElements)
        {
            int count = Math.Min(BlockElements, length - first);
            for (int sample = 0; sample < samples; sample++)
            {
                ReadOnlySpan<float> elements = input.Slice((sample * length) + first, count);
                Span<float> places = output[((first * samples) + sample)..];
                for (int i = 0; i < elements.Length; i++)
                {
                    places[i * samples] = elements[i];
                }
            }
        }
    }

    /// <summary>The other way: from the order of elements to sample after sample.</summary>
    /// <param name="input">L × N elements.</param>
    /// <param name="output">Receives N × L; shares no memory with the input.</param>
    /// <param name="samples">N, which divides the length.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of the number of samples.</exception>
    public static void Separate(ReadOnlySpan<float> input, Span<float> output, int samples)
    {
        int length = LengthOf(input, output, samples);
        for (int first = 0; first < length; first += BlockElements)
        {
            int count = Math.Min(BlockElements, length - first);
            for (int sample = 0; sample < samples; sample++)
            {
                Span<float> elements = output.Slice((sample * length) + first, count);
                ReadOnlySpan<float> places = input[((first * samples) + sample)..];
                for (int i = 0; i < elements.Length; i++)
                {
                    elements[i] = places[i * samples];
                }
            }
        }
    }

    private static int LengthOf(ReadOnlySpan<float> input, Span<float> output, int samples)
    {
        ThrowHelper.RequireLength(nameof(output), input.Length, output.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(input.Length % samples, 0, nameof(samples));
        return input.Length / samples;
    }
}
