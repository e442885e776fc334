using System.Numerics;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>A layer whose weight (M, K) meets many rows of each sample; it computes with all weights, pruned ones being zeros.</summary>
/// <param name="input">What it reads.</param>
/// <param name="weight">The weight.</param>
/// <param name="bias">The bias, or null.</param>
/// <param name="rows">Rows of a sample.</param>
internal abstract unsafe class RowLayer(LayerInput input, TrainedParameter weight, TrainedParameter? bias, int rows) : Layer, IWeightedLayer
{
    private readonly WeightPanels _panels = new(weight);
    private RowProducts? _products;
    private float[] _biasSums = [];

    public int PackItems => _panels.Count;

    public int GradientItems => DenseGradientItems;

    public int DenseGradientItems => Products.GradientItems;

    protected LayerInput Input => input;

    protected int Rows => rows;

    /// <summary>Rows of the weight.</summary>
    protected int M => weight.Shape.Rows;

    /// <summary>Columns of the weight.</summary>
    protected int K => weight.Shape.RowLength;

    protected RowProducts Products => _products ??= new RowProducts(weight, _panels, rows);

    protected float* BiasValues => bias is null ? null : bias.Values.Pointer;

    public override void Reserve(int blocks)
    {
        Products.Reserve(blocks);
        if (bias is not null && _biasSums.Length < blocks * M)
        {
            _biasSums = new float[blocks * M];
        }
    }

    public void ChooseKernels()
    {
    }

    public void Pack(int item) => _panels.Pack(item);

    public void ComputeGradient(in Pass pass, int item) => Products.ComputeGradient(item, pass.Blocks);

    public void ComputeBiasGradient(int blocks)
    {
        if (bias is null)
        {
            return;
        }

        Span<float> gradient = bias.Gradient.Span;
        gradient.Clear();
        for (int i = 0; i < blocks * M; i++)
        {
            gradient[i % M] += _biasSums[i];
        }
    }

    /// <summary>Sums a block's gradients of all rows' output, (rows, M, lanes), for the bias.</summary>
    protected void SumBias(int block, float* gradients)
    {
        if (bias is null)
        {
            return;
        }

        Span<float> sums = _biasSums.AsSpan(block * M, M);
        for (int element = 0; element < M; element++)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int row = 0; row < rows; row++)
            {
                float* gradient = gradients + (((nint)row * M) + element) * Lanes.Count;
                for (int lane = 0; lane < Lanes.Count; lane += Vector<float>.Count)
                {
                    sum += Vector.Load(gradient + lane);
                }
            }

            sums[element] = Vector.Sum(sum);
        }
    }
}
