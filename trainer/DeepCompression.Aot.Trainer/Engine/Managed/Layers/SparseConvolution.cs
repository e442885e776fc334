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

    // Over the positions of a plane it pays to sum each block's share of the gradient while it is in the cache; a fully connected layer
    // sums over all blocks at once.
    private readonly bool _sumsByBlock;

    // Each block's share of the gradient, (blocks, kept weights).
    private AlignedBuffer? _blockGradients;

    public SparseConvolution(ConvolutionGeometry geometry, KeptWeights kept)
    {
        _geometry = geometry;
        Kept = kept;
        _sumsByBlock = geometry.OutputHeight * geometry.OutputWidth > 1;
        SlidingWindow window = geometry.Window;
        int area = window.Height * window.Width;
        int rowLength = geometry.GroupChannels * area;
        var lists = new int[kept.Count];
        var offsets = new int[kept.Count];
        for (int number = 0; number < kept.Count; number++)
        {
            (int row, int place) = Math.DivRem(kept.Places[number], rowLength);
            lists[number] = row;
            offsets[number] = geometry.Padded.Offset(geometry.FirstChannel(row) + (place / area), place % area / window.Width, place % window.Width);
        }

        _byOutput = new WeightLists(geometry.OutputShape[0], lists, offsets);
        if (!geometry.Input.NeedsGradient)
        {
            return;
        }

        for (int number = 0; number < kept.Count; number++)
        {
            (int row, int place) = Math.DivRem(kept.Places[number], rowLength);
            lists[number] = (geometry.FirstChannel(row) * window.Height) + (place / window.Width);
            offsets[number] = geometry.Spread.Offset(row, -(place % area / window.Width), -(place % window.Width));
        }

        _byInput = new WeightLists(geometry.InputShape[0] * window.Height, lists, offsets);
        _inputWeights = new float[kept.Count];
    }

    /// <summary>The weights.</summary>
    public KeptWeights Kept { get; }

    /// <summary>The items of <see cref="ComputeGradient"/>: ranges of output channels.</summary>
    public int GradientItems => _sumsByBlock ? 1 : Math.Min(Outputs, MostGradientItems);

    /// <summary>Whether <see cref="ComputeBlockGradient"/> and <see cref="SpreadGradient"/> are all that look at the output's gradient.</summary>
    public bool WorksByChannel => _sumsByBlock && (_byInput is null || _geometry.Spread.IsCopy);

    private int Outputs => _geometry.OutputShape[0];

    // Positions that lie side by side in the input are computed as one stretch.
    private int StretchPositions => _geometry.Window.StrideX == 1 ? _geometry.OutputWidth : 1;

    /// <summary>Makes room for batches of so many blocks.</summary>
    public void Reserve(int blocks)
    {
        if (_byInput is not null)
        {
            _geometry.Spread.Reserve(blocks);
        }

        if (_sumsByBlock)
        {
            _blockGradients = AlignedBuffer.Ensure(_blockGradients, (long)blocks * Kept.Count);
        }
    }

    /// <summary>Brings the weights into the order of the input gradient.</summary>
    public void Pack()
    {
        if (_byInput is not null)
        {
            Kept.Select(_byInput.Numbers, _inputWeights);
        }
    }

    /// <summary>Computes one output channel of one block.</summary>
    public void Forward(int block, int channel, float bias)
    {
        PaddedInput input = _geometry.Padded;
        SlidingWindow window = _geometry.Window;
        int start = _byOutput.Start(channel);
        int count = _byOutput.Start(channel + 1) - start;
        var sum = new WeightedSum
        {
            Weights = Kept.Values.Span.Slice(start, count),
            Offsets = _byOutput.Offsets.Slice(start, count),
            Target = _geometry.Output.Values(block, channel, Outputs),
            Length = StretchPositions * Lanes.Count,
            Bias = bias,
        };
        for (int y = 0; y < _geometry.OutputHeight; y++)
        {
            for (int x = 0; x < _geometry.OutputWidth; x += StretchPositions)
            {
                sum.Source = input.Values(block) + input.Offset(0, y * window.StrideY, x * window.StrideX);
                sum.Compute();
                sum.Target += sum.Length;
            }
        }
    }

    /// <summary>Computes the input's gradient of one block.</summary>
    public void ComputeInputGradient(int block)
    {
        SpreadGradient gradient = _geometry.Spread;
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

    /// <summary>Computes one block's share of the gradient of one output channel's weights, where that is done block by block.</summary>
    public void ComputeBlockGradient(int block, int channel)
    {
        if (_sumsByBlock)
        {
            ComputeDots(channel, block, 1, BlockGradient(block));
        }
    }

    /// <summary>Lays out one output channel's gradient of one block for <see cref="ComputeInputGradient"/>.</summary>
    public void SpreadGradient(int block, int channel)
    {
        if (_byInput is not null)
        {
            _geometry.Spread.Fill(block, channel);
        }
    }

    /// <summary>Computes the gradient of some output channels' weights over the whole batch.</summary>
    public void ComputeGradient(int item, int blocks)
    {
        if (_sumsByBlock)
        {
            SumBlockGradients(blocks);
            return;
        }

        for (int channel = item * Outputs / GradientItems; channel < (item + 1) * Outputs / GradientItems; channel++)
        {
            ComputeDots(channel, 0, blocks, Kept.Gradient.Span);
        }
    }

    private Span<float> BlockGradient(int block) => _blockGradients!.Span.Slice(block * Kept.Count, Kept.Count);

    private void SumBlockGradients(int blocks)
    {
        Span<float> gradient = Kept.Gradient.Span;
        gradient.Clear();
        for (int block = 0; block < blocks; block++)
        {
            ReadOnlySpan<float> share = BlockGradient(block);
            for (int number = 0; number < share.Length; number++)
            {
                gradient[number] += share[number];
            }
        }
    }

    private void ComputeDots(int channel, int firstBlock, int blocks, Span<float> gradient)
    {
        PaddedInput input = _geometry.Padded;
        SlidingWindow window = _geometry.Window;
        Span<float> sums = stackalloc float[ShiftedDots.Many];
        Span<int> offsets = stackalloc int[ShiftedDots.Many];
        int end = _byOutput.Start(channel + 1);
        for (int first = _byOutput.Start(channel); first < end; first += ShiftedDots.Many)
        {
            // A call that is not full computes its first weight again.
            int count = Math.Min(ShiftedDots.Many, end - first);
            offsets.Fill(_byOutput.Offsets[first]);
            _byOutput.Offsets.Slice(first, count).CopyTo(offsets);
            new ShiftedDots
            {
                Gradient = _geometry.Output.Gradients(firstBlock, channel, Outputs),
                GradientBlock = _geometry.Output.BlockLength,
                Input = input.Values(firstBlock),
                InputBlock = input.BlockLength,
                Offsets = offsets[..(count <= ShiftedDots.Few ? ShiftedDots.Few : ShiftedDots.Many)],
                Height = _geometry.OutputHeight,
                Width = _geometry.OutputWidth / StretchPositions,
                StepY = input.Offset(0, window.StrideY, 0),
                StepX = input.Offset(0, 0, window.StrideX),
                Length = StretchPositions * Lanes.Count,
                Blocks = blocks,
            }.Compute(sums);
            sums[..count].CopyTo(gradient[first..]);
        }
    }
}
