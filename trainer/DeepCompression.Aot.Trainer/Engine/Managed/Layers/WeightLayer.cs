using System.Numerics;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// A layer with weights (M, K) and an optional bias (M). Its work beyond <see cref="Layer"/> comes in numbered items that write
/// nothing in common: packing, before the first block, and the weight gradient, after the last. A layer whose weights are mostly
/// pruned computes with the others alone; the dense kernels then serve only passes that ask for the gradients of all.
/// </summary>
internal abstract unsafe class WeightLayer : Layer
{
    private readonly AlignedBuffer _rowPanels;
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
        _rowPanels = new AlignedBuffer(checked(TileProduct.PanelsFor(M) * K * TileProduct.MaxRows));
    }

    /// <summary>The items of <see cref="Pack"/>.</summary>
    public int PackItems => _sparse is null ? DensePackItems : 1;

    /// <summary>The items of <see cref="ComputeGradient"/> where only the kept weights' gradients are wanted.</summary>
    public int GradientItems => _sparse?.GradientItems ?? DenseGradientItems;

    /// <summary>The items of <see cref="ComputeGradient"/> where all weights' gradients are wanted.</summary>
    public abstract int DenseGradientItems { get; }

    protected ConvolutionGeometry Geometry { get; }

    protected LayerInput Input => Geometry.Input;

    protected Activation Output => Geometry.Output;

    protected TrainedParameter Weight { get; }

    protected TrainedParameter? Bias { get; }

    /// <summary>Output channels.</summary>
    protected int M { get; }

    /// <summary>Weights per output channel.</summary>
    protected int K { get; }

    /// <summary>The items of <see cref="PackDense"/>.</summary>
    protected virtual int DensePackItems => TileProduct.PanelsFor(M);

    /// <summary>The bias of a row on, or null.</summary>
    protected float* BiasFrom(int row) => Bias is null ? null : Bias.Values.Pointer + row;

    /// <summary>The weights of <see cref="TileProduct.MaxRows"/> output channels as the forward product reads them: (K, rows).</summary>
    protected float* RowPanel(int panel) => _rowPanels.Pointer + ((nint)panel * K * TileProduct.MaxRows);

    public override void Reserve(int blocks)
    {
        _blocks = blocks;
        Geometry.Padded.Reserve(blocks);
        if (Bias is not null && _biasSums.Length < blocks * M)
        {
            _biasSums = new float[blocks * M];
        }

        if (_sparse is not null)
        {
            Geometry.Spread.Reserve(blocks);
        }
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
            Geometry.Spread.Reserve(_blocks);
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
        Geometry.Padded.Fill(block);
        if (_sparse is null)
        {
            ForwardDense(block);
        }
        else
        {
            _sparse.Forward(block, BiasFrom(0));
        }
    }

    public sealed override void Backward(in Pass pass, int block)
    {
        SumBias(block);
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

    /// <summary>Adds up the bias's gradient, which <see cref="Backward"/> left in parts.</summary>
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
    protected virtual void PackDense(int item)
    {
        float* panel = RowPanel(item);
        int rows = Math.Min(TileProduct.MaxRows, M - (item * TileProduct.MaxRows));
        for (int row = 0; row < rows; row++)
        {
            float* source = Weight.Values.Pointer + ((nint)((item * TileProduct.MaxRows) + row) * K);
            float* target = panel + row;
            for (int k = 0; k < K; k++)
            {
                target[k * TileProduct.MaxRows] = source[k];
            }
        }
    }

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

    /// <summary>Sums one block of the output's gradient over lanes and positions.</summary>
    private void SumBias(int block)
    {
        if (Bias is null)
        {
            return;
        }

        int length = Output.BlockLength / M;
        float* gradient = Output.Gradients(block);
        for (int row = 0; row < M; row++)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int i = 0; i < length; i += Vector<float>.Count)
            {
                sum += Vector.Load(gradient + i);
            }

            _biasSums[(block * M) + row] = Vector.Sum(sum);
            gradient += length;
        }
    }
}
