using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Products of matrices that the network computes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MatMul
{
    /// <summary>Rows of a tile: with two vectors of columns, eight sums that stay in registers.</summary>
    private const int TileRows = 4;

    /// <summary>Depth of a block: the columns of a tile, so deep, stay in the first-level cache while all rows pass.</summary>
    private const int BlockDepth = 256;

    /// <summary>
    /// output (…, rows, columns) = left (…, rows, depth) · right (…, depth, columns), for each matrix. Where one side has a single
    /// matrix, it meets each of the other side's. Products of one element are added in ascending order, in blocks of the depth.
    /// </summary>
    /// <param name="left">The left matrices, row-major.</param>
    /// <param name="right">The right matrices.</param>
    /// <param name="output">Receives the products; apart from both inputs' memory.</param>
    /// <param name="rows">Rows of a product.</param>
    /// <param name="depth">Columns of a left and rows of a right matrix.</param>
    /// <param name="columns">Columns of a product.</param>
    /// <exception cref="ArgumentException">A length is no whole number of matrices, or they are not as many.</exception>
    public static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, int rows, int depth, int columns)
    {
        int products = output.Length / (rows * columns);
        ThrowHelper.RequireLength(nameof(output), products * rows * columns, output.Length);
        int leftStep = Step(nameof(left), left.Length, rows * depth, products);
        int rightStep = Step(nameof(right), right.Length, depth * columns, products);
        for (int product = 0; product < products; product++)
        {
            Multiply(
                left.Slice(product * leftStep, rows * depth),
                right.Slice(product * rightStep, depth * columns),
                output.Slice(product * rows * columns, rows * columns),
                depth,
                columns);
        }
    }

    /// <summary>From one matrix to the next: nothing, if there is only one.</summary>
    private static int Step(string parameter, int length, int matrix, int products)
    {
        if (length == matrix)
        {
            return 0;
        }

        ThrowHelper.RequireLength(parameter, products * matrix, length);
        return matrix;
    }

    private static void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, int depth, int columns)
    {
        int rows = left.Length / depth;
        if (columns == 1)
        {
            for (int row = 0; row < rows; row++)
            {
                output[row] = Dot(left.Slice(row * depth, depth), right);
            }

            return;
        }

        output.Clear();
        for (int from = 0; from < depth; from += BlockDepth)
        {
            Block(left, right, output, depth, columns, from, Math.Min(from + BlockDepth, depth));
        }
    }

    /// <summary>Adds the products of a part of the depth: tiles of two vectors of columns, of one, and single columns at the end.</summary>
    private static void Block(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, int depth, int columns, int from, int to)
    {
        int rows = left.Length / depth;
        int lanes = Vector<float>.Count;
        int column = 0;
        for (; column <= columns - (2 * lanes); column += 2 * lanes)
        {
            int row = 0;
            for (; row <= rows - TileRows; row += TileRows)
            {
                TileOfFour(left[(row * depth)..], right[column..], output[((row * columns) + column)..], depth, columns, from, to);
            }

            for (; row < rows; row++)
            {
                Tile(left[(row * depth)..], right[column..], output.Slice((row * columns) + column, 2 * lanes), columns, from, to);
            }
        }

        for (; column <= columns - lanes; column += lanes)
        {
            for (int row = 0; row < rows; row++)
            {
                Tile(left[(row * depth)..], right[column..], output.Slice((row * columns) + column, lanes), columns, from, to);
            }
        }

        for (; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                float sum = output[(row * columns) + column];
                for (int k = from; k < to; k++)
                {
                    sum += left[(row * depth) + k] * right[(k * columns) + column];
                }

                output[(row * columns) + column] = sum;
            }
        }
    }

    /// <summary>Four rows and two vectors of columns.</summary>
    private static void TileOfFour(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, int depth, int columns, int from, int to)
    {
        // Apply has checked the lengths, once for all tiles.
        ref float leftRow = ref MemoryMarshal.GetReference(left);
        ref float rightRows = ref MemoryMarshal.GetReference(right);
        nuint at = (nuint)from * (nuint)columns;
        Vector<float> a0 = Vector<float>.Zero, a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
        for (int k = from; k < to; k++)
        {
            Vector<float> right0 = Vector.LoadUnsafe(ref rightRows, at);
            Vector<float> right1 = Vector.LoadUnsafe(ref rightRows, at + (nuint)Vector<float>.Count);
            Vector<float> a = new(Unsafe.Add(ref leftRow, k));
            Vector<float> b = new(Unsafe.Add(ref leftRow, depth + k));
            Vector<float> c = new(Unsafe.Add(ref leftRow, (2 * depth) + k));
            Vector<float> d = new(Unsafe.Add(ref leftRow, (3 * depth) + k));
            a0 = Vector.MultiplyAddEstimate(a, right0, a0);
            a1 = Vector.MultiplyAddEstimate(a, right1, a1);
            b0 = Vector.MultiplyAddEstimate(b, right0, b0);
            b1 = Vector.MultiplyAddEstimate(b, right1, b1);
            c0 = Vector.MultiplyAddEstimate(c, right0, c0);
            c1 = Vector.MultiplyAddEstimate(c, right1, c1);
            d0 = Vector.MultiplyAddEstimate(d, right0, d0);
            d1 = Vector.MultiplyAddEstimate(d, right1, d1);
            at += (nuint)columns;
        }

        AddTo(output, a0, a1);
        AddTo(output[columns..], b0, b1);
        AddTo(output[(2 * columns)..], c0, c1);
        AddTo(output[(3 * columns)..], d0, d1);
    }

    /// <summary>One row and as many columns as the output has, one or two vectors.</summary>
    private static void Tile(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, int columns, int from, int to)
    {
        int lanes = Vector<float>.Count;
        for (int start = 0; start < output.Length; start += lanes)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int k = from; k < to; k++)
            {
                sum = Vector.MultiplyAddEstimate(new Vector<float>(left[k]), new Vector<float>(right[((k * columns) + start)..]), sum);
            }

            (new Vector<float>(output[start..]) + sum).CopyTo(output[start..]);
        }
    }

    private static void AddTo(Span<float> output, Vector<float> first, Vector<float> second)
    {
        int lanes = Vector<float>.Count;
        (new Vector<float>(output) + first).CopyTo(output);
        (new Vector<float>(output[lanes..]) + second).CopyTo(output[lanes..]);
    }

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(left[i..]) * new Vector<float>(right[i..]);
        }

        float sum = Vector.Sum(sums);
        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
