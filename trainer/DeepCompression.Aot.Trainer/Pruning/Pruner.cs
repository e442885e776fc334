using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>Prunes a session round by round: scores its weights, masks the worst, and lets promising ones come back.</summary>
/// <param name="session">The network in training.</param>
/// <param name="units">Its units.</param>
/// <param name="method">How weights are chosen.</param>
/// <param name="valueBits">The bits of a codebook index, for the costs.</param>
internal sealed class Pruner(ITrainingSession session, UnitGraph units, PruningMethod method, double valueBits)
{
    /// <summary>The bits of a bias in a small codebook.</summary>
    private const double BiasBits = 5;

    private readonly Dictionary<int, bool[]> _keep = units.Weights.Keys.ToDictionary(
        weight => weight, weight => NonZero(session.GetParameter(weight)));

    private RateModel? _rate;

    /// <summary>The masks, by number of the weight parameter.</summary>
    public IReadOnlyDictionary<int, bool[]> Keep => _keep;

    /// <summary>Reduces the network to given numbers of weights.</summary>
    /// <param name="budgets">Sets of weight parameters, and how many weights each set keeps; weights in no set stay as they are.</param>
    /// <param name="regrowth">The share of these that go to pruned weights with large gradients, which the session has computed.</param>
    public void Run(IReadOnlyList<PruningBudget> budgets, double regrowth)
    {
        _rate = method.RateExponent > 0 ? new RateModel(units, _keep, valueBits, BiasBits) : null;
        Dictionary<int, float[]> worth = _keep.Keys.ToDictionary(weight => weight, Worth);
        HashSet<int> changing = [.. budgets.SelectMany(budget => budget.Weights)];
        var chosen = _keep.ToDictionary(mask => mask.Key, mask => changing.Contains(mask.Key) ? new bool[mask.Value.Length] : [.. mask.Value]);
        foreach (PruningBudget budget in budgets)
        {
            int returning = (int)(regrowth * budget.Count);
            Selection.MarkHighest(Of(budget, worth), budget.Count - returning, chosen);
            if (returning > 0)
            {
                Selection.MarkHighest(budget.Weights.ToDictionary(weight => weight, weight => Promise(weight, chosen[weight])), returning, chosen);
            }
        }

        if (method.RemoveDeadUnits)
        {
            LiveUnits.RemoveDead(units, chosen);
        }

        foreach (int weight in changing)
        {
            _keep[weight] = chosen[weight];
            session.SetMask(weight, chosen[weight]);
        }

        if (method.RemoveDeadUnits)
        {
            PruneBiases(new LiveUnits(units, chosen));
        }
    }

    /// <summary>A dead unit needs no bias.</summary>
    private void PruneBiases(LiveUnits live)
    {
        foreach (WeightUnits weight in units.Weights.Values)
        {
            if (weight.Bias is int bias)
            {
                session.SetMask(bias, [.. weight.Outputs.Select(live.IsLive)]);
            }
        }
    }

    private static Dictionary<int, float[]> Of(PruningBudget budget, Dictionary<int, float[]> scores) =>
        budget.Weights.ToDictionary(weight => weight, weight => scores[weight]);

    private static bool[] NonZero(ReadOnlySpan<float> values)
    {
        var keep = new bool[values.Length];
        for (int i = 0; i < keep.Length; i++)
        {
            keep[i] = values[i] != 0;
        }

        return keep;
    }

    /// <summary>The scores of kept weights; −1 for the others.</summary>
    private float[] Worth(int weight)
    {
        bool[] keep = _keep[weight];
        var scores = new float[keep.Length];
        method.Saliency.Score(session.GetParameter(weight), session.GetSecondMoment(weight), scores);
        DivideByRate(weight, scores);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = keep[i] ? scores[i] : -1;
        }

        return scores;
    }

    /// <summary>The scores of pruned weights by how steeply the loss falls along them; −1 for weights that stay anyway.</summary>
    private float[] Promise(int weight, bool[] chosen)
    {
        float[] scores = session.GetGradient(weight).ToArray();
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = MathF.Abs(scores[i]);
        }

        DivideByRate(weight, scores);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = chosen[i] ? -1 : scores[i];
        }

        return scores;
    }

    private void DivideByRate(int weight, float[] scores)
    {
        if (_rate is null)
        {
            return;
        }

        var bits = new float[scores.Length];
        _rate.Estimate(weight, bits);
        float exponent = (float)method.RateExponent;
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] /= MathF.Pow(bits[i], exponent);
        }
    }
}
