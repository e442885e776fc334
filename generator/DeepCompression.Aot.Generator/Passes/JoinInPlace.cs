using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Lets the parts of a value be computed where it has them, where each is one piece of it: nothing is copied. A part may have other
/// readers, but no place of its own: it is no input, output or constant, and no part of anything else. All parts begin with a cache
/// line, like other values.
/// </summary>
internal static class JoinInPlace
{
    public static ModelPlan Run(ModelPlan plan)
    {
        HashSet<int> taken = [.. Enumerable.Range(0, plan.InputCount), .. plan.Outputs, .. plan.Layers.OfType<ConstantLayer>().Select(constant => constant.Output)];
        var layers = new List<Layer>();
        foreach (Layer layer in plan.Layers)
        {
            if (layer is ConcatLayer concat && CanJoin(plan, concat, taken))
            {
                // What is together already cannot become a part as well.
                taken.UnionWith(concat.Parts.Append(concat.Output));
                layers.Add(concat with { IsInPlace = true });
            }
            else
            {
                layers.Add(layer);
            }
        }

        return plan with { Layers = new([.. layers]) };
    }

    private static bool CanJoin(ModelPlan plan, ConcatLayer concat, HashSet<int> taken) =>
        concat.Rows == 1
        && !concat.Parts.Append(concat.Output).Any(taken.Contains)
        && concat.Parts.Distinct().Count() == concat.Parts.Length
        && concat.Parts.Take(concat.Parts.Length - 1).All(part => plan.Length(part) % PlanWorkspace.Alignment == 0);
}
