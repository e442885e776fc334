using System.Globalization;

namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>How the weights that remain are chosen.</summary>
internal sealed record PruningMethod
{
    /// <summary>What a weight is worth.</summary>
    public Saliency Saliency { get; init; } = new MagnitudeSaliency();

    /// <summary>
    /// How strongly a weight's cost in bits (<see cref="RateModel"/>) counts against it: scores are saliency ÷ bits to this power.
    /// 0 looks at the worth alone.
    /// </summary>
    public double RateExponent { get; init; }

    /// <summary>
    /// The share of weights that each round takes from the kept ones and gives to pruned ones with the largest gradients, at the
    /// beginning; it falls to none at the last round (dynamic network surgery, Guo et al. 2016; rigging the lottery, Evci et al. 2020).
    /// </summary>
    public double Regrowth { get; init; }

    /// <summary>Whether weights that cannot reach the output go too, beyond the number that was asked for (<see cref="LiveUnits"/>).</summary>
    public bool RemoveDeadUnits { get; init; }

    /// <summary>
    /// The weights that remain in all layers together, each where it is worth most; null where every layer has its own
    /// <see cref="PruningRule"/>.
    /// </summary>
    public int? TotalWeights { get; init; }

    /// <summary>Such as <c>curvature/bits^2 30%↔ live 2700</c>.</summary>
    public override string ToString()
    {
        string rate = RateExponent > 0 ? string.Create(CultureInfo.InvariantCulture, $"/bits^{RateExponent:0.##}") : "";
        string regrowth = Regrowth > 0 ? string.Create(CultureInfo.InvariantCulture, $" {Regrowth * 100:0.#}%↔") : "";
        string total = TotalWeights is int count ? string.Create(CultureInfo.InvariantCulture, $" {count}") : "";
        return Saliency + rate + regrowth + (RemoveDeadUnits ? " live" : "") + total;
    }
}
