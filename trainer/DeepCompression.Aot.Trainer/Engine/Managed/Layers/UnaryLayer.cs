using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>A function of one number, element by element: as inference computes it, and its slope.</summary>
/// <param name="input">What it reads.</param>
/// <param name="output">What it writes.</param>
/// <param name="op">The function.</param>
/// <param name="slope">Its slope.</param>
internal sealed unsafe class UnaryLayer(LayerInput input, Activation output, UnaryOperator op, Slope slope) : Layer
{
    public override void Forward(in Pass pass, int block)
    {
        ReadOnlySpan<float> source = new(input.Activation.Values(block), output.BlockLength);
        Span<float> target = new(output.Values(block), output.BlockLength);
        Apply(source, target);
    }

    public override void Backward(in Pass pass, int block)
    {
        if (!input.NeedsGradient)
        {
            return;
        }

        float* source = input.Activation.Values(block);
        float* values = output.Values(block);
        float* gradients = output.Gradients(block);
        float* target = input.Activation.Gradients(block);
        for (int i = 0; i < output.BlockLength; i++)
        {
            // Lanes without a sample have no gradient, whatever the slope of what they hold.
            float gradient = gradients[i] == 0 ? 0 : gradients[i] * slope(source[i], values[i]);
            target[i] = input.Accumulate ? target[i] + gradient : gradient;
        }
    }

    private void Apply(ReadOnlySpan<float> source, Span<float> target)
    {
        EquatableArray<float> settings = op.Settings;
        switch (op.Function)
        {
            case UnaryFunction.Abs: Unary.Apply(default(Abs), source, target); break;
            case UnaryFunction.Neg: Unary.Apply(default(Neg), source, target); break;
            case UnaryFunction.Sqrt: Unary.Apply(default(Sqrt), source, target); break;
            case UnaryFunction.Reciprocal: Unary.Apply(default(Reciprocal), source, target); break;
            case UnaryFunction.Exp: Unary.Apply(default(Exp), source, target); break;
            case UnaryFunction.Log: Unary.Apply(default(Log), source, target); break;
            case UnaryFunction.Sigmoid: Unary.Apply(default(Sigmoid), source, target); break;
            case UnaryFunction.Tanh: Unary.Apply(default(Tanh), source, target); break;
            case UnaryFunction.Erf: Unary.Apply(default(Erf), source, target); break;
            case UnaryFunction.Softplus: Unary.Apply(default(Softplus), source, target); break;
            case UnaryFunction.Softsign: Unary.Apply(default(Softsign), source, target); break;
            case UnaryFunction.Mish: Unary.Apply(default(Mish), source, target); break;
            case UnaryFunction.Gelu: Unary.Apply(default(Gelu), source, target); break;
            case UnaryFunction.GeluTanh: Unary.Apply(default(GeluTanh), source, target); break;
            case UnaryFunction.HardSwish: Unary.Apply(default(HardSwish), source, target); break;
            case UnaryFunction.LeakyRelu: Unary.Apply(new LeakyRelu(settings[0]), source, target); break;
            case UnaryFunction.Clip: Unary.Apply(new Clip(settings[0], settings[1]), source, target); break;
            case UnaryFunction.HardSigmoid: Unary.Apply(new HardSigmoid(settings[0], settings[1]), source, target); break;
            case UnaryFunction.Elu: Unary.Apply(new Elu(settings[0]), source, target); break;
            case UnaryFunction.Selu: Unary.Apply(new Selu(settings[0], settings[1]), source, target); break;
            case UnaryFunction.Celu: Unary.Apply(new Celu(settings[0]), source, target); break;
            case UnaryFunction.ThresholdedRelu: Unary.Apply(new ThresholdedRelu(settings[0]), source, target); break;
            case UnaryFunction.Swish: Unary.Apply(new Swish(settings[0]), source, target); break;
            default: throw new InvalidOperationException($"{op.Function} has no slope.");
        }
    }
}
