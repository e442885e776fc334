using System.Collections.Immutable;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Parsing;

/// <summary>Joins classes and artifacts: the plan for a class, or what prevents one.</summary>
internal static class ClassPlanner
{
    /// <summary>The plan for a class, or null where there is no usable artifact of the name it gives.</summary>
    public static ClassPlan? Plan(ModelClass modelClass, ImmutableArray<ModelArtifact> artifacts)
    {
        if (ArtifactMatcher.Find(modelClass.Artifact, artifacts).Value is not { Content.Value: { } parsed } artifact)
        {
            return null;
        }

        return new ClassPlan(modelClass, artifact.File, PassList.Run(artifact.File.Name, parsed, modelClass.Name));
    }

    /// <summary>Why a class has no plan and where to say so, or null if it has one.</summary>
    public static LocatedProblem? FindProblem(Declaration declaration, ImmutableArray<ModelArtifact> artifacts)
    {
        if (declaration.Problem is not null)
        {
            return new LocatedProblem(declaration.Problem, declaration.Identifier);
        }

        Result<ModelArtifact> found = ArtifactMatcher.Find(declaration.Class.Artifact, artifacts);
        Problem? problem = found.Problem ?? found.Value!.Content.Problem;
        return problem is null ? null : new LocatedProblem(problem, declaration.Argument);
    }
}
