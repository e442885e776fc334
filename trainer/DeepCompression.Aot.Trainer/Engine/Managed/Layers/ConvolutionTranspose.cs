using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// The input gradient of a convolution. Every input position gathers, from the windows that cover it, the output gradients times the
/// weights by which those windows saw it; so no two threads or windows write the same place.
/// </summary>
internal sealed unsafe class ConvolutionTranspose(
    LayerInput input, TensorShape inputShape, Activation output, TensorShape outputShape, TrainedParameter weight, SlidingWindow window)
{
    private readonly int _channels = inputShape[0];
    private readonly int _outputs = outputShape[0];
    private readonly Run[][] _coveringWindows = FindCoveringWindows(inputShape, outputShape, window);
    private readonly int _area = window.Height * window.Width;
    private readonly AlignedBuffer _panels = new(checked(
        TileProduct.PanelsFor(inputShape[0]) * window.Height * window.Width * outputShape[0] * TileProduct.MaxRows));

    /// <summary>The items of <see cref="Pack"/>: panels of input channels.</summary>
    public int PackItems => TileProduct.PanelsFor(_channels);

    private int PanelLength => _area * _outputs * TileProduct.MaxRows;

    /// <summary>Copies the weights of some input channels into (window height, window width, O, channels).</summary>
    public void Pack(int item)
    {
        float* panel = _panels.Pointer + ((nint)item * PanelLength);
        int firstChannel = item * TileProduct.MaxRows;
        int channels = Math.Min(TileProduct.MaxRows, _channels - firstChannel);
        float* source = weight.Values.Pointer + (firstChannel * _area);
        for (int o = 0; o < _outputs; o++)
        {
            for (int i = 0; i < channels * _area; i++)
            {
                (int channel, int place) = Math.DivRem(i, _area);
                panel[(((place * _outputs) + o) * TileProduct.MaxRows) + channel] = source[i];
            }

            source += _channels * _area;
        }
    }

    /// <summary>Computes one block.</summary>
    public void Compute(int block)
    {
        int plane = inputShape[1] * inputShape[2] * Lanes.Count;
        for (int position = 0; position < _coveringWindows.Length; position++)
        {
            for (int panel = 0; panel < PackItems; panel++)
            {
                int channel = panel * TileProduct.MaxRows;
                new TileProduct
                {
                    A = _panels.Pointer + ((nint)panel * PanelLength),
                    AStep = TileProduct.MaxRows,
                    B = output.Gradients(block),
                    BStep = outputShape[1] * outputShape[2] * Lanes.Count,
                    Runs = _coveringWindows[position],
                    Depth = _outputs,
                    C = input.Activation.Gradients(block) + ((nint)channel * plane) + (position * Lanes.Count),
                    CStep = plane,
                    Rows = Math.Min(TileProduct.MaxRows, _channels - channel),
                    Columns = Lanes.Count,
                    Accumulate = input.Accumulate,
                }.Compute();
            }
        }
    }

    /// <summary>For each input position one run, over all output channels, for each window that covers it.</summary>
    private static Run[][] FindCoveringWindows(TensorShape inputShape, TensorShape outputShape, SlidingWindow window)
    {
        var covering = new List<Run>[inputShape[1] * inputShape[2]];
        for (int position = 0; position < covering.Length; position++)
        {
            covering[position] = [];
        }

        for (int output = 0; output < outputShape[1] * outputShape[2]; output++)
        {
            (int outputY, int outputX) = Math.DivRem(output, outputShape[2]);
            for (int place = 0; place < window.Height * window.Width; place++)
            {
                int y = (outputY * window.StrideY) - window.PadTop + (place / window.Width);
                int x = (outputX * window.StrideX) - window.PadLeft + (place % window.Width);
                if ((uint)y < (uint)inputShape[1] && (uint)x < (uint)inputShape[2])
                {
                    covering[(y * inputShape[2]) + x].Add(new Run(place * outputShape[0] * TileProduct.MaxRows, output * Lanes.Count));
                }
            }
        }

        return Array.ConvertAll(covering, runs => runs.ToArray());
    }
}
