namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>
/// Draws a chart as SVG that needs nothing else: title, legend in rows of its own, axes with units, and the data. Each series
/// is a group of class <c>series</c>.
/// </summary>
internal static class ChartDrawing
{
    public const double Width = 760;
    public const double Height = 430;
    public const double FontSize = 13;

    private const double TitleSize = 15;
    private const double TickLength = 5;
    private const double LineHeight = 16;
    private const double RightMargin = 24;

    /// <summary>The picture.</summary>
    /// <param name="chart">The chart, with at least one point.</param>
    public static string Draw(Chart chart)
    {
        var svg = new SvgWriter();
        Open(svg, "chart", chart.Title, Height);
        double top = Legend.Draw(svg, chart.Series, left: 12, top: 44, width: Width - 24) + 8;

        int categoryLines = chart.X.Categories?.Max(name => name.Split('\n').Length) ?? 1;
        double bottom = Height - 30 - (LineHeight * categoryLines) - TickLength;
        List<double> values = YValues(chart);
        // Bars stand on the axis, not a little above it.
        bool standing = chart.Series.Any(IsBar) && values.Min() >= 0;
        var y = new Scale(standing ? chart.Y with { Least = 0 } : chart.Y, values, bottom, top);
        double left = 34 + y.Ticks.Max(tick => TextSize.Width(y.Label(tick)[0], FontSize)) + TickLength;
        var x = new Scale(chart.X, [.. chart.Series.SelectMany(XValues)], left, Width - RightMargin);

        DrawGrid(svg, x, y);
        DrawAxes(svg, chart, x, y);
        new SeriesDrawing(svg, chart, x, y).DrawAll();
        svg.Close("svg");
        return svg.ToString();
    }

    /// <summary>Begins a picture: its size, its font and its title.</summary>
    public static void Open(SvgWriter svg, string kind, string title, double height)
    {
        svg.Open(
            "svg", "xmlns", "http://www.w3.org/2000/svg", "class", kind, "role", "img", "aria-label", title,
            "viewBox", $"0 0 {SvgWriter.Number(Width)} {SvgWriter.Number(height)}", "width", Width, "height", height,
            "font-family", "system-ui, 'DejaVu Sans', Arial, sans-serif", "font-size", FontSize, "fill", Palette.Text);
        svg.Text("title", title);
        svg.Text("text", title, "x", 12, "y", 22, "font-size", TitleSize, "font-weight", "600");
    }

    /// <summary>The positions of a series; a histogram's bars reach half a bin further.</summary>
    private static IEnumerable<double> XValues(Series series)
    {
        double reach = series.Kind == SeriesKind.Histogram && series.Points.Count > 1 ? (series.Points[1].X - series.Points[0].X) / 2 : 0;
        return series.Points.SelectMany(point => new[] { point.X - reach, point.X + reach });
    }

    /// <summary>Everything the vertical axis must reach: values, their spread, and the sums of stacked bars.</summary>
    private static List<double> YValues(Chart chart)
    {
        ChartPoint[] points = [.. chart.Series.SelectMany(series => series.Points)];
        List<double> values = [.. points.Select(point => point.Y), .. points.Select(point => point.Low ?? point.Y), .. points.Select(point => point.High ?? point.Y)];
        if (chart.Series.Any(IsBar))
        {
            values.Add(0);
        }

        if (chart.Stacked)
        {
            values.AddRange(points.GroupBy(point => point.X).Select(category => category.Sum(point => point.Y)));
        }

        return values;
    }

    private static bool IsBar(Series series) => series.Kind is SeriesKind.Bars or SeriesKind.Histogram;

    private static void DrawGrid(SvgWriter svg, Scale x, Scale y)
    {
        svg.Open("g", "stroke", Palette.Grid, "stroke-width", 1);
        foreach (double tick in y.Ticks)
        {
            svg.Element("line", "x1", x.Start, "x2", x.End, "y1", y.Place(tick), "y2", y.Place(tick));
        }

        svg.Close("g");
    }

    private static void DrawAxes(SvgWriter svg, Chart chart, Scale x, Scale y)
    {
        svg.Open("g", "stroke", Palette.Frame, "stroke-width", 1);
        svg.Element("line", "x1", x.Start, "x2", x.End, "y1", y.Start, "y2", y.Start);
        svg.Element("line", "x1", x.Start, "x2", x.Start, "y1", y.Start, "y2", y.End);
        foreach (double tick in x.Ticks)
        {
            svg.Element("line", "x1", x.Place(tick), "x2", x.Place(tick), "y1", y.Start, "y2", y.Start + TickLength);
        }

        svg.Close("g");
        foreach (double tick in y.Ticks)
        {
            svg.Text("text", y.Label(tick)[0], "x", x.Start - TickLength - 2, "y", y.Place(tick) + 4, "text-anchor", "end");
        }

        foreach (double tick in x.Ticks)
        {
            string[] lines = x.Label(tick);
            for (int i = 0; i < lines.Length; i++)
            {
                svg.Text("text", lines[i], "x", x.Place(tick), "y", y.Start + TickLength + (LineHeight * (i + 1)) - 2, "text-anchor", "middle");
            }
        }

        svg.Text("text", chart.X.Label, "x", (x.Start + x.End) / 2, "y", Height - 10, "text-anchor", "middle");
        double middle = (y.Start + y.End) / 2;
        svg.Text(
            "text", chart.Y.Label, "x", 16, "y", middle, "text-anchor", "middle",
            "transform", $"rotate(-90 16 {SvgWriter.Number(middle)})");
    }
}
