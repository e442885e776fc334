using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>Moves elements by steps along axes: transposing, slicing, reversing, repeating, and setting into a larger tensor.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Rearrange
{
    /// <summary>Rows and columns of the squares in which a matrix is transposed: a cache line of each is used whole.</summary>
    private const int Square = 16;

    /// <summary>output[i0, i1, …] = input[offset + Σ ik · strides[k]], the output row-major.</summary>
    /// <param name="input">The elements; apart from the output's memory.</param>
    /// <param name="output">Receives as many elements as the sizes say.</param>
    /// <param name="sizes">The size of each axis of the output.</param>
    /// <param name="strides">For each axis, the elements of the input from one place along it to the next.</param>
    /// <param name="offset">The element of the input that comes first.</param>
    /// <exception cref="ArgumentException">The output does not have as many elements as the sizes say, or sizes and strides differ in number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A step leads out of the input.</exception>
    public static void Copy(ReadOnlySpan<float> input, Span<float> output, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
    {
        RequireSizes(sizes, strides, nameof(output), output.Length);
        CopyAxes(input, output, sizes, strides, offset);
    }

    /// <summary>Fills the output with one number, then output[offset + Σ ik · strides[k]] = input[i0, i1, …], the input row-major.</summary>
    /// <param name="input">As many elements as the sizes say; apart from the output's memory.</param>
    /// <param name="output">Receives the elements and the filling.</param>
    /// <param name="sizes">The size of each axis of the input.</param>
    /// <param name="strides">For each axis, the elements of the output from one place along it to the next.</param>
    /// <param name="offset">The element of the output that the first one becomes.</param>
    /// <param name="filling">The number between and around them.</param>
    /// <exception cref="ArgumentException">The input does not have as many elements as the sizes say, or sizes and strides differ in number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A step leads out of the output.</exception>
    public static void Spread(
        ReadOnlySpan<float> input, Span<float> output, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset, float filling)
    {
        RequireSizes(sizes, strides, nameof(input), input.Length);
        output.Fill(filling);
        SpreadAxes(input, output, sizes, strides, offset);
    }

    private static void CopyAxes(ReadOnlySpan<float> input, Span<float> output, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
    {
        if (sizes.Length <= 1)
        {
            CopyRow(input, output, strides.IsEmpty ? 0 : strides[0], offset);
            return;
        }

        if (sizes.Length == 2 && strides[0] == 1 && strides[1] > 1)
        {
            Transpose(input[offset..], output, sizes[0], sizes[1], strides[1]);
            return;
        }

        int slice = output.Length / sizes[0];
        for (int i = 0; i < sizes[0]; i++)
        {
            CopyAxes(input, output.Slice(i * slice, slice), sizes[1..], strides[1..], offset + (i * strides[0]));
        }
    }

    private static void CopyRow(ReadOnlySpan<float> input, Span<float> output, int stride, int offset)
    {
        switch (stride)
        {
            case 1:
                input.Slice(offset, output.Length).CopyTo(output);
                break;
            case 0:
                output.Fill(input[offset]);
                break;
            default:
                for (int i = 0; i < output.Length; i++)
                {
                    output[i] = input[offset + (i * stride)];
                }

                break;
        }
    }

    /// <summary>output[y, x] = input[y + x · stride], square by square.</summary>
    private static void Transpose(ReadOnlySpan<float> input, Span<float> output, int height, int width, int stride)
    {
        for (int top = 0; top < height; top += Square)
        {
            int bottom = Math.Min(top + Square, height);
            for (int left = 0; left < width; left += Square)
            {
                int right = Math.Min(left + Square, width);
                for (int y = top; y < bottom; y++)
                {
                    Span<float> row = output.Slice(y * width, width);
                    for (int x = left; x < right; x++)
                    {
                        row[x] = input[y + (x * stride)];
                    }
                }
            }
        }
    }

    private static void SpreadAxes(ReadOnlySpan<float> input, Span<float> output, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
    {
        if (sizes.Length > 1)
        {
            int slice = input.Length / sizes[0];
            for (int i = 0; i < sizes[0]; i++)
            {
                SpreadAxes(input.Slice(i * slice, slice), output, sizes[1..], strides[1..], offset + (i * strides[0]));
            }
        }
        else if (strides.IsEmpty || strides[0] == 1)
        {
            input.CopyTo(output.Slice(offset, input.Length));
        }
        else
        {
            for (int i = 0; i < input.Length; i++)
            {
                output[offset + (i * strides[0])] = input[i];
            }
        }
    }

    private static void RequireSizes(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, string parameter, int length)
    {
        ThrowHelper.RequireLength(nameof(strides), sizes.Length, strides.Length);
        int count = 1;
        foreach (int size in sizes)
        {
            count *= size;
        }

        ThrowHelper.RequireLength(parameter, count, length);
    }
}
