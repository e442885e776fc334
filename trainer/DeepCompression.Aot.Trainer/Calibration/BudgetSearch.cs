using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.DataFree;

namespace DeepCompression.Aot.Trainer.Calibration;

/// <summary>
/// Spends a budget over the layers of a network: every layer takes the way to compress it that is cheapest at a price of change, in bits,
/// that is the same for all, so that no bit could be saved elsewhere for less. The price follows by bisection of what is measured on
/// the whole network: the lowest at which the budget holds where it limits the change, the highest where it limits the size.
/// </summary>
/// <param name="settings">What holds for the layers that are not chosen for.</param>
/// <param name="trials">The ways to compress the others, by name.</param>
/// <param name="encode">Compresses the network.</param>
internal sealed class BudgetSearch(
    CompressionSettings settings, IReadOnlyDictionary<string, IReadOnlyList<LayerTrial>> trials, Func<CompressionSettings, Tensor[]> encode)
{
    // From prices at which every layer takes its smallest form to those at which it takes its best, in steps of a seventh of a decade.
    private const double FirstExponent = -1;
    private const double LastExponent = 15;
    private const int Steps = 112;

    /// <summary>The smallest network of which something holds that holds the more, the less it is changed.</summary>
    /// <returns>The settings, or null where it holds of none.</returns>
    public CompressionSettings? Smallest(Func<Tensor[], bool> holds)
    {
        int low = -1;
        int high = Steps;
        if (!holds(encode(At(high))))
        {
            return null;
        }

        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = holds(encode(At(middle))) ? (low, middle) : (middle, high);
        }

        return At(high);
    }

    /// <summary>The least changed network of which something holds that holds the more, the smaller it is.</summary>
    /// <returns>The settings, or null where it holds of none.</returns>
    public CompressionSettings? Best(Func<Tensor[], bool> holds)
    {
        int low = 0;
        int high = Steps + 1;
        if (!holds(encode(At(low))))
        {
            return null;
        }

        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = holds(encode(At(middle))) ? (middle, high) : (low, middle);
        }

        return At(low);
    }

    private CompressionSettings At(int step)
    {
        double price = Math.Pow(10, FirstExponent + ((LastExponent - FirstExponent) * step / Steps));
        Dictionary<string, LayerTrial> chosen = trials.ToDictionary(
            layer => layer.Key,
            layer => layer.Value.MinBy(trial => trial.Size + (price * trial.SquaredChange)),
            StringComparer.Ordinal);
        return settings with
        {
            Density = settings.Density with { Own = chosen.ToDictionary(layer => layer.Key, layer => layer.Value.Density, StringComparer.Ordinal) },
            Bits = settings.Bits with { Own = chosen.ToDictionary(layer => layer.Key, layer => layer.Value.Bits, StringComparer.Ordinal) },
        };
    }
}
