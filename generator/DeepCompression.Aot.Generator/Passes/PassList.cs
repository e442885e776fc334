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
        ModelPlan plan = artifact.Platform == TargetPlatform.Freestanding
            ? ForMicrocontroller(KernelPasses.Simplify(artifactName, artifact))
            : KernelPasses.Run(artifactName, artifact);
        plan = PlanWorkspace.Run(plan);
        return NameMembers.Run(plan, className);
    }

    private static ModelPlan ForMicrocontroller(ModelPlan plan)
    {
        plan = ReadRows.Run(plan);
        return ScaleBytes.Run(plan);
    }
}
