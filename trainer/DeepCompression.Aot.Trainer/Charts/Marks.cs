namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>Draws the marks of data points.</summary>
internal static class Marks
{
    /// <summary>The pattern of broken lines.</summary>
    public const string Dashes = "6 4";

    private const double Radius = 4;

    public static void Draw(SvgWriter svg, Series series, double x, double y)
    {
        if (series.Shape == MarkShape.Circle)
        {
            svg.Element("circle", "cx", x, "cy", y, "r", Radius, "fill", series.Colour);
            return;
        }

        if (series.Shape == MarkShape.Cross)
        {
            svg.Element("path", "d", Path(x, y, [(-1, -1), (1, 1)]) + Path(x, y, [(-1, 1), (1, -1)]), "stroke", series.Colour, "stroke-width", 2, "fill", "none");
            return;
        }

        (double X, double Y)[] corners = series.Shape switch
        {
            MarkShape.Square => [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            MarkShape.Triangle => [(0, -1.3), (1.2, 0.9), (-1.2, 0.9)],
            _ => [(0, -1.7), (1.4, 0), (0, 1.7), (-1.4, 0)],
        };
        svg.Element("path", "d", Path(x, y, corners) + "Z", "fill", series.Colour);
    }

    private static string Path(double x, double y, (double X, double Y)[] corners) =>
        string.Concat(corners.Select((corner, i) =>
            $"{(i == 0 ? 'M' : 'L')}{SvgWriter.Number(x + (corner.X * Radius))} {SvgWriter.Number(y + (corner.Y * Radius))}"));
}
