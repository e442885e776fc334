using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Quantisation;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Writes the artifact, reads it back, and measures what was read: never the network in memory.</summary>
internal static class EncodeStage
{
    /// <summary>No test error takes more characters, but that of a network that is always wrong.</summary>
    private const double LongestError = 99.99;

    public static UntestedArtifact Run(PipelineRun run, ITrainingSession session, IReadOnlyDictionary<int, Clustering> clusters)
    {
        Tensor[] tensors = NetworkEncoder.EncodeTensors(session, clusters, run.Recipe);
        byte[] file = NetworkEncoder.Encode(run.Network, tensors, run.Data.Train, run.Recipe);
        int testedLength = NetworkEncoder.Encode(run.Network, tensors, run.Data.Train, run.Recipe, LongestError).Length;
        using ITrainingSession decoded = Decode(run, file);
        run.RunStage(PipelineStage.Encode, decoded, epochs: 0, () => ArtifactReport.Of(ArtifactReader.Read(file), file.Length).Layers);
        return new UntestedArtifact(file, testedLength, run.Reports[^1].ValidationErrorPercent, run.Reports);
    }

    /// <summary>Reads the test images once, for the artifact and the dense network, and puts the error on the artifact's record.</summary>
    /// <param name="run">The run, whose recipe made the artifact.</param>
    /// <param name="artifact">The artifact.</param>
    /// <param name="dense">The dense network's parameters, by number.</param>
    public static CompressionResult Test(PipelineRun run, UntestedArtifact artifact, float[][] dense)
    {
        using ITrainingSession decoded = Decode(run, artifact.Bytes);
        ErrorRates errors = run.Measure(decoded);
        byte[] file = NetworkEncoder.Encode(
            run.Network, [.. ArtifactReader.Read(artifact.Bytes).Tensors], run.Data.Train, run.Recipe, errors.TestErrorPercent);
        var report = ArtifactReport.Of(ArtifactReader.Read(file), file.Length);
        using ITrainingSession denseSession = run.CreateSession(dense);
        return new CompressionResult(file, report, artifact.Stages, run.Measure(denseSession), errors);
    }

    private static ITrainingSession Decode(PipelineRun run, byte[] file) =>
        run.CreateSession([.. ArtifactReader.Read(file).Tensors.Select(tensor => tensor.ToDense())]);
}
