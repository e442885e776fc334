namespace DeepCompression.Aot.Runtime;

/// <summary>Pools any window, stride and padding; padding never contributes.</summary>
internal static class SlidingPool<TReduction>
    where TReduction : IPoolReduction
{
    public static void Apply(ReadOnlySpan<float> input, Span<float> output, in PoolShape shape)
    {
        shape.RequireLengths(input, output);
        if (shape.IsHalving)
        {
            HalvingPool<TReduction>.Apply(input, output, shape);
            return;
        }

        if (WholePool<TReduction>.Takes(shape))
        {
            WholePool<TReduction>.Apply(input, output, shape);
            return;
        }

        int planeLength = shape.Height * shape.Width;
        int outputHeight = shape.OutputHeight;
        int outputWidth = shape.OutputWidth;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            ReadOnlySpan<float> plane = input.Slice(channel * planeLength, planeLength);
            for (int y = 0; y < outputHeight; y++)
            {
                Row(plane, output.Slice(((channel * outputHeight) + y) * outputWidth, outputWidth), shape, y);
            }
        }
    }

    /// <summary>One output row: windows in vectors as far as they can be, those at the edges one by one.</summary>
    private static void Row(ReadOnlySpan<float> plane, Span<float> output, in PoolShape shape, int outputRow)
    {
        (int first, int count) = RowPool<TReduction>.Columns(shape).GetOffsetAndLength(output.Length);
        if (count > 0)
        {
            (int firstRow, int rows) = shape.Rows(outputRow).GetOffsetAndLength(shape.Height);
            int start = (firstRow * shape.Width) + (first * shape.StrideX) - shape.PadLeft;
            RowPool<TReduction>.Apply(plane[start..], output.Slice(first, count), rows, shape);
        }

        for (int x = 0; x < first; x++)
        {
            output[x] = Window(plane, shape, outputRow, x);
        }

        for (int x = first + count; x < output.Length; x++)
        {
            output[x] = Window(plane, shape, outputRow, x);
        }
    }

    private static float Window(ReadOnlySpan<float> plane, in PoolShape shape, int outputRow, int outputColumn)
    {
        (int firstRow, int rows) = shape.Rows(outputRow).GetOffsetAndLength(shape.Height);
        (int firstColumn, int columns) = shape.Columns(outputColumn).GetOffsetAndLength(shape.Width);

        // Padding is smaller than the window, so a window always has a first element.
        float combined = plane[(firstRow * shape.Width) + firstColumn];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> elements = plane.Slice(((firstRow + row) * shape.Width) + firstColumn, columns);
            for (int column = row == 0 ? 1 : 0; column < columns; column++)
            {
                combined = TReduction.Combine(combined, elements[column]);
            }
        }

        return TReduction.Finish(combined, rows * columns);
    }
}
