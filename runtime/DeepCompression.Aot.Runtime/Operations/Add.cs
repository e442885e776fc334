using System.ComponentModel;
using System.Numerics;

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
    public static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output)
    {
        ThrowHelper.RequireLength(nameof(right), left.Length, right.Length);
        ThrowHelper.RequireLength(nameof(output), left.Length, output.Length);
        int i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(left[i..]) + new Vector<float>(right[i..])).CopyTo(output[i..]);
        }

        for (; i < left.Length; i++)
        {
            output[i] = left[i] + right[i];
        }
    }
}
