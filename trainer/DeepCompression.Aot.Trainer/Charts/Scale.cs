namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>Maps the values of an axis to places on the picture.</summary>
internal sealed class Scale
{
    private const int MostTicks = 8;

    /// <summary>Logarithmic axes shorter than this many decades have ticks at even steps, like others.</summary>
    private const double ShortDecades = 0.8;

    private readonly Axis _axis;
    private readonly double _least;
    private readonly double _most;

    /// <param name="axis">The axis.</param>
    /// <param name="values">All values on it.</param>
    /// <param name="start">The place of the axis's beginning.</param>
    /// <param name="end">The place of its end.</param>
    public Scale(Axis axis, IReadOnlyCollection<double> values, double start, double end)
    {
        _axis = axis;
        Start = start;
        End = end;
        if (axis.Categories is { } categories)
        {
            (_least, _most) = (-0.5, categories.Count - 0.5);
            Ticks = [.. Enumerable.Range(0, categories.Count).Select(i => (double)i)];
            return;
        }

        double least = Inner(axis.Least ?? values.Min());
        double most = Math.Max(Inner(values.Max()), least);
        double room = most > least ? (most - least) * 0.05 : 0.5;
        (_least, _most) = (axis.Least is null ? least - room : least, most + room);
        Ticks = [.. (axis.Logarithmic && _most - _least > ShortDecades ? LogarithmicTicks() : EvenTicks()).Where(tick => tick >= axis.FirstTick)];
    }

    public double Start { get; }

    public double End { get; }

    /// <summary>The values that get a grid line and a label.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>The place of a value.</summary>
    public double Place(double value) => Start + ((Inner(value) - _least) / (_most - _least) * (End - Start));

    /// <summary>Where bars stand: zero, or the beginning of an axis that has none.</summary>
    public double Base => _axis.Logarithmic || _least > 0 ? Start : Place(0);

    /// <summary>The distance of two positions that are one apart.</summary>
    public double Unit => Math.Abs(Place(1) - Place(0));

    /// <summary>The lines of a tick's label.</summary>
    public string[] Label(double tick) => _axis.Categories is { } categories
        ? categories[(int)tick].Split('\n')
        : [tick.ToString("#,0.####", System.Globalization.CultureInfo.InvariantCulture)];

    private double Inner(double value) => _axis.Logarithmic ? Math.Log10(value) : value;

    private IEnumerable<double> EvenTicks()
    {
        (double least, double most) = _axis.Logarithmic ? (Math.Pow(10, _least), Math.Pow(10, _most)) : (_least, _most);
        double step = NiceStep(Math.Max((most - least) / MostTicks, _axis.LeastStep));
        for (double tick = Math.Ceiling(least / step); tick * step <= most; tick++)
        {
            // Rounding takes away what 3 × 0.1 has too much, adding zero the sign of −0.
            yield return Math.Round(tick * step, 10) + 0.0;
        }
    }

    /// <summary>The smallest of 1, 2, 5 × 10ⁿ that is not below.</summary>
    private static double NiceStep(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double[] factors = [1, 2, 5, 10];
        return power * factors.First(factor => power * factor >= least * (1 - 1e-9));
    }

    private List<double> LogarithmicTicks()
    {
        double[][] choices = [[1, 1.5, 2, 3, 4, 5, 6, 8], [1, 2, 3, 5, 7], [1, 2, 5], [1]];
        foreach (double[] factors in choices)
        {
            List<double> ticks = [.. PowersTimes(factors)];
            if (ticks.Count <= MostTicks)
            {
                return ticks;
            }
        }

        return [.. PowersTimes([1])];
    }

    private IEnumerable<double> PowersTimes(double[] factors) =>
        from power in Enumerable.Range((int)Math.Floor(_least), (int)Math.Ceiling(_most - Math.Floor(_least)) + 1)
        from factor in factors
        let tick = Math.Round(factor * Math.Pow(10, power), 10)
        where Math.Log10(tick) >= _least && Math.Log10(tick) <= _most
        select tick;
}
