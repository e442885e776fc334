using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints <c>Load</c>, which touches the form of each layer's weights that its method will use.</summary>
internal static class LoadEmitter
{
    public static void Emit(CodeWriter code, ModelPlan plan)
    {
        // A network of small layers only has nothing to unpack, yet callers need not know.
        code.Document("Unpacks the weights now, so that the first inference is as quick as all others. Calling it is optional, and free after the first time.");
        code.Open("public static void Load()");
        foreach (WeightLayer layer in plan.Layers.OfType<WeightLayer>())
        {
            EmitTouch(code, layer);
        }

        code.Close();
    }

    private static void EmitTouch(CodeWriter code, WeightLayer layer)
    {
        var branches = Branches(layer).ToList();
        while (branches.Count > 0 && branches[branches.Count - 1].Layout is null)
        {
            branches.RemoveAt(branches.Count - 1);
        }

        if (branches.Count == 1 && branches[0].Guards.Contains(InstructionSet.Scalar))
        {
            EmitTouch(code, layer, branches[0].Layout);
            return;
        }

        for (int i = 0; i < branches.Count; i++)
        {
            code.Open(KernelChoice.Head(branches[i].Guards, isFirst: i == 0));
            EmitTouch(code, layer, branches[i].Layout);
            code.Close();
        }

        code.Blank();
    }

    private static void EmitTouch(CodeWriter code, WeightLayer layer, WeightLayout? layout)
    {
        code.Write(layout is null
            ? "// The weights are constants in the kernel's code."
            : $"GC.KeepAlive({layer.Name}{layout.Suffix}.Weights);");
    }

    /// <summary>The kernels in order, neighbours that want the same form taken together.</summary>
    private static IEnumerable<(WeightLayout? Layout, InstructionSet[] Guards)> Branches(WeightLayer layer)
    {
        for (int i = 0; i < layer.Kernels.Length;)
        {
            WeightLayout? layout = layer.Kernels[i].Layout;
            InstructionSet[] guards = [.. layer.Kernels.Skip(i).TakeWhile(kernel => Equals(kernel.Layout, layout)).Select(kernel => kernel.InstructionSet)];
            yield return (layout, [.. guards.Where(guard => !guards.Any(other => other != guard && guard.Implies(other)))]);
            i += guards.Length;
        }
    }
}
