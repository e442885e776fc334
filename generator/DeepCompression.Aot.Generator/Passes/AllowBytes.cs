using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Where the project asks for 8-bit arithmetic, tells each fully connected layer how its input becomes bytes.</summary>
internal static class AllowBytes
{
    public static ModelPlan Run(ModelPlan plan)
    {
        if (plan.Source.Arithmetic != Arithmetic.Int8)
        {
            return plan;
        }

        bool[] mayBeNegative = FindNegative(plan);
        Dictionary<int, float> magnitudes = plan.Source.Artifact.ActivationScales.ToDictionary(scale => scale.Value, scale => scale.Maximum);
        return plan with
        {
            Layers = new([.. plan.Layers.Select(layer => layer is LinearLayer linear
                ? linear with { ByteActivations = new(magnitudes.TryGetValue(linear.Input, out float magnitude) ? magnitude : null, mayBeNegative[linear.Input]) }
                : layer)]),
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
                _ => layer.Inputs.Any(input => mayBeNegative[input]),
            };
        }

        return mayBeNegative;
    }
}
