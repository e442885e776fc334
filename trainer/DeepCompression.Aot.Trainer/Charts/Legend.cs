namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>Draws the legend in rows above the plot, where it hides no data however many series there are.</summary>
internal static class Legend
{
    private const double Key = 26;
    private const double Space = 18;
    private const double RowHeight = 20;

    /// <summary>Draws the legend.</summary>
    /// <returns>Where it ends, from the top.</returns>
    public static double Draw(SvgWriter svg, IReadOnlyList<Series> all, double left, double top, double width)
    {
        double x = left;
        double y = top;
        foreach (Series series in all)
        {
            double entry = Key + 6 + TextSize.Width(series.Label, ChartDrawing.FontSize) + Space;
            if (x > left && x + entry > left + width)
            {
                x = left;
                y += RowHeight;
            }

            DrawKey(svg, series, x, y - 4);
            svg.Text("text", series.Label, "x", x + Key + 6, "y", y);
            x += entry;
        }

        return y;
    }

    private static void DrawKey(SvgWriter svg, Series series, double x, double y)
    {
        if (series.Kind is SeriesKind.Bars or SeriesKind.Histogram)
        {
            svg.Element("rect", "x", x + 6, "y", y - 6, "width", 14, "height", 12, "fill", series.Colour);
            return;
        }

        if (series.Kind == SeriesKind.Curve)
        {
            svg.Element(
                "line", "x1", x, "x2", x + Key, "y1", y, "y2", y, "stroke", series.Colour, "stroke-width", 2,
                "stroke-dasharray", series.Dashed ? Marks.Dashes : "none");
        }

        Marks.Draw(svg, series, x + (Key / 2), y);
    }
}
