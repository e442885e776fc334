using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Makes max pooling over 2×2 windows side by side part of the convolution before it, where nothing else reads what that computes:
/// the larger plane is never stored.
/// </summary>
internal static class FusePool
{
    public static ModelPlan Run(ModelPlan plan)
    {
        // Weights that come one by one find all of the plane; a microcontroller's come row by row.
        if (plan.Source is { Memory: WeightMemory.Streaming, Platform: TargetPlatform.DotNet })
        {
            return plan;
        }

        var layers = new List<Layer>();
        foreach (Layer layer in plan.Layers)
        {
            int producer = layer is PoolLayer { Kind: PoolKind.Max, IsHalving: true } pool ? OnlyReader.Producer(plan, layers, pool.Input) : -1;
            if (producer >= 0 && layers[producer] is ConvolutionLayer { Pools: false } convolution)
            {
                layers[producer] = convolution with { Output = layer.Output, Pools = true };
            }
            else
            {
                layers.Add(layer);
            }
        }

        return plan with { Layers = new([.. layers]) };
    }
}
