using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>Puts tensors together along an axis.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Concat
{
    /// <summary>Copies one of the tensors to its place: a part of each row of the output, a row being all dimensions from the axis on.</summary>
    /// <param name="part">The tensor, as many rows as the output, each of equal length.</param>
    /// <param name="output">Receives a part of each row; apart from the tensor's memory.</param>
    /// <param name="rows">Rows of both.</param>
    /// <param name="start">Where in a row of the output the tensor begins.</param>
    /// <exception cref="ArgumentException">A length is not a whole number of rows, or the part does not fit.</exception>
    public static void Copy(ReadOnlySpan<float> part, Span<float> output, int rows, int start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        int partLength = part.Length / rows;
        int rowLength = output.Length / rows;
        ThrowHelper.RequireLength(nameof(part), rows * partLength, part.Length);
        ThrowHelper.RequireLength(nameof(output), rows * rowLength, output.Length);
        for (int row = 0; row < rows; row++)
        {
            part.Slice(row * partLength, partLength).CopyTo(output.Slice((row * rowLength) + start, partLength));
        }
    }
}
