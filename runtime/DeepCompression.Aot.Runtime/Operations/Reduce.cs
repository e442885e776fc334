using System.ComponentModel;
using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Takes elements along an axis together to one. Input is (rows, count, inner), output (rows, inner). Elements side by side are
/// combined lane by lane, others in their order.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Reduce
{
    /// <summary>The sum of the elements.</summary>
    /// <param name="input">The elements; apart from the output's memory.</param>
    /// <param name="output">Receives one for each row and place in a slice.</param>
    /// <param name="count">Elements that are taken together.</param>
    /// <param name="inner">Elements of a slice, from one of those to the next.</param>
    /// <exception cref="ArgumentException">The output is no whole number of slices, or the input is not count times as long.</exception>
    public static void Sum(ReadOnlySpan<float> input, Span<float> output, int count, int inner) => AxisReduction<SumReduction>.Apply(input, output, count, inner);

    /// <summary>Their mean.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void Mean(ReadOnlySpan<float> input, Span<float> output, int count, int inner) => AxisReduction<MeanReduction>.Apply(input, output, count, inner);

    /// <summary>The largest; NaN where one is.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void Max(ReadOnlySpan<float> input, Span<float> output, int count, int inner) => AxisReduction<MaxReduction>.Apply(input, output, count, inner);

    /// <summary>The smallest; NaN where one is.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void Min(ReadOnlySpan<float> input, Span<float> output, int count, int inner) => AxisReduction<MinReduction>.Apply(input, output, count, inner);

    /// <summary>Their product.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void Product(ReadOnlySpan<float> input, Span<float> output, int count, int inner) =>
        AxisReduction<ProductReduction>.Apply(input, output, count, inner);

    /// <summary>The sum of their magnitudes.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void SumOfMagnitudes(ReadOnlySpan<float> input, Span<float> output, int count, int inner) =>
        AxisReduction<SumOfMagnitudesReduction>.Apply(input, output, count, inner);

    /// <summary>The sum of their squares.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void SumOfSquares(ReadOnlySpan<float> input, Span<float> output, int count, int inner) =>
        AxisReduction<SumOfSquaresReduction>.Apply(input, output, count, inner);

    /// <summary>The root of the sum of their squares.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void Norm(ReadOnlySpan<float> input, Span<float> output, int count, int inner) => AxisReduction<NormReduction>.Apply(input, output, count, inner);

    /// <summary>
    /// The logarithm of the sum of their exponentials: m + log Σ exp(x − m), m being the largest, so that no finite element overflows.
    /// Where m is infinite or NaN, the result is m.
    /// </summary>
    /// <inheritdoc cref="Sum"/>
    public static void LogSumExp(ReadOnlySpan<float> input, Span<float> output, int count, int inner)
    {
        Max(input, output, count, inner);
        for (int i = 0; i < output.Length; i++)
        {
            float largest = output[i];
            if (!float.IsFinite(largest))
            {
                continue;
            }

            int start = (i / inner * count * inner) + (i % inner);
            float sum = inner == 1 ? SumOfExponentials(input.Slice(start, count), largest) : SumOfExponentials(input[start..], largest, count, inner);
            output[i] = largest + MathF.Log(sum);
        }
    }

    /// <summary>The index of the largest, as a number: the first of them.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void IndexOfMax(ReadOnlySpan<float> input, Span<float> output, int count, int inner) =>
        Index(input, output, count, inner, static (element, best) => element > best);

    /// <summary>The index of the largest, as a number: the last of them.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void LastIndexOfMax(ReadOnlySpan<float> input, Span<float> output, int count, int inner) =>
        Index(input, output, count, inner, static (element, best) => element >= best);

    /// <summary>The index of the smallest, as a number: the first of them.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void IndexOfMin(ReadOnlySpan<float> input, Span<float> output, int count, int inner) =>
        Index(input, output, count, inner, static (element, best) => element < best);

    /// <summary>The index of the smallest, as a number: the last of them.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void LastIndexOfMin(ReadOnlySpan<float> input, Span<float> output, int count, int inner) =>
        Index(input, output, count, inner, static (element, best) => element <= best);

    internal static void RequireLengths(ReadOnlySpan<float> input, ReadOnlySpan<float> output, int count, int inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inner, 1);
        ThrowHelper.RequireLength(nameof(output), output.Length / inner * inner, output.Length);
        ThrowHelper.RequireLength(nameof(input), output.Length * count, input.Length);
    }

    // A static lambda's delegate is made once for the process.
    private static void Index(ReadOnlySpan<float> input, Span<float> output, int count, int inner, Func<float, float, bool> isBetter)
    {
        RequireLengths(input, output, count, inner);
        for (int i = 0; i < output.Length; i++)
        {
            int start = (i / inner * count * inner) + (i % inner);
            int best = 0;
            for (int k = 1; k < count; k++)
            {
                best = isBetter(input[start + (k * inner)], input[start + (best * inner)]) ? k : best;
            }

            output[i] = best;
        }
    }

    private static float SumOfExponentials(ReadOnlySpan<float> elements, float largest)
    {
        float sum = 0;
        int i = 0;
        if (elements.Length >= Vector<float>.Count)
        {
            Vector<float> sums = Vector<float>.Zero;
            for (; i <= elements.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                sums += Vector.Exp(new Vector<float>(elements[i..]) - new Vector<float>(largest));
            }

            sum = Vector.Sum(sums);
        }

        for (; i < elements.Length; i++)
        {
            sum += MathF.Exp(elements[i] - largest);
        }

        return sum;
    }

    private static float SumOfExponentials(ReadOnlySpan<float> elements, float largest, int count, int stride)
    {
        float sum = 0;
        for (int k = 0; k < count; k++)
        {
            sum += MathF.Exp(elements[k * stride] - largest);
        }

        return sum;
    }
}
