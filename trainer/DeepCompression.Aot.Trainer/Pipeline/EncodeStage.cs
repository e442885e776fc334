using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Quantisation;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Writes the artifact, reads it back, and measures what was read: never the network in memory.</summary>
internal static class EncodeStage
{
    public static CompressionResult Run(
        PipelineRun run, ITrainingSession session, IReadOnlyDictionary<int, Clustering> clusters, float[][] dense)
    {
        Tensor[] tensors = NetworkEncoder.EncodeTensors(session, clusters, run.Recipe);
        byte[] unmeasured = NetworkEncoder.Encode(run.Network.Graph, tensors, run.Data.Train, run.Recipe);
        using ITrainingSession decoded = run.CreateSession([.. ArtifactReader.Read(unmeasured).Tensors.Select(tensor => tensor.ToDense())]);
        ErrorRates errors = run.Measure(decoded);

        // The same tensors again, now with the error on record.
        byte[] file = NetworkEncoder.Encode(run.Network.Graph, tensors, run.Data.Train, run.Recipe, errors.TestErrorPercent);
        var report = ArtifactReport.Of(ArtifactReader.Read(file), file.Length);
        run.RunStage(PipelineStage.Encode, decoded, epochs: 0, () => report.Layers);
        using ITrainingSession denseSession = run.CreateSession(dense);
        return new CompressionResult(file, report, run.Reports, run.Measure(denseSession), errors);
    }
}
