using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Gives each output a value of its own that a layer computes: copies an input that is passed through, a constant, and a value asked for twice.</summary>
internal static class SeparateOutputs
{
    public static ModelPlan Run(ModelPlan plan)
    {
        var values = plan.Values.ToList();
        var layers = plan.Layers.ToList();
        int[] outputs = [.. plan.Outputs];
        var taken = new HashSet<int>();
        HashSet<int> constants = [.. layers.OfType<ConstantLayer>().Select(layer => layer.Output)];
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i] < plan.InputCount || constants.Contains(outputs[i]) || !taken.Add(outputs[i]))
            {
                layers.Add(new CopyLayer(values.Count, outputs[i]));
                values.Add(values[outputs[i]]);
                outputs[i] = values.Count - 1;
            }
        }

        return plan with { Values = new([.. values]), Layers = new([.. layers]), Outputs = new(outputs) };
    }
}
