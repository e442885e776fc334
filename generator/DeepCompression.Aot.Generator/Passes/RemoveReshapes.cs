using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Lets whoever reads a reshaped value read the value itself: the elements are the same, in the same order.</summary>
internal static class RemoveReshapes
{
    public static ModelPlan Run(ModelPlan plan)
    {
        int[] source = [.. Enumerable.Range(0, plan.Values.Length)];
        var layers = new List<Layer>();
        foreach (Layer layer in plan.Layers)
        {
            if (layer is ReshapeLayer reshape)
            {
                source[reshape.Output] = source[reshape.Input];
            }
            else
            {
                layers.Add(layer.WithInputs(value => source[value]));
            }
        }

        return plan with
        {
            Layers = new([.. layers]),
            Outputs = new EquatableArray<int>([.. plan.Outputs.Select(value => source[value])]),
        };
    }
}
