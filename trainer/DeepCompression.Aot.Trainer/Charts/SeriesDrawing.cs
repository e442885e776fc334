using System.Globalization;

namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>Draws the data of a chart.</summary>
internal sealed class SeriesDrawing(SvgWriter svg, Chart chart, Scale x, Scale y)
{
    /// <summary>The share of a category that its bars fill.</summary>
    private const double BarShare = 0.72;

    /// <summary>The space that a bar leaves on each side, as a share of its width.</summary>
    private const double BarSpace = 0.03;

    /// <summary>Bars of few categories would else be blocks.</summary>
    private const double WidestGroup = 130;

    /// <summary>The least size of a bar that has its value written inside.</summary>
    private const double LabelledHeight = 18;

    private readonly Series[] _bars = [.. chart.Series.Where(series => series.Kind == SeriesKind.Bars)];

    /// <summary>Where the next bar of a stack stands, by category.</summary>
    private readonly Dictionary<double, double> _stacked = [];

    public void DrawAll()
    {
        foreach (Series series in chart.Series)
        {
            svg.Open("g", "class", "series");
            Draw(series);
            svg.Close("g");
        }
    }

    private void Draw(Series series)
    {
        switch (series.Kind)
        {
            case SeriesKind.Bars:
                DrawBars(series);
                break;
            case SeriesKind.Histogram:
                DrawHistogram(series);
                break;
            case SeriesKind.Curve:
                DrawLine(series);
                DrawMarks(series);
                break;
            default:
                DrawMarks(series);
                break;
        }
    }

    private void DrawLine(Series series)
    {
        string points = string.Join(' ', series.Points.Select(point => $"{SvgWriter.Number(x.Place(point.X))},{SvgWriter.Number(y.Place(point.Y))}"));
        svg.Element(
            "polyline", "points", points, "fill", "none", "stroke", series.Colour, "stroke-width", 2,
            "stroke-dasharray", series.Dashed ? Marks.Dashes : "none");
    }

    private void DrawMarks(Series series)
    {
        foreach (ChartPoint point in series.Points)
        {
            if (point.Low is double low && point.High is double high)
            {
                DrawSpread(x.Place(point.X), y.Place(low), y.Place(high), series.Colour);
            }

            Marks.Draw(svg, series, x.Place(point.X), y.Place(point.Y));
        }
    }

    private void DrawSpread(double place, double low, double high, string colour)
    {
        const double Cap = 4;
        string path = string.Create(
            CultureInfo.InvariantCulture,
            $"M{place - Cap:0.##} {low:0.##}h{2 * Cap}M{place - Cap:0.##} {high:0.##}h{2 * Cap}M{place:0.##} {low:0.##}V{high:0.##}");
        svg.Element("path", "d", path, "stroke", colour, "stroke-width", 1.5, "fill", "none");
    }

    private void DrawHistogram(Series series)
    {
        double width = series.Points.Count > 1 ? x.Place(series.Points[1].X) - x.Place(series.Points[0].X) : x.Unit;
        foreach (ChartPoint point in series.Points.Where(point => point.Y > 0))
        {
            DrawBar(x.Place(point.X) - (width / 2), width, y.Base, y.Place(point.Y), series.Colour);
        }
    }

    private void DrawBars(Series series)
    {
        double group = Math.Min(x.Unit * BarShare, WidestGroup);
        double width = chart.Stacked ? group : group / _bars.Length;
        foreach (ChartPoint point in series.Points)
        {
            // A series may have no bar in a category; the others then stand in its middle.
            Series[] beside = chart.Stacked ? [series] : [.. _bars.Where(bar => bar.Points.Any(other => other.X == point.X))];
            double left = x.Place(point.X) + (((-0.5 * beside.Length) + Array.IndexOf(beside, series)) * width);
            double below = chart.Stacked ? _stacked.GetValueOrDefault(point.X) : 0;
            double foot = below > 0 ? y.Place(below) : y.Base;
            double head = y.Place(below + point.Y);
            DrawBar(left + (width * BarSpace), width * (1 - (2 * BarSpace)), foot, head, series.Colour);
            DrawValue(series, point.Y, left + (width / 2), width, foot, head);
            _stacked[point.X] = below + point.Y;
        }
    }

    private void DrawBar(double left, double width, double foot, double head, string colour) =>
        svg.Element("rect", "x", left, "y", Math.Min(foot, head), "width", width, "height", Math.Abs(foot - head), "fill", colour);

    /// <summary>The value in the middle of its bar, clear of marks near head and foot; only where there is room.</summary>
    private void DrawValue(Series series, double value, double middle, double width, double foot, double head)
    {
        string text = value.ToString(Math.Abs(value) >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
        if (foot - head < LabelledHeight || width < TextSize.Width(text, ChartDrawing.FontSize))
        {
            return;
        }

        svg.Text("text", text, "x", middle, "y", ((foot + head) / 2) + 5, "text-anchor", "middle", "fill", Palette.IsDark(series.Colour) ? "#FFFFFF" : Palette.Text);
    }
}
