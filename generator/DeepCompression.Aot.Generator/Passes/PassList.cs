using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>From an artifact to a plan that leaves nothing open: the passes in their order.</summary>
internal static class PassList
{
    /// <summary>Plans the code for one class.</summary>
    /// <param name="artifactName">The artifact's name in the project.</param>
    /// <param name="artifact">The artifact, within <see cref="NetworkLimits"/>.</param>
    /// <param name="className">The class the code goes into; no layer may have its name.</param>
    public static ModelPlan Run(string artifactName, ParsedArtifact artifact, string className)
    {
        ModelPlan plan = LowerGraph.Run(artifactName, artifact);
        plan = RemoveReshapes.Run(plan);
        plan = FoldRelu.Run(plan);
        plan = FoldClip.Run(plan);
        plan = FusePool.Run(plan);

        // A rectifier may also follow a pool that a convolution has taken in: the largest of rectified elements is the largest, rectified.
        plan = FoldRelu.Run(plan);
        plan = MakePaddingExplicit.Run(plan);
        plan = LowerWholeWindows.Run(plan);
        plan = SeparateOutputs.Run(plan);
        plan = plan.Source.Platform == TargetPlatform.Freestanding ? ForMicrocontroller(plan) : ForProcessor(plan);
        plan = PlanWorkspace.Run(plan);
        return NameMembers.Run(plan, className);
    }

    private static ModelPlan ForProcessor(ModelPlan plan)
    {
        plan = BatchSamples.Run(plan);
        plan = AllowIntegers.Run(plan);
        plan = JoinInPlace.Run(plan);
        plan = DropNegligible.Run(plan);
        return ChooseKernels.Run(plan);
    }

    private static ModelPlan ForMicrocontroller(ModelPlan plan)
    {
        plan = ReadRows.Run(plan);
        return ScaleBytes.Run(plan);
    }
}
