using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The largest elements of windows one or two columns apart, in two steps: first of each column of the rows that a row of windows
/// covers, then of the columns of each window. Which element is the largest does not depend on the order in which they are seen.
/// </summary>
internal static class ColumnMaxPool
{
    /// <summary>The longest row of columns: eight kilobytes of stack.</summary>
    private const int MaxRowLength = 2048;

    private const int MaxStride = 2;

    /// <summary>Whether it pools such windows, quicker than one after the other.</summary>
    public static bool CanPool(in PoolShape shape) =>
        Vector256.IsHardwareAccelerated && shape.StrideX <= MaxStride && RowLength(shape) <= MaxRowLength;

    /// <summary>Pools a tensor; lengths and shape fit.</summary>
    [SkipLocalsInit]
    public static void Apply(ReadOnlySpan<float> input, Span<float> output, in PoolShape shape)
    {
        // No element of the padding is the largest of a window, which always has others.
        Span<float> columns = stackalloc float[MaxRowLength];
        columns = columns[..(int)RowLength(shape)];
        columns.Fill(float.NegativeInfinity);
        Span<float> inPlane = columns.Slice(shape.PadLeft, shape.Width);
        int outputWidth = shape.OutputWidth;
        for (int row = 0; row < shape.Channels * shape.OutputHeight; row++)
        {
            (int channel, int y) = Math.DivRem(row, shape.OutputHeight);
            (int firstRow, int rows) = shape.Rows(y).GetOffsetAndLength(shape.Height);
            Columns(input.Slice(((channel * shape.Height) + firstRow) * shape.Width, rows * shape.Width), inPlane);
            Span<float> target = output.Slice(row * outputWidth, outputWidth);
            if (outputWidth < Vector256<float>.Count)
            {
                WindowsOneByOne(columns, target, shape);
            }
            else
            {
                Windows(columns, target, shape);
            }
        }
    }

    /// <summary>Padding included, and behind it what the last vector of windows two columns apart reads.</summary>
    private static long RowLength(in PoolShape shape) =>
        (long)shape.PadLeft + shape.Width + shape.PadRight + (MaxStride * Vector256<float>.Count);

    /// <summary>The largest element of each column.</summary>
    /// <param name="rows">Whole rows of the plane.</param>
    /// <param name="columns">Receives an element for each column.</param>
    private static void Columns(ReadOnlySpan<float> rows, Span<float> columns)
    {
        int width = columns.Length;
        if (width < Vector256<float>.Count)
        {
            rows[..width].CopyTo(columns);
            for (int i = width; i < rows.Length; i++)
            {
                columns[i % width] = MathF.Max(columns[i % width], rows[i]);
            }

            return;
        }

        ref float target = ref MemoryMarshal.GetReference(columns);
        for (int next = 0; next < width; next += Vector256<float>.Count)
        {
            // The last vector overlaps the one before.
            int x = Math.Min(next, width - Vector256<float>.Count);
            ref float source = ref MemoryMarshal.GetReference(rows);
            Vector256<float> largest = Vector256.LoadUnsafe(ref source, (nuint)x);
            for (int i = x + width; i < rows.Length; i += width)
            {
                largest = Vector256.Max(largest, Vector256.LoadUnsafe(ref source, (nuint)i));
            }

            largest.StoreUnsafe(ref target, (nuint)x);
        }
    }

    /// <summary>The largest of each window's columns, eight windows at a time.</summary>
    private static void Windows(ReadOnlySpan<float> columns, Span<float> output, in PoolShape shape)
    {
        ref float source = ref MemoryMarshal.GetReference(columns);
        ref float target = ref MemoryMarshal.GetReference(output);
        int width = shape.WindowWidth;
        for (int next = 0; next < output.Length; next += Vector256<float>.Count)
        {
            int x = Math.Min(next, output.Length - Vector256<float>.Count);
            nuint first = (nuint)(x * shape.StrideX);
            (shape.StrideX == 1 ? Neighbours(ref source, first, width) : EverySecond(ref source, first, width)).StoreUnsafe(ref target, (nuint)x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Neighbours(ref float columns, nuint first, int width)
    {
        Vector256<float> largest = Vector256.LoadUnsafe(ref columns, first);
        for (int column = 1; column < width; column++)
        {
            largest = Vector256.Max(largest, Vector256.LoadUnsafe(ref columns, first + (nuint)column));
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> EverySecond(ref float columns, nuint first, int width)
    {
        (Vector256<float> largest, Vector256<float> odd) = Unzip.Load256(ref columns, first);
        largest = width > 1 ? Vector256.Max(largest, odd) : largest;
        for (int column = 2; column < width; column += 2)
        {
            (Vector256<float> even, odd) = Unzip.Load256(ref columns, first + (nuint)column);
            largest = Vector256.Max(largest, even);
            largest = column + 1 < width ? Vector256.Max(largest, odd) : largest;
        }

        return largest;
    }

    private static void WindowsOneByOne(ReadOnlySpan<float> columns, Span<float> output, in PoolShape shape)
    {
        for (int x = 0; x < output.Length; x++)
        {
            ReadOnlySpan<float> window = columns.Slice(x * shape.StrideX, shape.WindowWidth);
            float largest = window[0];
            foreach (float column in window[1..])
            {
                largest = MathF.Max(largest, column);
            }

            output[x] = largest;
        }
    }
}
