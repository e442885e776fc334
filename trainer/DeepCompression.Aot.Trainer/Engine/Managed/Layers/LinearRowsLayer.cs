using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>A fully connected layer over rows: output (rows, M) = input (rows, K) · weightᵀ (M, K) + bias (M).</summary>
internal sealed unsafe class LinearRowsLayer(LayerInput input, Activation output, TrainedParameter weight, TrainedParameter? bias)
    : RowLayer(input, weight, bias, input.Activation.Elements / weight.Shape.RowLength)
{
    public override void Forward(in Pass pass, int block)
    {
        for (int row = 0; row < Rows; row++)
        {
            Products.Forward(InputRow(Input.Activation.Values(block), row), OutputRow(output.Values(block), row), BiasValues);
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        float* gradients = output.Gradients(block);
        SumBias(block, gradients);
        for (int row = 0; row < Rows; row++)
        {
            Products.Keep(pass.Blocks, block, row, InputRow(Input.Activation.Values(block), row), OutputRow(gradients, row));
            if (Input.NeedsGradient)
            {
                Products.Backward(OutputRow(gradients, row), InputRow(Input.Activation.Gradients(block), row), Input.Accumulate);
            }
        }
    }

    private float* InputRow(float* first, int row) => first + ((nint)row * K * Lanes.Count);

    private float* OutputRow(float* first, int row) => first + ((nint)row * M * Lanes.Count);
}
