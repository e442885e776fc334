using System.Globalization;

namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>One row of a <see cref="RowsDrawing"/>.</summary>
/// <param name="Name">What stands at its left.</param>
/// <param name="Parts">The length of each part, none negative.</param>
/// <param name="Note">What stands at its right.</param>
internal sealed record ChartRow(string Name, IReadOnlyList<double> Parts, string Note);

/// <summary>Draws horizontal bars made of parts, one below the other: as many as there are, where a chart of columns has room for a few.</summary>
internal static class RowsDrawing
{
    private const double RowHeight = 22;
    private const double BarHeight = 14;
    private const double Space = 10;
    private const int LongestName = 28;

    /// <summary>The picture.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="parts">The names of the parts, at most as many as there are colours.</param>
    /// <param name="rows">The rows, at least one.</param>
    public static string Draw(string title, IReadOnlyList<string> parts, IReadOnlyList<ChartRow> rows)
    {
        double left = Space + rows.Max(row => TextSize.Width(Short(row.Name), ChartDrawing.FontSize)) + Space;
        double right = ChartDrawing.Width - Space - rows.Max(row => TextSize.Width(row.Note, ChartDrawing.FontSize)) - Space;
        double unit = (right - left) / Math.Max(rows.Max(row => row.Parts.Sum()), double.Epsilon);

        var content = new SvgWriter();
        double top = Legend.Draw(content, [.. parts.Select((part, i) => new Series(part, SeriesKind.Bars, []) { Colour = Palette.Colours[i] })], 12, 44, ChartDrawing.Width - 24) + 16;
        for (int i = 0; i < rows.Count; i++)
        {
            DrawRow(content, rows[i], left, top + (i * RowHeight), unit);
        }

        var svg = new SvgWriter();
        ChartDrawing.Open(svg, "chart rows", title, top + (rows.Count * RowHeight) + Space);
        return svg.ToString() + content + "</svg>\n";
    }

    private static void DrawRow(SvgWriter svg, ChartRow row, double left, double top, double unit)
    {
        double baseline = top + BarHeight - 2;
        svg.Text("text", Short(row.Name), "x", left - Space, "y", baseline, "text-anchor", "end");
        svg.Open("g", "class", "series");
        double x = left;
        for (int part = 0; part < row.Parts.Count; part++)
        {
            double width = row.Parts[part] * unit;
            if (width > 0)
            {
                svg.Element("rect", "x", x, "y", top, "width", width, "height", BarHeight, "fill", Palette.Colours[part]);
            }

            x += width;
        }

        svg.Close("g");
        svg.Text("text", row.Note, "x", x + (Space / 2), "y", baseline);
    }

    /// <summary>Imported networks have names as long as paths; what tells them apart is at the end.</summary>
    private static string Short(string name) =>
        name.Length <= LongestName ? name : string.Create(CultureInfo.InvariantCulture, $"…{name.AsSpan(name.Length - LongestName + 1)}");
}
