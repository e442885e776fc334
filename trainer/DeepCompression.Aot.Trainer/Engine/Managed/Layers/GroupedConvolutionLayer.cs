using System.Numerics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// A convolution in groups, down to one channel each: the kernels of kept weights serve at any density, because a channel reads few.
/// </summary>
internal sealed unsafe class GroupedConvolutionLayer : Layer, IWeightedLayer
{
    private readonly ConvolutionGeometry _geometry;
    private readonly TrainedParameter _weight;
    private readonly TrainedParameter? _bias;

    // All weights, for where none is pruned and for passes that ask for the gradients of those that are.
    private readonly SparseConvolution _all;
    private SparseConvolution _kept;
    private float[] _biasSums = [];
    private int _blocks;

    public GroupedConvolutionLayer(ConvolutionGeometry geometry, TrainedParameter weight, TrainedParameter? bias)
    {
        _geometry = geometry;
        _weight = weight;
        _weight.MostSparseDensity = 1;
        _bias = bias;
        _all = new SparseConvolution(geometry, new KeptWeights([.. Enumerable.Range(0, weight.Length)], weight.Values.Span));
        _kept = _all;
    }

    public int PackItems => 1;

    public int GradientItems => 1;

    public int DenseGradientItems => 1;

    private int Channels => _geometry.OutputShape[0];

    public override void Reserve(int blocks)
    {
        _blocks = blocks;
        _geometry.Padded.Reserve(blocks);
        _all.Reserve(blocks);
        _kept.Reserve(blocks);
        if (_bias is not null && _biasSums.Length < blocks * Channels)
        {
            _biasSums = new float[blocks * Channels];
        }
    }

    public void ChooseKernels()
    {
        if (_weight.Kept is not { } kept)
        {
            _kept = _all;
        }
        else if (_kept.Kept != kept)
        {
            _kept = new SparseConvolution(_geometry, kept);
            _kept.Reserve(_blocks);
        }
    }

    public void Pack(int item)
    {
        if (_kept == _all)
        {
            _all.Kept.Collect(0, _weight.Values.Span, _all.Kept.Values.Span);
        }

        _kept.Pack();
    }

    public override void Forward(in Pass pass, int block)
    {
        _geometry.Padded.Fill(block);
        for (int channel = 0; channel < Channels; channel++)
        {
            _kept.Forward(block, channel, _bias is null ? 0 : _bias.Values.Span[channel]);
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        SparseConvolution wanted = pass.DenseGradients ? _all : _kept;
        for (int channel = 0; channel < Channels; channel++)
        {
            if (_bias is not null)
            {
                _biasSums[(block * Channels) + channel] = SumGradient(block, channel);
            }

            _kept.SpreadGradient(block, channel);
            wanted.ComputeBlockGradient(block, channel);
        }

        if (_geometry.Input.NeedsGradient)
        {
            _kept.ComputeInputGradient(block);
        }
    }

    public void ComputeGradient(in Pass pass, int item)
    {
        SparseConvolution wanted = pass.DenseGradients ? _all : _kept;
        for (int part = 0; part < wanted.GradientItems; part++)
        {
            wanted.ComputeGradient(part, pass.Blocks);
        }

        if (wanted == _all)
        {
            _all.Kept.Scatter(0, _all.Kept.Gradient.Span, _weight.Gradient.Span);
        }
    }

    public void ComputeBiasGradient(int blocks)
    {
        if (_bias is null)
        {
            return;
        }

        Span<float> gradient = _bias.Gradient.Span;
        gradient.Clear();
        for (int i = 0; i < blocks * Channels; i++)
        {
            gradient[i % Channels] += _biasSums[i];
        }
    }

    /// <summary>Sums one channel of one block of the output's gradient over lanes and positions.</summary>
    private float SumGradient(int block, int channel)
    {
        float* gradient = _geometry.Output.Gradients(block, channel, Channels);
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < _geometry.Output.BlockLength / Channels; i += Vector<float>.Count)
        {
            sum += Vector.Load(gradient + i);
        }

        return Vector.Sum(sum);
    }
}
