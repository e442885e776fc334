using System.Globalization;
using System.Xml.Linq;
using DeepCompression.Aot.Trainer.Charts;

namespace DeepCompression.Aot.Trainer.Tests.Experiments;

public sealed class ChartDrawingTests
{
    [Theory]
    [InlineData("Curve", false, false)]
    [InlineData("Curve", true, false)]
    [InlineData("Marks", true, false)]
    [InlineData("Histogram", false, false)]
    [InlineData("Bars", false, false)]
    [InlineData("Bars", false, true)]
    public void Every_series_is_drawn_inside_the_picture(string kind, bool logarithmic, bool stacked)
    {
        XElement[] groups = SeriesOf(Draw(Create(Enum.Parse<SeriesKind>(kind), logarithmic, stacked)));

        Assert.Equal(2, groups.Length);
        Assert.All(groups, group =>
        {
            XElement[] shapes = [.. group.Elements()];
            Assert.NotEmpty(shapes);
            Assert.All(shapes.SelectMany(PlacesOf), place =>
            {
                Assert.InRange(place.X, 0, ChartDrawing.Width);
                Assert.InRange(place.Y, 0, ChartDrawing.Height);
            });
        });
    }

    [Fact]
    public void A_bar_is_as_high_as_its_value()
    {
        XElement[] bars = [.. SeriesOf(Draw(Create(SeriesKind.Bars, logarithmic: false, stacked: false)))[0].Elements().Where(shape => shape.Name.LocalName == "rect")];
        double[] heights = [.. bars.Select(bar => Number(bar, "height"))];

        // The values are 2, 4 and 9.
        Assert.Equal(2, heights[1] / heights[0], 0.01);
        Assert.Equal(4.5, heights[2] / heights[0], 0.02);
    }

    [Fact]
    public void Stacked_bars_stand_on_each_other()
    {
        XElement[][] bars = [.. SeriesOf(Draw(Create(SeriesKind.Bars, logarithmic: false, stacked: true)))
            .Select(group => group.Elements().Where(shape => shape.Name.LocalName == "rect").ToArray())];

        Assert.All(bars[0].Zip(bars[1]), pair =>
            Assert.Equal(Number(pair.First, "y"), Number(pair.Second, "y") + Number(pair.Second, "height"), 0.02));
    }

    [Fact]
    public void Text_cannot_break_out_of_the_picture()
    {
        const string Hostile = "</svg><script>alert(\"1\")</script>&";
        Chart chart = Create(SeriesKind.Curve, logarithmic: false, stacked: false) with { Title = Hostile, X = new Axis(Hostile) };
        string svg = ChartDrawing.Draw(chart with { Series = [chart.Series[0] with { Label = Hostile }] });

        XElement root = XDocument.Parse(svg).Root!;
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName == "script");
        Assert.Equal(Hostile, root.Attribute("aria-label")!.Value);
    }

    [Fact]
    public void Legend_entries_do_not_overlap_however_many_there_are()
    {
        Series[] series = [.. Enumerable.Range(0, 12).Select(i => new Series($"a series with the long name {i}", SeriesKind.Curve, [new ChartPoint(i, i)]))];
        XElement svg = Draw(Create(SeriesKind.Curve, logarithmic: false, stacked: false) with { Series = series });
        (double X, double Y)[] labels =
        [
            .. svg.Elements().Where(element => element.Name.LocalName == "text" && element.Value.StartsWith("a series", StringComparison.Ordinal))
                .Select(label => (Number(label, "x"), Number(label, "y"))),
        ];

        Assert.Equal(12, labels.Length);
        double width = TextSize.Width(series[0].Label, ChartDrawing.FontSize);
        Assert.All(labels, label => Assert.True(label.X + width <= ChartDrawing.Width));
        Assert.All(labels.Zip(labels[1..]), pair => Assert.True(pair.Second.X >= pair.First.X + width || pair.Second.Y >= pair.First.Y + ChartDrawing.FontSize));
    }

    [Theory]
    [InlineData(false, -3, 7)]
    [InlineData(false, 0.00021, 0.00023)]
    [InlineData(false, 5, 5)]
    [InlineData(true, 0.6, 90)]
    [InlineData(true, 1, 200000)]
    [InlineData(true, 13, 17)]
    [InlineData(true, 2, 2)]
    public void Ticks_are_distinct_round_and_on_the_axis(bool logarithmic, double least, double most)
    {
        var scale = new Scale(new Axis("a") { Logarithmic = logarithmic }, [least, most], start: 10, end: 110);

        Assert.InRange(scale.Ticks.Count, 1, 10);
        Assert.Equal(scale.Ticks.Distinct(), scale.Ticks);
        Assert.All(scale.Ticks, tick => Assert.InRange(scale.Place(tick), 10 - 1e-6, 110 + 1e-6));
        Assert.InRange(scale.Place(least), 10, 110);
        Assert.InRange(scale.Place(most), scale.Place(least), 110);
    }

    [Fact]
    public void A_tick_at_zero_has_no_sign() =>
        Assert.Contains(new Scale(new Axis("a"), [-1, 1], 0, 1).Ticks, tick => tick == 0 && !double.IsNegative(tick));

    private static Chart Create(SeriesKind kind, bool logarithmic, bool stacked) => new()
    {
        Name = "c",
        Title = "A chart",
        X = new Axis("place") { Categories = kind == SeriesKind.Bars ? ["one", "two\nlines", "three"] : null },
        Y = new Axis("value (units)") { Logarithmic = logarithmic },
        Stacked = stacked,
        Series =
        [
            new Series("first", kind, [new(0, 2), new(1, 4), new(2, 9, 8, 11)]),
            new Series("second", kind, [new(0, 3), new(1, 1), new(2, 5)]),
        ],
    };

    private static XElement Draw(Chart chart) => XDocument.Parse(ChartDrawing.Draw(chart)).Root!;

    private static XElement[] SeriesOf(XElement svg) => [.. svg.Descendants().Where(element => element.Attribute("class")?.Value == "series")];

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    /// <summary>The corners of rectangles, the centres of circles, the points of lines.</summary>
    private static IEnumerable<(double X, double Y)> PlacesOf(XElement shape)
    {
        switch (shape.Name.LocalName)
        {
            case "rect":
                yield return (Number(shape, "x"), Number(shape, "y"));
                yield return (Number(shape, "x") + Number(shape, "width"), Number(shape, "y") + Number(shape, "height"));
                break;
            case "circle":
                yield return (Number(shape, "cx"), Number(shape, "cy"));
                break;
            case "polyline":
                foreach (string point in shape.Attribute("points")!.Value.Split(' '))
                {
                    string[] parts = point.Split(',');
                    yield return (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
                }

                break;
        }
    }
}
