using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>Slices along an axis, by their indices.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Gather
{
    /// <summary>output[row, j, element] = input[row, indices[j], element].</summary>
    /// <param name="input">Rows of slices of elements; apart from the output's memory.</param>
    /// <param name="output">Receives as many rows, of a slice for each index.</param>
    /// <param name="size">Slices of a row of the input.</param>
    /// <param name="inner">Elements of a slice.</param>
    /// <param name="indices">The slices that each row of the output has.</param>
    /// <exception cref="ArgumentException">A length is not a whole number of rows, or both do not have as many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is none of a slice.</exception>
    public static void Apply(ReadOnlySpan<float> input, Span<float> output, int size, int inner, ReadOnlySpan<int> indices)
    {
        int rows = input.Length / (size * inner);
        ThrowHelper.RequireLength(nameof(input), rows * size * inner, input.Length);
        ThrowHelper.RequireLength(nameof(output), rows * indices.Length * inner, output.Length);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> from = input.Slice(row * size * inner, size * inner);
            Span<float> to = output.Slice(row * indices.Length * inner, indices.Length * inner);
            for (int j = 0; j < indices.Length; j++)
            {
                if (inner == 1)
                {
                    to[j] = from[indices[j]];
                }
                else
                {
                    from.Slice(indices[j] * inner, inner).CopyTo(to[(j * inner)..]);
                }
            }
        }
    }
}
