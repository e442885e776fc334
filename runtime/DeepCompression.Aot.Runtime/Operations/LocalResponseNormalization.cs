using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Elements divided by a power of the mean square of the channels around them, as AlexNet and GoogLeNet have it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LocalResponseNormalization
{
    /// <summary>The power that every published network has: two square roots and a division in place of a logarithm and an exponential.</summary>
    private const float ThreeQuarters = 0.75f;

    /// <summary>
    /// output[c, i] = input[c, i] ÷ (offset + scale ÷ size · Σ input[d, i]²)^exponent, the sum over the channels d from
    /// c − ⌊(size − 1) ÷ 2⌋ to c + ⌊size ÷ 2⌋ that exist, in ascending order.
    /// </summary>
    /// <param name="input">The tensor, channels first: channels · elements of a plane.</param>
    /// <param name="output">Receives as many; apart from the input's memory.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="size">The channels that are summed over.</param>
    /// <param name="scale">What multiplies the mean of squares.</param>
    /// <param name="exponent">The power.</param>
    /// <param name="offset">What is added before.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no whole number of planes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no channels to sum over.</exception>
    public static void Apply(
        ReadOnlySpan<float> input, Span<float> output, int channels, int size, float scale, float exponent, float offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        int plane = input.Length / channels;
        ThrowHelper.RequireLength(nameof(input), plane * channels, input.Length);
        ThrowHelper.RequireLength(nameof(output), input.Length, output.Length);
        for (int channel = 0; channel < channels; channel++)
        {
            int first = Math.Max(0, channel - ((size - 1) / 2));
            int last = (int)Math.Min(channels - 1, channel + (size / 2L));
            ReadOnlySpan<float> around = input[(first * plane)..((last + 1) * plane)];
            Span<float> results = output.Slice(channel * plane, plane);
            Normalize(input.Slice(channel * plane, plane), around, results, scale / size, exponent, offset);
        }
    }

    /// <summary>One channel, from the planes around it.</summary>
    private static void Normalize(
        ReadOnlySpan<float> input, ReadOnlySpan<float> around, Span<float> output, float scale, float exponent, float offset)
    {
        int plane = input.Length;
        int i = 0;
        for (; i <= plane - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int place = i; place < around.Length; place += plane)
            {
                Vector<float> element = Load(around, place);
                sum += element * element;
            }

            Vector<float> bases = new Vector<float>(offset) + (new Vector<float>(scale) * sum);
            Vector<float> divisor = exponent == ThreeQuarters
                ? Vector.SquareRoot(bases) * Vector.SquareRoot(Vector.SquareRoot(bases))
                : Vector.Exp(Vector.Log(bases) * new Vector<float>(exponent));
            (Load(input, i) / divisor).CopyTo(output[i..]);
        }

        for (; i < plane; i++)
        {
            float sum = 0;
            for (int place = i; place < around.Length; place += plane)
            {
                sum += around[place] * around[place];
            }

            output[i] = input[i] / MathF.Pow(offset + (scale * sum), exponent);
        }
    }

    private static Vector<float> Load(ReadOnlySpan<float> values, int place) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)place);
}
