using System.Globalization;

namespace DeepCompression.Aot.Trainer.Search;

/// <summary>
/// The smallest file whose validation error is at most a given one. The error is noisy, so no trial proves anything about others:
/// the search goes up or down by a factor until the target lies between two trials, halves the distance between their logarithms,
/// and keeps the smallest file that will do of all it saw.
/// </summary>
/// <param name="ErrorPercent">The highest error on the validation images, in percent.</param>
internal sealed record ErrorTarget(double ErrorPercent) : SearchTarget
{
    /// <summary>The step from trial to trial before the target is bracketed.</summary>
    private const double Step = 1.6;

    /// <summary>A bracket this narrow is closer than the noise from one number of weights to the next.</summary>
    private const double Narrow = 1.04;

    public override bool IsMet(SearchTrial trial) => trial.ValidationErrorPercent <= ErrorPercent;

    public override int? Next(IReadOnlyCollection<SearchTrial> trials, SearchRange range)
    {
        if (trials.Count == 0)
        {
            return range.Start;
        }

        // The bracket: the fewest weights that will do, and the next fewer ones that will not.
        int? met = trials.Where(IsMet).Select(trial => (int?)trial.Weights).Min();
        int? missed = trials.Where(trial => !IsMet(trial) && trial.Weights < (met ?? int.MaxValue)).Select(trial => (int?)trial.Weights).Max();
        int next = (met, missed) switch
        {
            (int enough, int tooFew) => enough <= tooFew * Narrow ? enough : range.Clamp(Math.Sqrt((double)enough * tooFew)),
            (int enough, null) => range.Clamp(enough / Step),
            (null, int tooFew) => range.Clamp(tooFew * Step),
            _ => range.Start,
        };
        return trials.Any(trial => trial.Weights == next) ? null : next;
    }

    public override SearchTrial? Closest(IEnumerable<SearchTrial> trials) => trials.MinBy(trial => trial.ValidationErrorPercent);

    /// <summary>Such as <c>validation error ≤ 0.8 %</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"validation error ≤ {ErrorPercent} %");

    protected override IEnumerable<SearchTrial> Order(IEnumerable<SearchTrial> trials) =>
        trials.OrderBy(trial => trial.FileBytes).ThenBy(trial => trial.ValidationErrorPercent).ThenBy(trial => trial.Weights);
}
