using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Quantisation;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Shares the weights of each layer through a codebook and retrains the shared values (Deep Compression, section 3).</summary>
internal static class QuantiseStage
{
    /// <summary>The clusters of each weight parameter, by number; the session holds their retrained centroids.</summary>
    public static IReadOnlyDictionary<int, Clustering> Run(PipelineRun run, ITrainingSession session)
    {
        CompressionRecipe recipe = run.Recipe;
        var clusters = new Dictionary<int, Clustering>();
        run.RunStage(PipelineStage.Quantise, session, recipe.Sharing.Epochs, () =>
        {
            foreach ((int number, LayerRecipe layer) in run.Weights)
            {
                clusters[number] = KMeans.Cluster(
                    session.GetParameter(number), Clustering.CentroidLimit(layer.CodebookBits), recipe.Initialisation, recipe.Seed);
                session.SetCodebook(number, clusters[number].Assignment, clusters[number].Centroids);
            }

            run.Train(session, recipe.Sharing, keepBest: true);
            return LayerReports.Of(run.Network.Graph, GraphNames.None, NetworkEncoder.EncodeTensors(session, clusters, recipe));
        });
        return clusters;
    }
}
