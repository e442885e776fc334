using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The largest elements of windows one or two columns apart, in two steps: first of each column of the rows that a row of windows
/// covers, then of the columns of each window. Which element is the largest does not depend on the order in which they are seen.
/// </summary>
internal static unsafe class ColumnMaxPool
{
    /// <summary>The longest row of columns: eight kilobytes of stack.</summary>
    private const int MaxRowLength = 2048;

    private const int MaxStride = 2;

    /// <summary>Whether it pools such windows, quicker than one after the other.</summary>
    public static bool CanPool(in PoolShape shape) =>
        Vector256.IsHardwareAccelerated && shape.StrideX <= MaxStride && RowLength(shape) <= MaxRowLength;

    /// <summary>Pools a tensor; lengths and shape fit.</summary>
    public static void Apply(ReadOnlySpan<float> input, Span<float> output, in PoolShape shape)
    {
        if (Vector512.IsHardwareAccelerated && shape.OutputWidth >= Vector512<float>.Count)
        {
            Apply<Vector512<float>, Lanes512>(input, output, shape);
        }
        else
        {
            Apply<Vector256<float>, Lanes256>(input, output, shape);
        }
    }

    [SkipLocalsInit]
    private static void Apply<TVector, TLanes>(ReadOnlySpan<float> input, Span<float> output, in PoolShape shape)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        // No element of the padding is the largest of a window, which always has others.
        float* columns = stackalloc float[MaxRowLength];
        new Span<float>(columns, (int)RowLength(shape)).Fill(float.NegativeInfinity);
        (int width, int height, int outputWidth, int outputHeight) = (shape.Width, shape.Height, shape.OutputWidth, shape.OutputHeight);
        fixed (float* pinnedInput = input, pinnedOutput = output)
        {
            float* target = pinnedOutput;
            for (int row = 0; row < shape.Channels * outputHeight; row++)
            {
                (int channel, int y) = Math.DivRem(row, outputHeight);
                (int firstRow, int rows) = shape.Rows(y).GetOffsetAndLength(height);
                float* source = pinnedInput + ((nint)((channel * height) + firstRow) * width);
                Columns<TVector, TLanes>(source, source + ((nint)rows * width), width, columns + shape.PadLeft);
                Windows<TVector, TLanes>(columns, target, outputWidth, shape.WindowWidth, shape.StrideX);
                target += outputWidth;
            }
        }
    }

    /// <summary>Padding included, and behind it what the last vector of windows two columns apart reads.</summary>
    private static long RowLength(in PoolShape shape) =>
        (long)shape.PadLeft + shape.Width + shape.PadRight + (MaxStride * Vector512<float>.Count);

    /// <summary>The largest element of each column.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="end">The end of the last.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="columns">Receives an element for each column.</param>
    private static void Columns<TVector, TLanes>(float* rows, float* end, int width, float* columns)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        if (width < TLanes.Count)
        {
            ColumnsOneByOne(rows, end, width, columns);
            return;
        }

        for (int next = 0; next < width; next += TLanes.Count)
        {
            // The last vector overlaps the one before.
            int x = Math.Min(next, width - TLanes.Count);
            float* element = rows + x;
            TVector largest = TLanes.Load(element);
            for (element += width; element < end; element += width)
            {
                largest = TLanes.Max(largest, TLanes.Load(element));
            }

            TLanes.Store(largest, columns + x);
        }
    }

    private static void ColumnsOneByOne(float* rows, float* end, int width, float* columns)
    {
        for (int x = 0; x < width; x++)
        {
            float largest = rows[x];
            for (float* element = rows + x + width; element < end; element += width)
            {
                largest = MathF.Max(largest, *element);
            }

            columns[x] = largest;
        }
    }

    /// <summary>The largest of each window's columns, a vector of windows at a time.</summary>
    private static void Windows<TVector, TLanes>(float* columns, float* output, int count, int windowWidth, int stride)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        if (count < TLanes.Count)
        {
            WindowsOneByOne(columns, output, count, windowWidth, stride);
            return;
        }

        for (int next = 0; next < count; next += TLanes.Count)
        {
            int x = Math.Min(next, count - TLanes.Count);
            TVector largest = stride == 1
                ? Neighbours<TVector, TLanes>(columns + x, windowWidth)
                : EverySecond<TVector, TLanes>(columns + (2 * x), windowWidth);
            TLanes.Store(largest, output + x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Neighbours<TVector, TLanes>(float* columns, int windowWidth)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector largest = TLanes.Load(columns);
        for (int column = 1; column < windowWidth; column++)
        {
            largest = TLanes.Max(largest, TLanes.Load(columns + column));
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector EverySecond<TVector, TLanes>(float* columns, int windowWidth)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector largest = TLanes.Evens(columns);
        for (int column = 1; column < windowWidth; column += 2)
        {
            largest = TLanes.Max(largest, TLanes.Odds(columns + column - 1));
            if (column + 1 < windowWidth)
            {
                largest = TLanes.Max(largest, TLanes.Evens(columns + column + 1));
            }
        }

        return largest;
    }

    private static void WindowsOneByOne(float* columns, float* output, int count, int windowWidth, int stride)
    {
        for (int x = 0; x < count; x++)
        {
            float largest = columns[x * stride];
            for (int column = 1; column < windowWidth; column++)
            {
                largest = MathF.Max(largest, columns[(x * stride) + column]);
            }

            output[x] = largest;
        }
    }
}
