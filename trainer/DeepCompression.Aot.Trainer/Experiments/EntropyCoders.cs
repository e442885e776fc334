using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Experiments.Coders;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>Huffman coding beside compressors for any data, and beside what is possible.</summary>
internal sealed class EntropyCoders() : Experiment(
    "coders", "Huffman against gzip, Brotli and xz",
    "Whether a general compressor would do instead of Huffman coding, and how far Huffman coding is from Shannon’s bound.")
{
    /// <summary>What the table of a Huffman code takes for each symbol: enough for lengths up to fifteen.</summary>
    private const int TableBits = 4;

    public override ExperimentOutput Run(Laboratory laboratory)
    {
        var tables = new List<ResultTable>();
        var charts = new List<Chart>();
        bool hasXz = true;
        foreach (NetworkDefinition network in Laboratory.Networks)
        {
            CompressedNetwork compressed = laboratory.Compressed(network);
            Row[] rows = [.. Measure(LayerSymbols.Of(compressed.Artifact), compressed.Result.Report)];
            hasXz &= rows.Any(row => row.Coder == "xz");
            tables.Add(Tabulate(network, rows));
            charts.Add(Draw(network, rows));
        }

        List<string> notes =
        [
            "All coders get the same data: every gap (five bits) and index of the paper’s relative index, filler zeros included, layer after layer, at fixed width and " +
            "packed into bytes, not yet Huffman-coded. Since general compressors look for repeated bytes, they also get all gaps and then all indices with a byte for each. " +
            "Codebooks and biases are in none of these numbers; Huffman’s tables are in its own, for the paper at four bits a symbol.",
            "Ours is what the artifact holds for the same weights: long gaps are a Huffman-coded class and raw bits instead of filler zeros. " +
            "Shannon’s bound is that of a code which knows how often each distance between weights and each index occurs in its layer, and nothing else; its tables are not counted.",
        ];
        if (!hasXz)
        {
            notes.Add("The xz tool is not installed here, so its row is missing (Debian: apt-get install xz-utils).");
        }

        return new ExperimentOutput(tables, charts, notes);
    }

    private static IEnumerable<Row> Measure(IReadOnlyList<LayerSymbols> layers, ArtifactReport report)
    {
        byte[] packed = [.. layers.SelectMany(layer => layer.Pack())];
        byte[] spread = [.. layers.SelectMany(layer => layer.Spread())];
        yield return new Row("fixed width", packed.Length, null);
        yield return new Row("gzip", GeneralCompressors.Gzip(packed), GeneralCompressors.Gzip(spread));
        yield return new Row("Brotli", GeneralCompressors.Brotli(packed), GeneralCompressors.Brotli(spread));
        if (GeneralCompressors.Xz(packed) is int xz && GeneralCompressors.Xz(spread) is int xzSpread)
        {
            yield return new Row("xz", xz, xzSpread);
        }

        yield return new Row("Huffman\npaper", layers.Sum(layer => PaperBits(layer.Gaps) + PaperBits(layer.Values)) / 8, null);
        yield return new Row("Huffman\nours", report.Layers.Sum(layer => layer.StreamBytes + layer.TableBytes), null);
        yield return new Row("bound", layers.Sum(layer => Entropy.Bits(layer.Distances) + Entropy.Bits(layer.WeightValues)) / 8, null);
    }

    private static double PaperBits(List<int> symbols) => Entropy.HuffmanBits(symbols) + (TableBits * Entropy.Counts(symbols).Length);

    private static ResultTable Tabulate(NetworkDefinition network, Row[] rows)
    {
        var table = new ResultTable(
            network.Name, $"{PaperNumbers.Of(network.Name).Title}: bytes of indices and gaps",
            "coder", new Column("packed bytes", "0"), new Column("byte per symbol", "0"), new Column("best over the bound (%)", "+0.0;-0.0;0.0"));
        foreach (Row row in rows)
        {
            table.Add(row.Coder.Replace('\n', ' '), row.Packed, row.Spread, 100 * ((Math.Min(row.Packed, row.Spread ?? row.Packed) / rows[^1].Packed) - 1));
        }

        return table;
    }

    private static Chart Draw(NetworkDefinition network, Row[] rows) => new()
    {
        Name = network.Name,
        Title = $"{PaperNumbers.Of(network.Name).Title}: indices and gaps under each coder",
        X = new Axis("coder") { Categories = [.. rows.Select(row => row.Coder)] },
        Y = new Axis("kilobytes (1,000 bytes)"),
        Series =
        [
            new Series("packed at fixed width", SeriesKind.Bars, [.. rows.Select((row, i) => new ChartPoint(i, row.Packed / 1000))]),
            new Series("a byte per symbol", SeriesKind.Bars, [.. rows.Select((row, i) => (row, i)).Where(item => item.row.Spread is not null)
                .Select(item => new ChartPoint(item.i, item.row.Spread!.Value / 1000))]) { Colour = Palette.Orange },
        ],
    };

    /// <summary>The bytes of a coder: from packed data, and from a byte per symbol where that makes a difference.</summary>
    private sealed record Row(string Coder, double Packed, double? Spread);
}
