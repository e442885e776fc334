namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>A fully connected layer: output (M) = weight (M, K) · input (K) + bias (M).</summary>
internal sealed unsafe class LinearLayer : WeightLayer
{
    // Measured on layers of 784×300 and 800×500: a kept weight alone costs two to three times what it costs among all.
    private const double MostSparseDensity = 0.4;

    private readonly RowProducts _products;

    public LinearLayer(LayerInput input, Activation output, TrainedParameter weight, TrainedParameter? bias)
        : base(ConvolutionGeometry.Linear(input, output), weight, bias, MostSparseDensity) =>
        _products = new RowProducts(weight, Panels, rows: 1);

    public override int DenseGradientItems => _products.GradientItems;

    public override void Reserve(int blocks)
    {
        base.Reserve(blocks);
        _products.Reserve(blocks);
    }

    protected override void ForwardDense(int block) => _products.Forward(Input.Activation.Values(block), Output.Values(block), BiasFrom(0));

    protected override void PrepareDenseGradient(in Pass pass, int block) =>
        _products.Keep(pass.Blocks, block, row: 0, Input.Activation.Values(block), Output.Gradients(block));

    protected override void ComputeDenseGradient(int item, int blocks) => _products.ComputeGradient(item, blocks);

    protected override void ComputeDenseInputGradient(int block) =>
        _products.Backward(Output.Gradients(block), Input.Activation.Gradients(block), Input.Accumulate);
}
