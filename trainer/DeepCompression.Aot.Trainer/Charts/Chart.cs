namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>A chart as data; <see cref="ChartDrawing"/> makes a picture of it.</summary>
internal sealed record Chart
{
    /// <summary>Tells the charts of one experiment apart: part of a file name.</summary>
    public required string Name { get; init; }

    /// <summary>What the chart shows, network included.</summary>
    public required string Title { get; init; }

    public required Axis X { get; init; }

    public required Axis Y { get; init; }

    /// <summary>What is drawn, the first at the bottom.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>Whether bars of one category stand on each other instead of side by side.</summary>
    public bool Stacked { get; init; }
}

/// <summary>An axis of a chart.</summary>
/// <param name="Label">The quantity and its unit.</param>
internal sealed record Axis(string Label)
{
    /// <summary>Whether equal distances are equal factors; all values are then positive, and there are no bars.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Where the axis begins, or null for where the data do.</summary>
    public double? Least { get; init; }

    /// <summary>The smallest value that gets a tick, where the axis begins before the quantity does.</summary>
    public double FirstTick { get; init; } = double.NegativeInfinity;

    /// <summary>The least distance between ticks: 1 where only whole numbers mean something.</summary>
    public double LeastStep { get; init; }

    /// <summary>Names for the positions 0, 1, 2… instead of numbers; a <c>\n</c> breaks a name into lines.</summary>
    public IReadOnlyList<string>? Categories { get; init; }
}
