using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The weights of a convolution, zeros included, in eight bits as <see cref="BytePanelConvolution"/> meets them: each output channel's
/// largest magnitude becomes 127. Built once per process.
/// </summary>
/// <remarks>Four input channels share a word, so that to all that arranges and cuts the layer it has a fourth of them.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BytePanels
{
    private BytePanels(ReadOnlySpan<float> rowMajor, ReadOnlySpan<float> bias, in ConvolutionShape shape, in PanelSizes sizes)
    {
        ThrowHelper.RequireLength(nameof(rowMajor), checked(shape.OutputChannels * shape.RowLength), rowMajor.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.RowLength, BytePanelConvolution.MaxRowLength, nameof(shape));
        if (!bias.IsEmpty)
        {
            ThrowHelper.RequireLength(nameof(bias), shape.OutputChannels, bias.Length);
        }

        Shape = shape;
        Bias = bias.IsEmpty ? new float[shape.OutputChannels] : bias.ToArray();
        Scales = new float[shape.OutputChannels];
        Sums = new int[shape.OutputChannels];
        ConvolutionShape words = shape with { InputChannels = Words(shape.InputChannels) };
        var rows = new float[checked(shape.OutputChannels * words.RowLength)];
        for (int channel = 0; channel < shape.OutputChannels; channel++)
        {
            ReadOnlySpan<float> row = rowMajor.Slice(channel * shape.RowLength, shape.RowLength);
            Scales[channel] = Largest(row) / sbyte.MaxValue;
            Sums[channel] = Pack(row, Scales[channel], shape.WindowHeight * shape.WindowWidth, rows.AsSpan(channel * words.RowLength, words.RowLength));
        }

        Panels = WeightPanels.FromRows(rows, [], words, sizes);
    }

    /// <summary>The layer's shape.</summary>
    internal ConvolutionShape Shape { get; }

    /// <summary>The weights in panels, four to a word.</summary>
    internal WeightPanels Panels { get; }

    /// <summary>What a step of each output channel's weights stands for.</summary>
    internal float[] Scales { get; }

    /// <summary>The sum of each output channel's weights, in steps.</summary>
    internal int[] Sums { get; }

    /// <summary>A number for each output channel.</summary>
    internal float[] Bias { get; }

    /// <summary>Words of the input's planes.</summary>
    internal int InterleavedLength => Panels.Shape.InputLength;

    /// <summary>Floats of scratch memory a run needs: the input in words, and what the tiled product needs.</summary>
    public int ScratchLength => checked(InterleavedLength + Panels.ScratchLength);

    /// <summary>Decodes a tensor.</summary>
    /// <param name="tensor">The packed weights.</param>
    /// <param name="codebook">The value of each code: 0 for code 0, then the centroids.</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="shape">The layer's shape, which does not pool.</param>
    /// <param name="sizes">How it is cut; words take the place of floats.</param>
    /// <exception cref="ArgumentException">The codebook or the bias has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tensor, the shape or a size does not fit.</exception>
    /// <exception cref="OverflowException">The weights or the scratch memory would have more than 2³¹ − 1 elements.</exception>
    /// <exception cref="InvalidOperationException">The stream breaks a rule of the format.</exception>
    public static BytePanels Unpack(
        in PackedTensor tensor, ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias, in ConvolutionShape shape, in PanelSizes sizes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tensor.Rows, shape.OutputChannels, nameof(tensor));
        ArgumentOutOfRangeException.ThrowIfNotEqual(tensor.RowLength, shape.RowLength, nameof(tensor));
        using ScratchNumbers<float> dense = DenseRows.UnpackScratch(tensor, codebook);
        return new(dense.GetSpan(), bias, shape, sizes);
    }

    /// <summary>Takes a tensor that is stored number by number.</summary>
    /// <param name="rowMajor">The weights (output channels, input channels, window height, window width), finite.</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="shape">The layer's shape, which does not pool.</param>
    /// <param name="sizes">How it is cut; words take the place of floats.</param>
    /// <exception cref="ArgumentException">There are more or fewer weights than the shape has, or the bias has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shape or a size does not fit.</exception>
    /// <exception cref="OverflowException">The weights or the scratch memory would have more than 2³¹ − 1 elements.</exception>
    public static BytePanels FromRows(
        ReadOnlySpan<float> rowMajor, ReadOnlySpan<float> bias, in ConvolutionShape shape, in PanelSizes sizes) =>
        new(rowMajor, bias, shape, sizes);

    private static int Words(int channels) => (channels + ActivationOctets.PlanesOfWord - 1) / ActivationOctets.PlanesOfWord;

    /// <summary>Rounds an output channel's weights to steps and packs them; returns their sum.</summary>
    private static int Pack(ReadOnlySpan<float> row, float scale, int window, Span<float> words)
    {
        int sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            // Scales of the least magnitudes there are have hardly any digits.
            int rounded = scale > 0 ? (int)Math.Clamp(MathF.Round(row[i] / scale), -sbyte.MaxValue, sbyte.MaxValue) : 0;
            sum += rounded;
            (int channel, int place) = Math.DivRem(i, window);
            (int word, int part) = Math.DivRem(channel, ActivationOctets.PlanesOfWord);
            ref float target = ref words[(word * window) + place];
            target = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(target) | ((rounded & 0xFF) << (8 * part)));
        }

        return sum;
    }

    private static float Largest(ReadOnlySpan<float> row)
    {
        float largest = 0;
        foreach (float weight in row)
        {
            largest = MathF.Max(largest, MathF.Abs(weight));
        }

        return largest;
    }
}
