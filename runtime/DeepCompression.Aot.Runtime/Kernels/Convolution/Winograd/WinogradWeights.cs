using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The weights of a 3×3 convolution, zeros included, transformed for <see cref="WinogradConvolution"/>: four times as many numbers as
/// the dense weights have. Built once per process.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WinogradWeights
{
    private const int Taps = WinogradGrid.WindowSize * WinogradGrid.WindowSize;

    private readonly AlignedArray _values;
    private readonly AlignedArray _bias;

    private WinogradWeights(RowTaps rows, in WinogradGrid grid, ReadOnlySpan<float> bias)
    {
        if (!bias.IsEmpty)
        {
            ThrowHelper.RequireLength(nameof(bias), grid.Shape.OutputChannels, bias.Length);
        }

        Grid = grid;
        _values = AlignedArray.Zeros(grid.WeightLength);
        _bias = AlignedArray.Zeros(grid.OutputGroups * grid.GroupLength);
        bias.CopyTo(_bias.Floats);
        for (int group = 0; group < grid.OutputGroups; group++)
        {
            TransformGroup(rows, group);
        }
    }

    /// <summary>How the layer is computed.</summary>
    internal WinogradGrid Grid { get; }

    /// <summary>The weights (point, group of output channels, input channel, output channel of the group).</summary>
    internal unsafe float* Values => (float*)_values.First;

    /// <summary>A number for every output channel and those that fill up the last group.</summary>
    internal unsafe float* Bias => (float*)_bias.First;

    /// <summary>Floats of scratch memory a run needs for each thread.</summary>
    public int ScratchLength => Grid.ScratchLength;

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="shape">The layer's shape: a window of 3×3 and strides of 1.</param>
    /// <param name="lanes">Floats in a vector.</param>
    /// <param name="blockRows">Rows of tiles that are computed together.</param>
    /// <exception cref="ArgumentException">The codebook or the bias has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tensor or the shape does not fit.</exception>
    /// <exception cref="OverflowException">The weights or the scratch memory would have more than 2³¹ − 1 elements.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static WinogradWeights Unpack(
        in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, in ConvolutionShape shape, int lanes, int blockRows)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tensor.Rows, shape.OutputChannels, nameof(tensor));
        ArgumentOutOfRangeException.ThrowIfNotEqual(tensor.RowLength, shape.RowLength, nameof(tensor));
        using DecodedRows<int> rows = DecodedRows<int>.Of(tensor, codebook);
        using ScratchNumbers<float> values = rows.Values(codebook);
        return new(new RowTaps(rows.Start, rows.Columns, values.Memory), new WinogradGrid(shape, lanes, blockRows), bias);
    }

    /// <summary>Takes a tensor that is stored number by number.</summary>
    /// <param name="rowMajor">The weights (output channels, input channels, window height, window width).</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="shape">The layer's shape: a window of 3×3 and strides of 1.</param>
    /// <param name="lanes">Floats in a vector.</param>
    /// <param name="blockRows">Rows of tiles that are computed together.</param>
    /// <exception cref="ArgumentException">There are more or fewer weights than the shape has, or the bias has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shape does not fit.</exception>
    /// <exception cref="OverflowException">The weights or the scratch memory would have more than 2³¹ − 1 elements.</exception>
    public static WinogradWeights FromRows(
        ReadOnlySpan<float> rowMajor, ReadOnlySpan<float> bias, in ConvolutionShape shape, int lanes, int blockRows)
    {
        ThrowHelper.RequireLength(nameof(rowMajor), checked(shape.OutputChannels * shape.RowLength), rowMajor.Length);
        SparseRows<int> rows = SparseRows.FromRows(rowMajor, shape.RowLength);
        return new(new RowTaps(rows.Start, rows.Columns, rows.Values), new WinogradGrid(shape, lanes, blockRows), bias);
    }

    /// <summary>Transforms the windows of a group of output channels, but for those of input channels where none has a weight.</summary>
    private void TransformGroup(RowTaps rows, int group)
    {
        int length = Grid.GroupLength;
        int firstRow = group * length;
        int present = Math.Min(length, Grid.Shape.OutputChannels - firstRow);
        int[] cursors = rows.Start.AsSpan(firstRow, present).ToArray();
        var windows = new double[Taps * length];
        for (int channel = 0; channel < Grid.Shape.InputChannels; channel++)
        {
            Array.Clear(windows);
            bool hasWeights = false;
            for (int row = 0; row < present; row++)
            {
                int first = cursors[row];
                cursors[row] = ReadWindow(rows, first, rows.Start[firstRow + row + 1], channel, windows.AsSpan(row));
                hasWeights |= cursors[row] > first;
            }

            if (hasWeights)
            {
                TransformWindows(windows, (group * Grid.PanelLength) + (channel * length));
            }
        }
    }

    /// <summary>Reads the weights of an output channel for an input channel, a group's length apart.</summary>
    /// <returns>The number of the next weight.</returns>
    private int ReadWindow(RowTaps rows, int weight, int end, int channel, Span<double> window)
    {
        ReadOnlySpan<int> columns = rows.Columns.Span;
        ReadOnlySpan<float> values = rows.Values.Span;
        int firstColumn = channel * Taps;
        for (; weight < end && columns[weight] < firstColumn + Taps; weight++)
        {
            window[(columns[weight] - firstColumn) * Grid.GroupLength] = values[weight];
        }

        return weight;
    }

    /// <summary>Transforms windows side by side (place in the window, output channel), and stores their points from a place on.</summary>
    private void TransformWindows(double[] windows, int place)
    {
        const int Window = WinogradGrid.WindowSize;
        const int Patch = WinogradGrid.PatchSize;
        Span<Vector<double>> window = stackalloc Vector<double>[Taps];
        Span<Vector<double>> columns = stackalloc Vector<double>[Patch * Window];
        Span<Vector<double>> points = stackalloc Vector<double>[WinogradGrid.Points];
        ReadOnlySpan<double> numbers = MemoryMarshal.Cast<Vector<double>, double>(points);
        Span<float> values = _values.Floats;
        int pointLength = Grid.OutputGroups * Grid.PanelLength;
        for (int row = 0; row < Grid.GroupLength; row += Vector<double>.Count)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                window[tap] = new Vector<double>(windows, (tap * Grid.GroupLength) + row);
            }

            for (int x = 0; x < Window; x++)
            {
                WinogradTransform.Filter(window[x..], Window, columns[x..], Window);
            }

            for (int y = 0; y < Patch; y++)
            {
                WinogradTransform.Filter(columns[(y * Window)..], 1, points[(y * Patch)..], 1);
            }

            for (int point = 0; point < WinogradGrid.Points; point++)
            {
                Span<float> target = values.Slice((point * pointLength) + place + row, Vector<double>.Count);
                ReadOnlySpan<double> source = numbers.Slice(point * Vector<double>.Count, Vector<double>.Count);
                for (int lane = 0; lane < target.Length; lane++)
                {
                    target[lane] = (float)source[lane];
                }
            }
        }
    }
}
