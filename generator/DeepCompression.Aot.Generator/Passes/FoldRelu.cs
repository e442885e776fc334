using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Folds a rectifier into the epilogue of the layer before it, where nothing else reads that layer's sums.</summary>
internal static class FoldRelu
{
    public static ModelPlan Run(ModelPlan plan)
    {
        ILookup<int, Layer> readers = plan.Layers
            .SelectMany(layer => layer.Inputs.Select(value => (Value: value, Layer: layer)))
            .ToLookup(read => read.Value, read => read.Layer);
        var layers = new List<Layer>();
        foreach (Layer layer in plan.Layers)
        {
            int producer = layer is ReluLayer relu ? layers.FindIndex(candidate => candidate.Output == relu.Input) : -1;
            if (producer >= 0 && layers[producer] is WeightLayer weights && readers[weights.Output].Count() == 1 && !plan.Outputs.Contains(weights.Output))
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
