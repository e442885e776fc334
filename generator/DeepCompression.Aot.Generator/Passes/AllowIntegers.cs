using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Where the project asks for arithmetic of integers, tells fully connected layers and convolutions how their input becomes such.</summary>
/// <remarks>Convolutions have no kernels of fourteen bits: three products of bytes take longer than one of floats there.</remarks>
internal static class AllowIntegers
{
    public static ModelPlan Run(ModelPlan plan)
    {
        if (plan.Source.Arithmetic == Arithmetic.Float32)
        {
            return plan;
        }

        bool[] mayBeNegative = FindNegative(plan);
        bool fine = plan.Source.Arithmetic == Arithmetic.Int14;
        return plan with
        {
            Layers = new([.. plan.Layers.Select(layer => layer switch
            {
                LinearLayer linear => linear with { IntegerActivations = new(linear.CalibratedMagnitude, mayBeNegative[linear.Input], fine) },
                ConvolutionLayer convolution when !fine => convolution with
                {
                    IntegerActivations = new(convolution.CalibratedMagnitude, mayBeNegative[convolution.Input], fine),
                },
                _ => layer,
            })]),
        };
    }

    /// <summary>For each value, whether it can have negative elements.</summary>
    private static bool[] FindNegative(ModelPlan plan)
    {
        var mayBeNegative = new bool[plan.Values.Length];
        for (int input = 0; input < plan.InputCount; input++)
        {
            mayBeNegative[input] = true;
        }

        foreach (Layer layer in plan.Layers)
        {
            mayBeNegative[layer.Output] = layer switch
            {
                WeightLayer weights => !weights.Relu,
                ReluLayer or SoftmaxLayer or AddLayer { Relu: true } => false,
                AxisSoftmaxLayer softmax => softmax.Form == SoftmaxForm.LogSoftmax,
                AddLayer or PoolLayer or PaddingLayer or ConcatLayer or CopyLayer or SamplesLayer => layer.Inputs.Any(input => mayBeNegative[input]),
                RearrangeLayer or GatherLayer or MatMulLayer or InsetLayer { Filling: >= 0 } => layer.Inputs.Any(input => mayBeNegative[input]),
                _ => true,
            };
        }

        return mayBeNegative;
    }
}
