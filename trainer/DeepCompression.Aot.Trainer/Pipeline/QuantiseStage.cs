using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Quantisation;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Shares the weights of each layer through a codebook and retrains the shared values (Deep Compression, section 3).</summary>
internal sealed class QuantiseStage
{
    private readonly PipelineRun _run;
    private readonly ITrainingSession _session;

    /// <summary>The width of a codebook index of each weight parameter, by number.</summary>
    private readonly Dictionary<int, int> _widths;

    private QuantiseStage(PipelineRun run, ITrainingSession session)
    {
        _run = run;
        _session = session;
        _widths = run.Weights.ToDictionary(weight => weight.Number, weight => weight.Recipe.CodebookBits);
    }

    /// <summary>The clusters of each shared parameter, by number; the session holds their retrained centroids.</summary>
    public static IReadOnlyDictionary<int, Clustering> Run(PipelineRun run, ITrainingSession session)
    {
        CompressionRecipe recipe = run.Recipe;
        var clusters = new Dictionary<int, Clustering>();
        run.RunStage(PipelineStage.Quantise, session, recipe.Freezing.Epochs + recipe.Sharing.Epochs, () =>
        {
            var stage = new QuantiseStage(run, session);
            stage.ChooseWidths();
            stage.FreezeStepByStep();
            foreach ((int number, int bits) in stage.SharedParameters())
            {
                clusters[number] = stage.Cluster(number, bits);
                session.SetCodebook(number, clusters[number].Assignment, clusters[number].Centroids);
            }

            run.Train(session, recipe.Sharing, keepBest: true);
            return LayerReports.Of(run.Network.Graph, GraphNames.None, NetworkEncoder.EncodeTensors(session, clusters, recipe));
        });
        return clusters;
    }

    /// <summary>Replaces the widths of the recipe where it leaves them to measurement.</summary>
    private void ChooseWidths()
    {
        if (_run.Recipe.BitsTolerance is not double tolerance)
        {
            return;
        }

        int[] widths = BitAllocation.Choose(new WidthTrials(_run, _session).Measure(Cluster), tolerance);
        foreach ((int number, int width) in _run.Network.Weights.Zip(widths))
        {
            _widths[number] = width;
        }

        _run.Notify($"Codebook indices take {string.Join(", ", widths)} bits.");
    }

    /// <summary>The parameters that get a codebook, and the width of an index into it.</summary>
    private IEnumerable<(int Number, int Bits)> SharedParameters()
    {
        IEnumerable<(int, int)> weights = _run.Network.Weights.Select(number => (number, _widths[number]));
        return _run.Recipe.BiasBits is int bits
            ? weights.Concat(Enumerable.Range(0, _run.Network.Graph.Parameters.Length).Except(_run.Network.Weights).Select(bias => (bias, bits)))
            : weights;
    }

    private Clustering Cluster(int number, int bits)
    {
        CompressionRecipe recipe = _run.Recipe;
        ReadOnlySpan<float> weights = _session.GetParameter(number);
        Clustering clustering = KMeans.Cluster(weights, Clustering.CentroidLimit(bits), recipe.Initialisation, recipe.Seed);
        return recipe.EntropyPrice > 0 ? EntropyAwareAssignment.Refine(weights, clustering, recipe.EntropyPrice) : clustering;
    }

    private void FreezeStepByStep()
    {
        TrainingPhase phase = _run.Recipe.Freezing;
        (int Number, int Bits)[] parameters = [.. SharedParameters()];
        var frozen = parameters.ToDictionary(parameter => parameter.Number, parameter => new bool[_session.GetParameter(parameter.Number).Length]);
        int done = 0;
        for (int step = 0; step < Freezing.Shares.Count; step++)
        {
            int upTo = phase.Epochs * (step + 1) / Freezing.Shares.Count;
            if (upTo == done)
            {
                continue;
            }

            foreach ((int number, int bits) in parameters)
            {
                Freeze(number, bits, frozen[number], Freezing.Shares[step]);
            }

            _run.Train(_session, phase with { Epochs = upTo - done }, keepBest: false);
            done = upTo;
        }
    }

    private void Freeze(int number, int bits, bool[] frozen, double share)
    {
        float[] weights = _session.GetParameter(number).ToArray();
        Freezing.Freeze(weights, frozen, Cluster(number, bits), share);
        _session.SetParameter(number, weights);
        _session.SetMask(number, [.. weights.Select(weight => weight != 0)]);
        _session.SetFrozen(number, frozen);
    }
}
