using System.Globalization;
using System.Text;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Pages;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>An inspection as a page: the model card, where the bytes go, and for each layer its weights as a histogram and as a picture.</summary>
internal static class InspectionPage
{
    /// <summary>The space of the page that a picture of few pixels is magnified to.</summary>
    private const int PictureWidth = 440;

    /// <summary>The same, down.</summary>
    private const int PictureHeight = 240;

    /// <summary>How much taller than wide a pixel may be, so that layers of few outputs are no thin line.</summary>
    private const int MostStretch = 8;

    /// <param name="report">The inspection.</param>
    /// <param name="artifact">The artifact.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="cancellation">Ends the drawing of large networks.</param>
    public static string Write(InspectionReport report, Artifact artifact, ArtifactReport sizes, CancellationToken cancellation)
    {
        string title = Path.GetFileName(report.File);
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<header>\n<h1>{HtmlPage.Escape(title)}</h1>\n</header>\n");
        AppendCard(html, report);
        html.Append("<section>\n<h2>Where the bytes go</h2>\n");
        html.Append(CultureInfo.InvariantCulture, $"<figure>\n{Bytes(sizes)}</figure>\n");
        AppendLayerTable(html, sizes);
        html.Append("<p class=\"note\">Bits are those of a weight that is kept: at fixed width, in the file, and at least, which is the entropy.</p>\n</section>\n");
        foreach ((LayerReport layer, (Operator op, _)) in sizes.Layers.Zip(LayerNames.Of(artifact.Graph, artifact.Names)))
        {
            cancellation.ThrowIfCancellationRequested();
            AppendLayer(html, layer, artifact.Tensors[op.Parameters[0]]);
        }

        return HtmlPage.Write(title, html.ToString());
    }

    private static void AppendCard(StringBuilder html, InspectionReport report)
    {
        html.Append("<dl>\n");
        foreach ((string label, string text) in InspectionCard.Lines(report))
        {
            html.Append(CultureInfo.InvariantCulture, $"<dt>{HtmlPage.Escape(label)}</dt><dd>{HtmlPage.Escape(text)}</dd>\n");
        }

        html.Append("</dl>\n");
    }

    private static string Bytes(ArtifactReport sizes)
    {
        IEnumerable<ChartRow> layers = sizes.Layers.Select(layer => Row(layer.Name, ByteParts.Of(layer), layer.CodedBytes));
        return RowsDrawing.Draw(
            "Bytes of each layer by part", ByteParts.Names,
            [.. layers, Row("container", ByteParts.OfContainer(sizes), sizes.ContainerBytes)]);

        ChartRow Row(string name, double[] parts, long bytes) => new(
            name, parts, string.Create(CultureInfo.InvariantCulture, $"{bytes:N0}, {100.0 * bytes / sizes.FileBytes:F1} %"));
    }

    private static void AppendLayerTable(StringBuilder html, ArtifactReport sizes)
    {
        IReadOnlyList<string> headings =
            ["layer", "weights", "kept", "centroids", "value bits", "coded", "entropy", "gap bits", "coded", "entropy", "bytes", "share", "ratio"];
        HtmlPage.AppendTable(html, "Layers", [headings, .. sizes.Layers.Select(Cells), Total(sizes)]);
    }

    private static IReadOnlyList<string> Cells(LayerReport layer) =>
    [
        layer.Name, Text($"{layer.Weights}"), Text($"{100 * layer.Density:F2} %"), Text($"{layer.Centroids}"),
        Text($"{layer.ValueBits:0.##}"), Text($"{layer.CodedValueBits:F2}"), Text($"{layer.ValueEntropy:F2}"),
        Text($"{layer.GapBits:0.##}"), Text($"{layer.CodedGapBits:F2}"), Text($"{layer.GapEntropy:F2}"),
        Text($"{layer.CodedBytes}"), Text($"{100 * layer.Share:F1} %"), Text($"{layer.Ratio:F1}×"),
    ];

    private static IReadOnlyList<string> Total(ArtifactReport sizes) =>
    [
        "all", Text($"{sizes.Weights}"), sizes.Weights == 0 ? "" : Text($"{100 * sizes.Density:F2} %"), "", "", "", "", "", "", "",
        Text($"{sizes.FileBytes}"), "100 %", Text($"{sizes.Ratio:F1}×"),
    ];

    private static void AppendLayer(StringBuilder html, LayerReport layer, Tensor weights)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{HtmlPage.Escape(layer.Name)}, {layer.Shape}</h2>\n<div class=\"layer\">\n");
        if (Histogram(layer, weights) is { } chart)
        {
            html.Append(CultureInfo.InvariantCulture, $"<figure>\n{ChartDrawing.Draw(chart)}</figure>\n");
        }

        AppendPicture(html, layer, weights);
        html.Append("</div>\n</section>\n");
    }

    /// <summary>The weights by value, the codebook marked below; null where no weight is left.</summary>
    private static Chart? Histogram(LayerReport layer, Tensor weights)
    {
        float limit = 0;
        WeightWalk.Visit(weights, (_, value) => limit = Math.Max(limit, Math.Abs(value)));
        if (limit == 0)
        {
            return null;
        }

        var histogram = new WeightHistogram(limit);
        WeightWalk.Visit(weights, (_, value) => histogram.Add(value));
        double most = histogram.Bins.Max(bin => bin.Y);
        IReadOnlyList<float> centroids = weights is CodedTensor coded ? [.. coded.Codebook] : [];
        var bars = new Series("weights by value", SeriesKind.Histogram, histogram.Bins) { Colour = Palette.Sky };
        var marks = new Series("codebook", SeriesKind.Marks, [.. centroids.Select(value => new ChartPoint(value, -0.06 * most))])
        {
            Colour = Palette.Vermilion,
            Shape = MarkShape.Cross,
        };
        return new Chart
        {
            Name = layer.Name,
            Title = $"{layer.Name}: the weights that are kept",
            X = new Axis("value of the weight"),
            Y = new Axis("weights") { Least = centroids.Count > 0 ? -0.12 * most : 0, FirstTick = 0 },
            Series = centroids.Count > 0 ? [bars, marks] : [bars],
        };
    }

    private static void AppendPicture(StringBuilder html, LayerReport layer, Tensor weights)
    {
        var picture = new SparsityPicture(weights);
        int across = Math.Max(1, PictureWidth / picture.Width);
        int down = Math.Clamp(PictureHeight / picture.Height, 1, MostStretch * across);
        bool single = picture is { BlockWidth: 1, BlockHeight: 1 };
        string scale = single
            ? "A pixel is a weight; set ones are kept."
            : Text($"A pixel stands for {picture.BlockWidth}×{picture.BlockHeight} weights: the more of them are kept, at most {picture.Most:N0}, the stronger.");
        string content = Convert.ToBase64String(picture.ToPng());
        html.Append(
            CultureInfo.InvariantCulture,
            $"""
            <figure>
            <img alt="Where the weights of {HtmlPage.Escape(layer.Name)} are" width="{picture.Width * across}" height="{picture.Height * down}" src="data:image/png;base64,{content}">
            <figcaption>Where the weights are: a row for each output. {scale} Kept: {layer.Kept:N0} of {layer.Weights:N0}.</figcaption>
            </figure>

            """);
    }

    // Numbers keep their unit beside them.
    private static string Text(FormattableString text) => FormattableString.Invariant(text).Replace(" %", "\u00A0%", StringComparison.Ordinal);
}
