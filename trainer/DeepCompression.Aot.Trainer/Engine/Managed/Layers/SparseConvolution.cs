using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// A convolution's products with the kept weights alone. Forward and the weight gradient go through them by output channel (CSR), the
/// input gradient by input channel and row of the window (CSC), so that it is gathered too, and no two threads or rows write the
/// same place. The lists stand until other weights are kept.
/// </summary>
internal sealed unsafe class SparseConvolution
{
    private const int MostGradientItems = 16;

    private readonly ConvolutionGeometry _geometry;
    private readonly WeightLists _byOutput;
    private readonly WeightLists? _byInput;

    // The weights in the order of _byInput.
    private readonly float[] _inputWeights = [];

    public SparseConvolution(ConvolutionGeometry geometry, KeptWeights kept)
    {
        _geometry = geometry;
        Kept = kept;
        SlidingWindow window = geometry.Window;
        int channels = geometry.InputShape[0];
        int area = window.Height * window.Width;
        var lists = new int[kept.Count];
        var offsets = new int[kept.Count];
        for (int number = 0; number < kept.Count; number++)
        {
            (int row, int place) = Math.DivRem(kept.Places[number], channels * area);
            lists[number] = row;
            offsets[number] = geometry.Padded.Offset(place / area, place % area / window.Width, place % window.Width);
        }

        _byOutput = new WeightLists(geometry.OutputShape[0], lists, offsets);
        if (!geometry.Input.NeedsGradient)
        {
            return;
        }

        for (int number = 0; number < kept.Count; number++)
        {
            (int row, int place) = Math.DivRem(kept.Places[number], channels * area);
            lists[number] = place / window.Width;
            offsets[number] = geometry.Spread.Offset(row, -(place % area / window.Width), -(place % window.Width));
        }

        _byInput = new WeightLists(channels * window.Height, lists, offsets);
        _inputWeights = new float[kept.Count];
    }

    /// <summary>The weights.</summary>
    public KeptWeights Kept { get; }

    /// <summary>The items of <see cref="ComputeGradient"/>: ranges of output channels.</summary>
    public int GradientItems => Math.Min(Outputs, MostGradientItems);

    private int Outputs => _geometry.OutputShape[0];

    // Positions that lie side by side in the input are computed as one stretch.
    private int StretchPositions => _geometry.Window.StrideX == 1 ? _geometry.OutputWidth : 1;

    /// <summary>Brings the weights into the order of the input gradient.</summary>
    public void Pack()
    {
        if (_byInput is not null)
        {
            Kept.Select(_byInput.Numbers, _inputWeights);
        }
    }

    /// <summary>Computes the output's values of one block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="bias">(O), or null.</param>
    public void Forward(int block, float* bias)
    {
        PaddedInput input = _geometry.Padded;
        SlidingWindow window = _geometry.Window;
        int length = StretchPositions * Lanes.Count;
        float* target = _geometry.Output.Values(block);
        for (int row = 0; row < Outputs; row++)
        {
            int start = _byOutput.Start(row);
            int count = _byOutput.Start(row + 1) - start;
            var sum = new WeightedSum
            {
                Weights = Kept.Values.Span.Slice(start, count),
                Offsets = _byOutput.Offsets.Slice(start, count),
                Length = length,
                Bias = bias == null ? 0 : bias[row],
            };
            for (int y = 0; y < _geometry.OutputHeight; y++)
            {
                for (int x = 0; x < _geometry.OutputWidth; x += StretchPositions)
                {
                    sum.Source = input.Values(block) + input.Offset(0, y * window.StrideY, x * window.StrideX);
                    sum.Target = target;
                    sum.Compute();
                    target += length;
                }
            }
        }
    }

    /// <summary>Computes the input's gradient of one block.</summary>
    public void ComputeInputGradient(int block)
    {
        SpreadGradient gradient = _geometry.Spread;
        gradient.Fill(block);
        SlidingWindow window = _geometry.Window;
        int height = _geometry.InputShape[1];
        int length = _geometry.InputShape[2] * Lanes.Count;
        float* target = _geometry.Input.Activation.Gradients(block);
        for (int channel = 0; channel < _geometry.InputShape[0]; channel++)
        {
            for (int y = window.PadTop; y < window.PadTop + height; y++)
            {
                // The rows of the window under which a window can lie on this row of the input.
                int first = Math.Max(0, y - gradient.Height + 1);
                int end = Math.Max(first, Math.Min(window.Height, y + 1));
                int start = _byInput!.Start((channel * window.Height) + first);
                int count = _byInput.Start((channel * window.Height) + end) - start;
                new WeightedSum
                {
                    Weights = _inputWeights.AsSpan(start, count),
                    Offsets = _byInput.Offsets.Slice(start, count),
                    Source = gradient.Origin(block) + gradient.Offset(0, y, window.PadLeft),
                    Target = target,
                    Length = length,
                    Accumulate = _geometry.Input.Accumulate,
                }.Compute();
                target += length;
            }
        }
    }

    /// <summary>Computes the gradient of some output channels' weights over the whole batch.</summary>
    public void ComputeGradient(int item, int blocks)
    {
        for (int row = item * Outputs / GradientItems; row < (item + 1) * Outputs / GradientItems; row++)
        {
            int end = _byOutput.Start(row + 1);
            for (int first = _byOutput.Start(row); first < end; first += ShiftedDots.Count)
            {
                ComputeDots(row, first, Math.Min(ShiftedDots.Count, end - first), blocks);
            }
        }
    }

    private void ComputeDots(int row, int first, int count, int blocks)
    {
        PaddedInput input = _geometry.Padded;
        SlidingWindow window = _geometry.Window;
        Span<float> sums = stackalloc float[ShiftedDots.Count];
        Span<int> offsets = stackalloc int[ShiftedDots.Count];

        // A call that is not full computes its first weight again.
        offsets.Fill(_byOutput.Offsets[first]);
        _byOutput.Offsets.Slice(first, count).CopyTo(offsets);
        new ShiftedDots
        {
            Gradient = _geometry.Output.Gradients(0) + ((nint)row * (_geometry.Output.BlockLength / Outputs)),
            GradientBlock = _geometry.Output.BlockLength,
            Input = input.Values(0),
            InputBlock = input.BlockLength,
            Offsets = offsets,
            Height = _geometry.OutputHeight,
            Width = _geometry.OutputWidth / StretchPositions,
            StepY = input.Offset(0, window.StrideY, 0),
            StepX = input.Offset(0, 0, window.StrideX),
            Length = StretchPositions * Lanes.Count,
            Blocks = blocks,
        }.Compute(sums);
        sums[..count].CopyTo(Kept.Gradient.Span[first..]);
    }
}
