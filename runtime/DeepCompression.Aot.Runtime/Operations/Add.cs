using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The sum of two tensors, element by element.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Add
{
    /// <summary>output[i] = left[i] + right[i]; the output may be the same memory as either input.</summary>
    /// <param name="left">The elements of one tensor.</param>
    /// <param name="right">As many of the other.</param>
    /// <param name="output">Receives as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output) =>
        Apply(left, right, output, relu: false);

    /// <summary>The same, rectified: what follows a sum of branches is mostly a rectifier.</summary>
    /// <inheritdoc cref="Apply(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void ApplyRelu(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output) =>
        Apply(left, right, output, relu: true);

    // Inlined, so that each caller has loops without the question.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, bool relu)
    {
        ThrowHelper.RequireLength(nameof(right), left.Length, right.Length);
        ThrowHelper.RequireLength(nameof(output), left.Length, output.Length);
        int i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> sums = new Vector<float>(left[i..]) + new Vector<float>(right[i..]);
            (relu ? Relu.Apply(sums) : sums).CopyTo(output[i..]);
        }

        for (; i < left.Length; i++)
        {
            float sum = left[i] + right[i];
            output[i] = relu ? Relu.Apply(sum) : sum;
        }
    }
}
