using System.Numerics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// A layer with weights (M, K) and an optional bias (M). Its work beyond <see cref="Layer"/> comes in numbered items that write
/// nothing in common: packing, before the first block, and the weight gradient, after the last. A layer whose weights are mostly
/// pruned computes with the others alone; the dense kernels then serve only passes that ask for the gradients of all.
/// </summary>
internal abstract unsafe class WeightLayer : Layer, IWeightedLayer
{
    private SparseConvolution? _sparse;
    private float[] _biasSums = [];
    private int _blocks;

    /// <param name="geometry">What it reads and writes.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="mostSparseDensity">The density of weights up to which the sparse kernels are faster.</param>
    protected WeightLayer(ConvolutionGeometry geometry, TrainedParameter weight, TrainedParameter? bias, double mostSparseDensity)
    {
        Geometry = geometry;
        Weight = weight;
        Weight.MostSparseDensity = mostSparseDensity;
        Bias = bias;
        M = weight.Shape.Rows;
        K = weight.Shape.RowLength;
        Panels = new WeightPanels(weight);
    }

    /// <summary>The items of <see cref="Pack"/>.</summary>
    public int PackItems => _sparse is null ? DensePackItems : 1;

    /// <summary>The items of <see cref="ComputeGradient"/> where only the kept weights' gradients are wanted.</summary>
    public int GradientItems => _sparse?.GradientItems ?? DenseGradientItems;

    /// <summary>The items of <see cref="ComputeGradient"/> where all weights' gradients are wanted.</summary>
    public abstract int DenseGradientItems { get; }

    /// <summary>Output channels.</summary>
    public int Channels => M;

    protected ConvolutionGeometry Geometry { get; }

    protected LayerInput Input => Geometry.Input;

    public Activation Output => Geometry.Output;

    protected TrainedParameter Weight { get; }

    protected TrainedParameter? Bias { get; }

    /// <summary>Output channels.</summary>
    protected int M { get; }

    /// <summary>Weights per output channel.</summary>
    protected int K { get; }

    /// <summary>The items of <see cref="PackDense"/>.</summary>
    protected virtual int DensePackItems => Panels.Count;

    /// <summary>The weights as the forward product reads them.</summary>
    protected WeightPanels Panels { get; }

    /// <summary>The bias of a row on, or null.</summary>
    protected float* BiasFrom(int row) => Bias is null ? null : Bias.Values.Pointer + row;

    public override void Reserve(int blocks)
    {
        _blocks = blocks;
        Geometry.Padded.Reserve(blocks);
        if (Bias is not null && _biasSums.Length < blocks * M)
        {
            _biasSums = new float[blocks * M];
        }

        _sparse?.Reserve(blocks);
    }

    /// <summary>Chooses between the dense and the sparse kernels; to be called when the constraint on the weights has changed.</summary>
    public void ChooseKernels()
    {
        if (!Weight.IsSparse)
        {
            _sparse = null;
        }
        else if (_sparse?.Kept != Weight.Kept)
        {
            _sparse = new SparseConvolution(Geometry, Weight.Kept!);
            _sparse.Reserve(_blocks);
        }
    }

    /// <summary>Copies a part of the weights into the order in which the kernels read them.</summary>
    public void Pack(int item)
    {
        if (_sparse is null)
        {
            PackDense(item);
        }
        else
        {
            _sparse.Pack();
        }
    }

    public sealed override void Forward(in Pass pass, int block)
    {
        BeginForward(block);
        for (int channel = 0; channel < Channels; channel++)
        {
            Forward(block, channel);
        }
    }

    public sealed override void Backward(in Pass pass, int block)
    {
        for (int channel = 0; channel < Channels; channel++)
        {
            Backward(pass, block, channel);
        }

        EndBackward(pass, block);
    }

