using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>The passes from an artifact to the kernels of its layers, in their order.</summary>
/// <remarks>Compiled into the build task as well, which lays out what the kernels read.</remarks>
internal static class KernelPasses
{
    /// <summary>Chooses the kernels of a processor for every layer.</summary>
    /// <param name="artifactName">The artifact's name in the project.</param>
    /// <param name="artifact">The artifact, within <see cref="NetworkLimits"/>.</param>
    public static ModelPlan Run(string artifactName, ParsedArtifact artifact)
    {
        ModelPlan plan = Simplify(artifactName, artifact);
        plan = BatchSamples.Run(plan);
        plan = AllowIntegers.Run(plan);
        plan = JoinInPlace.Run(plan);
        plan = DropNegligible.Run(plan);
        return ChooseKernels.Run(plan);
    }

    /// <summary>The layers, whatever they are to run on.</summary>
    /// <inheritdoc cref="Run"/>
    public static ModelPlan Simplify(string artifactName, ParsedArtifact artifact)
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
        return SeparateOutputs.Run(plan);
    }
}
