using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Reports;
using DeepCompression.Aot.Trainer.Tests.Engine;

namespace DeepCompression.Aot.Trainer.Tests.Reports;

public sealed class LayerReportsTests
{
    private static readonly NetworkDefinition Network = TestNetworks.Linear(8, 2);

    [Fact]
    public void Counts_what_fixed_width_and_huffman_coding_take()
    {
        // Four weights at even distances: gaps of 1, so two bits are the fewest without filler zeros, and two centroids.
        int[] assignment = [-1, 0, -1, 1, -1, 0, -1, 0, -1, -1, -1, -1, -1, -1, -1, -1];
        CodedTensor weight = CodedTensorEncoder.Encode(Network.Graph.Parameters[0], assignment, [-1, 2], NumberFormat.Half);
        RawTensor bias = RawTensorEncoder.Encode(Network.Graph.Parameters[1], [1, 2], NumberFormat.Single);
        LayerReport layer = Assert.Single(LayerReports.Of(Network.Graph, GraphNames.None, [weight, bias]));
        Assert.Equal((16, 2, 4, 0, 2), (layer.Weights, layer.Biases, layer.Kept, layer.Fillers, layer.Centroids));
        Assert.Equal(0.25, layer.Density);
        Assert.Equal(72, layer.DenseBytes);
        Assert.Equal((1.0, 2.0), (layer.ValueBits, layer.GapBits));

        // The codebook, 3 + 2 + 32 bits, and four entries of 1 + 2 bits in 7 bytes; the bias: its form and format and two floats.
        Assert.Equal(7 + 9, layer.QuantisedBytes);
        Assert.Equal(weight.ByteCount + 9, layer.CodedBytes);
        Assert.Equal(72.0 / 16, layer.QuantisedRatio);

        // Three of one value and one of the other; all gaps are the same.
        Assert.Equal((0.75 * Math.Log2(4.0 / 3)) + (0.25 * Math.Log2(4)), layer.ValueEntropy!.Value, 1e-12);
        Assert.Equal(0, layer.GapEntropy);
        Assert.Equal(layer.CodedBytes, ByteParts.Of(layer).Sum(), 1e-9);
    }

    [Fact]
    public void After_pruning_alone_every_entry_is_a_single_precision_value_with_a_gap()
    {
        float[] weights = [0, 0.5f, 0, -0.25f, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0];
        LayerReport layer = Assert.Single(LayerReports.OfPruned(Network.Graph, GraphNames.None, number => number == 0 ? weights : [0, 0]));
        Assert.Equal((4, 0), (layer.Kept, layer.Centroids));
        Assert.Equal(32, layer.ValueBits);

        // Four bytes and a gap for each entry, fillers counted; the bias is two floats with form and format in a byte. The codebook
        // ends within a byte, which may count or not.
        long entries = layer.Kept + layer.Fillers;
        long expected = (4 * entries) + (long)Math.Ceiling(entries * layer.GapBits / 8) + 9;
        Assert.InRange(layer.QuantisedBytes, expected, expected + 1);
    }

    [Fact]
    public void A_weight_that_is_stored_number_by_number_is_kept_whole()
    {
        RawTensor weight = RawTensorEncoder.Encode(Network.Graph.Parameters[0], new float[16], NumberFormat.Half);
        RawTensor bias = RawTensorEncoder.Encode(Network.Graph.Parameters[1], [1, 2], NumberFormat.Half);
        LayerReport layer = Assert.Single(LayerReports.Of(Network.Graph, GraphNames.None, [weight, bias]));
        Assert.Equal((16, 16), (layer.Weights, layer.Kept));
        Assert.Equal(weight.ByteCount + bias.ByteCount, layer.CodedBytes);
        Assert.Equal(0, layer.GapBits);
    }
}
