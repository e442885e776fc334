using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Folds a rectifier into the layer of sums before it, where nothing else reads those.</summary>
internal static class FoldRelu
{
    public static ModelPlan Run(ModelPlan plan)
    {
        var layers = new List<Layer>();
        foreach (Layer layer in plan.Layers)
        {
            int producer = layer is ReluLayer relu ? OnlyReader.Producer(plan, layers, relu.Input) : -1;
            if (producer >= 0 && Rectified(layers[producer]) is { } rectified)
            {
                layers[producer] = rectified with { Output = layer.Output };
            }
            else
            {
                layers.Add(layer);
            }
        }

        return plan with { Layers = new([.. layers]) };
    }

    /// <summary>The layer with a rectifier, or null where it has no place for one.</summary>
    private static Layer? Rectified(Layer layer) => layer switch
    {
        WeightLayer { CanRectify: true } weights => weights with { Relu = true },
        AddLayer add => add with { Relu = true },
        _ => null,
    };
}