    /// <summary>Whether, in a pass, it writes one channel after another and does not look at a channel's gradient after that of the next.</summary>
    public bool WorksByChannel(in Pass pass) => IsGradientSparse(pass) && _sparse!.WorksByChannel;

    /// <summary>What comes before the first channel of a block: with the dense kernels, which compute several channels at a time, everything.</summary>
    public void BeginForward(int block)
    {
        Geometry.Padded.Fill(block);
        if (_sparse is null)
        {
            ForwardDense(block);
        }
    }

    /// <summary>Computes one output channel of a block.</summary>
    public void Forward(int block, int channel) => _sparse?.Forward(block, channel, Bias is null ? 0 : Bias.Values.Span[channel]);

    /// <summary>Takes from the gradient of one output channel of a block what the gradients of its weights and its bias need.</summary>
    public void Backward(in Pass pass, int block, int channel)
    {
        if (Bias is not null)
        {
            _biasSums[(block * Channels) + channel] = SumGradient(block, channel);
        }

        if (_sparse is null)
        {
            return;
        }

        _sparse.SpreadGradient(block, channel);
        if (IsGradientSparse(pass))
        {
            _sparse.ComputeBlockGradient(block, channel);
        }
    }

    /// <summary>What comes behind the last channel of a block: the input's gradient.</summary>
    public void EndBackward(in Pass pass, int block)
    {
        if (!IsGradientSparse(pass))
        {
            PrepareDenseGradient(pass, block);
        }

        if (!Input.NeedsGradient)
        {
            return;
        }

        if (_sparse is null)
        {
            ComputeDenseInputGradient(block);
        }
        else
        {
            _sparse.ComputeInputGradient(block);
        }
    }

    /// <summary>Computes one part of the weight's gradient over the whole batch: into that of the kept weights where it is sparse.</summary>
    public void ComputeGradient(in Pass pass, int item)
    {
        if (IsGradientSparse(pass))
        {
            _sparse!.ComputeGradient(item, pass.Blocks);
        }
        else
        {
            ComputeDenseGradient(item, pass.Blocks);
        }
    }

    /// <summary>Adds up the gradient of the bias, which the backward pass left in parts.</summary>
    public void ComputeBiasGradient(int blocks)
    {
        if (Bias is null)
        {
            return;
        }

        Span<float> gradient = Bias.Gradient.Span;
        gradient.Clear();
        for (int i = 0; i < blocks * M; i++)
        {
            gradient[i % M] += _biasSums[i];
        }
    }

    /// <summary>Copies one panel of the weights into the order in which the dense kernels read them.</summary>
    protected virtual void PackDense(int item) => Panels.Pack(item);

    /// <summary>Computes the output's values of one block from all weights.</summary>
    protected abstract void ForwardDense(int block);

    /// <summary>Computes the input's gradient of one block from all weights.</summary>
    protected abstract void ComputeDenseInputGradient(int block);

    /// <summary>Lays out one block as <see cref="ComputeDenseGradient"/> reads it.</summary>
    protected virtual void PrepareDenseGradient(in Pass pass, int block)
    {
    }

    /// <summary>Computes one part of all weights' gradient over the whole batch.</summary>
    protected abstract void ComputeDenseGradient(int item, int blocks);

    private bool IsGradientSparse(in Pass pass) => _sparse is not null && !pass.DenseGradients;

    /// <summary>Sums one channel of one block of the output's gradient over lanes and positions.</summary>
    private float SumGradient(int block, int channel)
    {
        // Two sums, because each addition has to wait for the one before.
        int step = Vector<float>.Count;
        int length = Output.BlockLength / Channels;
        float* gradient = Output.Gradients(block, channel, Channels);
        Vector<float> even = Vector<float>.Zero, odd = Vector<float>.Zero;
        for (int i = 0; i < length; i += 2 * step)
        {
            even += Vector.Load(gradient + i);
            odd += Vector.Load(gradient + i + step);
        }

        return Vector.Sum(even + odd);
    }
}
