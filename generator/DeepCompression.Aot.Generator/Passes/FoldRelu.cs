using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Folds a rectifier into the epilogue of the layer before it, where nothing else reads that layer's sums.</summary>
internal static class FoldRelu
{
    public static ModelPlan Run(ModelPlan plan)
    {
        var layers = new List<Layer>();
        foreach (Layer layer in plan.Layers)
        {
            int producer = layer is ReluLayer relu ? OnlyReader.Producer(plan, layers, relu.Input) : -1;
            if (producer >= 0 && layers[producer] is WeightLayer weights)
            {
                layers[producer] = weights with { Output = layer.Output, Relu = true };
            }
            else
            {
                layers.Add(layer);
            }
        }

        return plan with { Layers = new([.. layers]) };
    }
}
