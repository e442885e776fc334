using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Experiments.Coders;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Experiments;

public sealed class LayerSymbolsTests
{
    [Fact]
    public void Entries_lead_back_to_the_weights()
    {
        float[] dense = new float[100];
        (dense[3], dense[4], dense[70], dense[99]) = (0.5f, -0.25f, 0.5f, 2f);
        LayerSymbols symbols = Symbols(dense);

        // From 4 to 70 are 65 zeros: two fillers of 31 and a gap of 3; from 70 to 99 are 28.
        Assert.Equal([3, 0, 31, 31, 3, 28], symbols.Gaps);
        Assert.Equal([2, 1, 0, 0, 2, 3], symbols.Values);
        Assert.Equal([3, 0, 65, 28], symbols.Distances);
        Assert.Equal([2, 1, 2, 3], symbols.WeightValues);
        Assert.Equal(2, symbols.ValueBits);
    }

    [Fact]
    public void Packed_entries_take_their_width()
    {
        float[] dense = new float[64];
        (dense[0], dense[1], dense[2]) = (1, 2, 3);
        LayerSymbols symbols = Symbols(dense);

        // Three entries of 5 + 2 bits: 00000 01, 00000 10, 00000 11.
        Assert.Equal([0b0000_0010, 0b0000_1000, 0b0001_1000], symbols.Pack());
        Assert.Equal([0, 0, 0, 1, 2, 3], symbols.Spread());
    }

    [Fact]
    public void The_bound_of_equally_frequent_symbols_is_their_width() => Assert.Equal(4 * 2.0, Entropy.Bits([0, 1, 2, 3]), 1e-9);

    [Fact]
    public void The_bound_of_one_symbol_is_nothing() => Assert.Equal(0, Entropy.Bits([5, 5, 5]), 1e-9);

    [Fact]
    public void Huffman_coding_stays_within_a_bit_of_the_bound()
    {
        int[] symbols = [.. Enumerable.Range(1, 12).SelectMany(symbol => Enumerable.Repeat(symbol, symbol * symbol))];
        double bound = Entropy.Bits(symbols);
        Assert.InRange(Entropy.HuffmanBits(symbols), bound, bound + symbols.Length);
    }

    [Fact]
    public void General_compressors_shorten_what_repeats()
    {
        byte[] data = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i % 7))];
        Assert.InRange(GeneralCompressors.Gzip(data), 20, 500);
        Assert.InRange(GeneralCompressors.Brotli(data), 5, 500);
        Assert.InRange(GeneralCompressors.Xz(data) ?? 100, 20, 500);
    }

    private static LayerSymbols Symbols(float[] dense)
    {
        var builder = new GraphBuilder();
        Graph graph = builder.Build(builder.Linear(builder.Input(dense.Length), dense.Length, 1, "fc"));
        byte[] file = ArtifactWriter.Write(graph,
        [
            RawTensorEncoder.Encode(graph.Parameters[0], dense, NumberFormat.Single),
            RawTensorEncoder.Encode(graph.Parameters[1], [0], NumberFormat.Single),
        ]);
        return Assert.Single(LayerSymbols.Of(ArtifactReader.Read(file)));
    }
}
