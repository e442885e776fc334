using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>exp(x) divided by its sum over a vector.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Softmax
{
    /// <summary>
    /// output[i] = exp(input[i] − m) / Σ exp(input[j] − m), m being the largest element: no finite input overflows. Terms are summed
    /// in ascending order. Input and output may be the same memory.
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
        float largest = float.NegativeInfinity;
        foreach (float element in input)
        {
            largest = MathF.Max(largest, element);
        }

        float sum = 0;
        for (int i = 0; i < input.Length; i++)
        {
            output[i] = MathF.Exp(input[i] - largest);
            sum += output[i];
        }

        foreach (ref float element in output)
        {
            element /= sum;
        }
    }
}
