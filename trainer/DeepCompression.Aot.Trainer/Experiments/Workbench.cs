using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Quantisation;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>One treatment of a network, retrained briefly, and what came of it.</summary>
/// <param name="Parameters">The parameters, by number.</param>
/// <param name="Before">Its errors before retraining.</param>
/// <param name="After">Its errors after it, at the epoch that the validation images favour.</param>
/// <param name="Report">What it takes, by layer and in all.</param>
internal sealed record Trial(float[][] Parameters, ErrorRates Before, ErrorRates After, ArtifactReport Report);

/// <summary>Prunes, shares and retrains one network under many settings; each trial leaves the others alone.</summary>
internal sealed class Workbench(Laboratory laboratory, NetworkDefinition network)
{
    private const float LearningRate = 5e-4f;
    private const float FinalLearningRate = 1e-5f;

    /// <summary>The weight parameters, by number, each with the paper's recipe for it.</summary>
    public IReadOnlyList<(int Number, LayerRecipe Recipe)> Weights { get; } = [.. network.Weights.Zip(laboratory.Recipe(network).Layers)];

    /// <summary>Whether a weight parameter belongs to a convolution.</summary>
    public bool IsConvolution(int number) => network.Graph.Parameters[number].Rank == 4;

    public bool HasConvolutions => network.Weights.Any(IsConvolution);

    /// <summary>The parameters of a session, copied.</summary>
    public static float[][] Parameters(ITrainingSession session) =>
        [.. Enumerable.Range(0, session.Network.Graph.Parameters.Length).Select(number => session.GetParameter(number).ToArray())];

    /// <summary>Prunes each layer to a density in one shot and retrains what remains.</summary>
    /// <param name="start">The parameters to start from.</param>
    /// <param name="density">The density of a layer, from the paper's.</param>
    public Trial Prune(float[][] start, Func<double, double> density) => Try(start, (session, _) =>
    {
        var pruner = new Pruner(session, UnitGraph.Of(network.Graph), new PruningMethod(), valueBits: 0);
        pruner.Run(
            [.. Weights.Select(weight =>
            {
                double paper = ((DensityRule)weight.Recipe.Pruning!).Density;
                return new PruningBudget([weight.Number], new DensityRule(density(paper)).CountKept(session.GetParameter(weight.Number)));
            })],
            regrowth: 0);
    }, session => LayerReports.OfPruned(network.Graph, GraphNames.None, number => session.GetParameter(number).ToArray()));

    /// <summary>Shares the weights of some layers and retrains the shared values, and the weights of the others.</summary>
    /// <param name="start">The parameters to start from; zeros stay pruned.</param>
    /// <param name="bits">The width of a layer's codebook indices, by number, or null to leave it alone.</param>
    /// <param name="initialisation">Where k-means starts.</param>
    /// <param name="seed">Seeds k-means and shuffling; null for the laboratory's.</param>
    public Trial Share(
        float[][] start, Func<int, int?> bits, CodebookInitialisation initialisation = CodebookInitialisation.Linear, int? seed = null)
    {
        var clusters = new Dictionary<int, Clustering>();
        CompressionRecipe recipe = laboratory.Recipe(network);
        return Try(start, (session, run) =>
        {
            foreach ((int number, LayerRecipe _) in Weights.Where(weight => bits(weight.Number) is not null))
            {
                clusters[number] = KMeans.Cluster(
                    session.GetParameter(number), Clustering.CentroidLimit(bits(number)!.Value), initialisation, run.Recipe.Seed);
                session.SetCodebook(number, clusters[number].Assignment, clusters[number].Centroids);
            }
        }, session => LayerReports.Of(network.Graph, GraphNames.None, NetworkEncoder.EncodeTensors(session, clusters, recipe)), seed);
    }

    /// <summary>Retrains parameters as they are.</summary>
    public Trial Retrain(float[][] start) => Try(start, (_, _) => { }, session => LayerReports.Of(
        network.Graph, GraphNames.None,
        [.. network.Graph.Parameters.Select((shape, number) => RawTensorEncoder.Encode(shape, session.GetParameter(number), NumberFormat.Single))]));

    private Trial Try(
        float[][] start,
        Action<ITrainingSession, PipelineRun> constrain,
        Func<ITrainingSession, IReadOnlyList<LayerReport>> report,
        int? seed = null)
    {
        CompressionRecipe recipe = laboratory.Recipe(network) with { Seed = seed ?? laboratory.Seed };
        PipelineRun run = laboratory.NewRun(network, laboratory.Data, recipe);
        using ITrainingSession session = run.CreateSession(start);
        MaskZeros(session);
        constrain(session, run);
        ReduceDropout(session);
        ErrorRates before = run.Measure(session);
        run.RunStage(PipelineStage.Quantise, session, Epochs, () =>
        {
            run.Train(session, new TrainingPhase(Epochs, LearningRate, FinalLearningRate), keepBest: true);
            return [];
        });
        IReadOnlyList<LayerReport> layers = report(session);
        return new Trial(Parameters(session), before, run.Measure(session), new ArtifactReport(layers, layers.Sum(layer => layer.CodedBytes)));
    }

    private void ReduceDropout(ITrainingSession session)
    {
        double Density(int weight)
        {
            ReadOnlySpan<float> values = session.GetParameter(weight);
            return 1 - ((double)values.Count(0f) / values.Length);
        }

        foreach ((int value, float rate) in DropoutScaling.Rates(network, Density))
        {
            session.SetDropout(value, rate);
        }
    }

    private int Epochs => HasConvolutions
        ? laboratory.Budget.ConvolutionalEpochs
        : laboratory.Budget.PerceptronEpochs;

    /// <summary>What was pruned before stays pruned.</summary>
    private void MaskZeros(ITrainingSession session)
    {
        foreach (int number in network.Weights)
        {
            bool[] keep = [.. session.GetParameter(number).ToArray().Select(value => value != 0)];
            if (Array.IndexOf(keep, false) >= 0)
            {
                session.SetMask(number, keep);
            }
        }
    }
}
