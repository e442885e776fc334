using System.Globalization;

namespace DeepCompression.Aot.Trainer.Search;

/// <summary>
/// The least validation error of a file that is at least so many times smaller than the dense network. More weights err less but for
/// noise, and bytes follow the number of weights closely: the search interpolates between logarithms until a file comes close below
/// the size that is allowed.
/// </summary>
/// <param name="Ratio">The least ratio.</param>
/// <param name="DenseBytes">The bytes of the dense network, in single precision.</param>
internal sealed record RatioTarget(double Ratio, long DenseBytes) : SearchTarget
{
    /// <summary>A file that uses this much of what is allowed leaves nothing worth a trial.</summary>
    private const double Full = 0.985;

    /// <summary>What the search aims at, so that small deviations stay on the right side.</summary>
    private const double Aim = 0.994;

    private double Allowed => DenseBytes / Ratio;

    public override bool IsMet(SearchTrial trial) => trial.FileBytes <= Allowed;

    public override int? Next(IReadOnlyCollection<SearchTrial> trials, SearchRange range)
    {
        if (trials.Count == 0)
        {
            return range.Start;
        }

        SearchTrial? below = trials.Where(IsMet).MaxBy(trial => trial.FileBytes);
        if (below?.FileBytes >= Full * Allowed)
        {
            return null;
        }

        SearchTrial? above = trials.Where(trial => !IsMet(trial)).MinBy(trial => trial.FileBytes);
        int next = range.Clamp(Interpolate(trials, below, above));
        return trials.Any(trial => trial.Weights == next) ? null : next;
    }

    public override SearchTrial? Closest(IEnumerable<SearchTrial> trials) => trials.MinBy(trial => trial.FileBytes);

    /// <summary>Such as <c>ratio ≥ 150</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ratio ≥ {Ratio}");

    protected override IEnumerable<SearchTrial> Order(IEnumerable<SearchTrial> trials) =>
        trials.OrderBy(trial => trial.ValidationErrorPercent).ThenBy(trial => trial.FileBytes).ThenBy(trial => trial.Weights);

    /// <summary>Where a line through two trials, in logarithms, reaches the size to aim at.</summary>
    private double Interpolate(IReadOnlyCollection<SearchTrial> trials, SearchTrial? below, SearchTrial? above)
    {
        SearchTrial[] nearest = [.. trials.OrderBy(trial => Math.Abs(Math.Log(trial.FileBytes / Allowed)))];
        SearchTrial one = below ?? nearest[0];
        SearchTrial other = (below is null ? nearest.ElementAtOrDefault(1) : above ?? nearest.ElementAtOrDefault(1)) ?? one;
        double slope = Math.Log((double)other.FileBytes / one.FileBytes) / Math.Log((double)other.Weights / one.Weights);

        // One trial has no slope, and noise must not turn the line around: then bytes are as many times more as weights.
        slope = slope is > 0.2 and < 5 ? slope : 1;
        double wanted = Math.Log(one.Weights) + (Math.Log(Aim * Allowed / one.FileBytes) / slope);
        return Math.Exp(wanted);
    }
}
