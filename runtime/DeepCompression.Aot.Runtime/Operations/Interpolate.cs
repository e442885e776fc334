using System.ComponentModel;
using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>Slices along an axis that are weighted sums of neighbouring slices: resizing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Interpolate
{
    /// <summary>output[row, j, element] = Σk weights[phases[j] · taps + k] · input[row, firsts[j] + k, element], k from 0 on.</summary>
    /// <param name="input">Rows of slices of elements; apart from the output's memory.</param>
    /// <param name="output">Receives as many rows.</param>
    /// <param name="size">Slices of a row of the input.</param>
    /// <param name="inner">Elements of a slice.</param>
    /// <param name="taps">Slices that are added.</param>
    /// <param name="weights">The weights of each phase, one after another.</param>
    /// <param name="firsts">The first slice, for each of the output's.</param>
    /// <param name="phases">The phase, for each of the output's.</param>
    /// <exception cref="ArgumentException">A length is not a whole number of rows, or both do not have as many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A slice or a phase does not exist.</exception>
    public static void Apply(
        ReadOnlySpan<float> input,
        Span<float> output,
        int size,
        int inner,
        int taps,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<int> firsts,
        ReadOnlySpan<int> phases)
    {
        int rows = input.Length / (size * inner);
        ThrowHelper.RequireLength(nameof(input), rows * size * inner, input.Length);
        ThrowHelper.RequireLength(nameof(phases), firsts.Length, phases.Length);
        ThrowHelper.RequireLength(nameof(output), rows * firsts.Length * inner, output.Length);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> from = input.Slice(row * size * inner, size * inner);
            Span<float> to = output.Slice(row * firsts.Length * inner, firsts.Length * inner);
            for (int j = 0; j < firsts.Length; j++)
            {
                ReadOnlySpan<float> phase = weights.Slice(phases[j] * taps, taps);
                Slices(from.Slice(firsts[j] * inner, taps * inner), to.Slice(j * inner, inner), phase);
            }
        }
    }

    /// <summary>The weighted sum of slices that lie one after another.</summary>
    private static void Slices(ReadOnlySpan<float> slices, Span<float> output, ReadOnlySpan<float> weights)
    {
        int i = 0;
        for (; i <= output.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int tap = 0; tap < weights.Length; tap++)
            {
                sum += new Vector<float>(slices[((tap * output.Length) + i)..]) * weights[tap];
            }

            sum.CopyTo(output[i..]);
        }

        for (; i < output.Length; i++)
        {
            float sum = 0;
            for (int tap = 0; tap < weights.Length; tap++)
            {
                sum += slices[(tap * output.Length) + i] * weights[tap];
            }

            output[i] = sum;
        }
    }
}
