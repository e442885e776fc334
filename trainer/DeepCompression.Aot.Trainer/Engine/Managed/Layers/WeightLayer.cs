using System.Numerics;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// A layer with weights (M, K) and an optional bias (M). Its work beyond <see cref="Layer"/> comes in numbered items that write
/// nothing in common: packing, before the first block, and the weight gradient, after the last.
/// </summary>
internal abstract unsafe class WeightLayer : Layer
{
    private readonly AlignedBuffer _rowPanels;
    private float[] _biasSums = [];

    protected WeightLayer(LayerInput input, Activation output, TrainedParameter weight, TrainedParameter? bias)
    {
        Input = input;
        Output = output;
        Weight = weight;
        Bias = bias;
        M = weight.Shape.Rows;
        K = weight.Shape.RowLength;
        _rowPanels = new AlignedBuffer(checked(TileProduct.PanelsFor(M) * K * TileProduct.MaxRows));
    }

    /// <summary>The items of <see cref="Pack"/>.</summary>
    public virtual int PackItems => TileProduct.PanelsFor(M);

    /// <summary>The items of <see cref="ComputeGradient"/>.</summary>
    public abstract int GradientItems { get; }

    protected LayerInput Input { get; }

    protected Activation Output { get; }

    protected TrainedParameter Weight { get; }

    protected TrainedParameter? Bias { get; }

    /// <summary>Output channels.</summary>
    protected int M { get; }

    /// <summary>Weights per output channel.</summary>
    protected int K { get; }

    /// <summary>The bias of a row on, or null.</summary>
    protected float* BiasFrom(int row) => Bias is null ? null : Bias.Values.Pointer + row;

    /// <summary>The weights of <see cref="TileProduct.MaxRows"/> output channels as the forward product reads them: (K, rows).</summary>
    protected float* RowPanel(int panel) => _rowPanels.Pointer + ((nint)panel * K * TileProduct.MaxRows);

    public override void Reserve(int blocks)
    {
        if (Bias is not null && _biasSums.Length < blocks * M)
        {
            _biasSums = new float[blocks * M];
        }
    }

    /// <summary>Copies one panel of the weights into the order in which the kernels read them.</summary>
    public virtual void Pack(int item)
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

    /// <summary>Computes one part of the weight's gradient over the whole batch.</summary>
    public abstract void ComputeGradient(int item, int blocks);

    /// <summary>Adds up what <see cref="SumBias"/> left behind.</summary>
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

    /// <summary>Sums one block of the output's gradient over lanes and positions.</summary>
    protected void SumBias(int block)
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
