namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>How a series is drawn.</summary>
internal enum SeriesKind
{
    /// <summary>Marks joined by a line.</summary>
    Curve,

    /// <summary>Marks alone.</summary>
    Marks,

    /// <summary>Touching bars at evenly spaced positions.</summary>
    Histogram,

    /// <summary>A bar in each category.</summary>
    Bars,
}

/// <summary>The shapes of marks, which tell series apart where colours do not.</summary>
internal enum MarkShape
{
    Circle,
    Square,
    Triangle,
    Diamond,
    Cross,
}

/// <summary>One data point.</summary>
/// <param name="X">Its position, a category's number where the axis has categories.</param>
/// <param name="Y">Its value.</param>
/// <param name="Low">The lower end of its spread, or null.</param>
/// <param name="High">The upper end of its spread, or null.</param>
internal readonly record struct ChartPoint(double X, double Y, double? Low = null, double? High = null);

/// <summary>Data points that belong together.</summary>
/// <param name="Label">Its name in the legend.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Points">Its points, by ascending position.</param>
internal sealed record Series(string Label, SeriesKind Kind, IReadOnlyList<ChartPoint> Points)
{
    public string Colour { get; init; } = Palette.Blue;

    public MarkShape Shape { get; init; }

    /// <summary>Whether its line is broken.</summary>
    public bool Dashed { get; init; }

    /// <summary>Numbers from the paper, which look the same in every chart.</summary>
    public static Series Paper(string label, IReadOnlyList<ChartPoint> points) =>
        new(label, SeriesKind.Marks, points) { Colour = Palette.Black, Shape = MarkShape.Diamond };
}
