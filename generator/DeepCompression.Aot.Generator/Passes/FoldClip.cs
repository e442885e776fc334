using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Makes bounds on every element, ReLU6 above all, part of the convolution in groups before them, where nothing else reads what that
/// computes: few products are made for each of its outputs, so that a pass over them would cost half as much again.
/// </summary>
internal static class FoldClip
{
    public static ModelPlan Run(ModelPlan plan)
    {
        if (plan.Source.Platform != TargetPlatform.DotNet)
        {
            return plan;
        }

        var layers = new List<Layer>();
        foreach (Layer layer in plan.Layers)
        {
            int producer = layer is FunctionLayer { Function: UnaryFunction.Clip } clip ? OnlyReader.Producer(plan, layers, clip.Input) : -1;
            if (producer >= 0 && layers[producer] is GroupedConvolutionLayer { IsBounded: false, Weight.Tensor.Nnz: > 0 } grouped)
            {
                EquatableArray<float> bounds = ((FunctionLayer)layer).Settings;
                layers[producer] = grouped with { Output = layer.Output, Lowest = bounds[0], Highest = bounds[1] };
            }
            else
            {
                layers.Add(layer);
            }
        }

        return plan with { Layers = new([.. layers]) };
    }
}
