using System.ComponentModel;
using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>exp(x) divided by its sum over a vector.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Softmax
{
    /// <summary>
    /// output[i] = exp(input[i] − m) / Σ exp(input[j] − m), m being the largest element: no finite input overflows. Terms are summed
    /// lane by lane. Input and output may be the same memory.
    /// </summary>
    /// <remarks>
    /// −∞ becomes 0 beside a finite element. Where an element is NaN or +∞, or all are −∞, no distribution exists and every output
    /// is NaN.
    /// </remarks>
    /// <param name="input">The elements.</param>
    /// <param name="output">Receives as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Apply(ReadOnlySpan<float> input, Span<float> output)
    {
        ThrowHelper.RequireLength(nameof(output), input.Length, output.Length);
        float largest = Largest(input);
        float sum = Exponentiate(input, largest, output);
        int i = 0;
        for (; i <= output.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(output[i..]) / new Vector<float>(sum)).CopyTo(output[i..]);
        }

        for (; i < output.Length; i++)
        {
            output[i] /= sum;
        }
    }

    /// <summary>The largest element; whatever it is where an element is NaN, which makes the sum NaN.</summary>
    private static float Largest(ReadOnlySpan<float> input)
    {
        float largest = float.NegativeInfinity;
        int i = 0;
        if (input.Length >= Vector<float>.Count)
        {
            var vector = new Vector<float>(largest);
            for (; i <= input.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                vector = Vector.Max(vector, new Vector<float>(input[i..]));
            }

            for (int lane = 0; lane < Vector<float>.Count; lane++)
            {
                largest = MathF.Max(largest, vector[lane]);
            }
        }

        for (; i < input.Length; i++)
        {
            largest = MathF.Max(largest, input[i]);
        }

        return largest;
    }

    /// <summary>Writes exp(input[i] − largest) for every element and returns the sum.</summary>
    private static float Exponentiate(ReadOnlySpan<float> input, float largest, Span<float> output)
    {
        float sum = 0;
        int i = 0;
        if (input.Length >= Vector<float>.Count)
        {
            Vector<float> sums = Vector<float>.Zero;
            for (; i <= input.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> terms = Elementary.Exp(new RealVector(new Vector<float>(input[i..]) - new Vector<float>(largest))).Value;
                terms.CopyTo(output[i..]);
                sums += terms;
            }

            sum = Vector.Sum(sums);
        }

        for (; i < input.Length; i++)
        {
            output[i] = Elementary.Exp(new RealNumber(input[i] - largest)).Value;
            sum += output[i];
        }

        return sum;
    }
}
