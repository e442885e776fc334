using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Reports;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

/// <summary>The artifacts of the Digits sample are what the README says of them.</summary>
public sealed class SampleArtifactsTests
{
    [DataFact("mnist")]
    public void Lenet_300_100_is_350_times_smaller_at_no_more_than_the_papers_dense_error() =>
        AssertReaches("lenet-300-100", ratio: 350, errorPercent: 1.64);

    [DataFact("mnist")]
    public void Lenet_5_is_500_times_smaller_at_no_more_than_the_papers_dense_error() =>
        AssertReaches("lenet-5", ratio: 500, errorPercent: 0.8);

    private static void AssertReaches(string name, double ratio, double errorPercent)
    {
        string path = Repository.File("samples", "Digits", name + Artifact.Extension);
        Artifact artifact = ArtifactFile.Load(path);
        NetworkDefinition network = ReferenceNetworks.Find(name)!;
        Assert.Equal(network.Graph, artifact.Graph);
        Assert.True(ArtifactReport.Of(artifact, new FileInfo(path).Length).Ratio >= ratio);
        Assert.Contains(new ProvenanceEntry("recipe", ReferenceRecipes.Describe(ReferenceRecipes.Find(name)!)), artifact.Provenance);

        using ITrainingSession session = new ManagedEngine().CreateSession(network, seed: 1);
        for (int number = 0; number < artifact.Tensors.Length; number++)
        {
            session.SetParameter(number, artifact.Tensors[number].ToDense());
        }

        Dataset test = IdxFolder.ReadTest(Path.Combine(Repository.Data, "mnist"), artifact.InputContract!.Labels);
        Assert.InRange(Evaluation.Run(session, test).ErrorPercent, 0.1, errorPercent);
    }
}
