using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class CodedTensorStatisticsTests
{
    /// <summary>The worked example of FORMAT.md, counted by hand: gaps 1, 4, 0 in 2 + 3 + 2 bits; at two bits 1, filler, 1, 0.</summary>
    [Fact]
    public void The_columns_of_the_papers_tables_are_those_counted_by_hand()
    {
        CodedTensor tensor = CodedTensorEncoder.Encode(
            new TensorShape(2, 4), [-1, 1, -1, -1, -1, -1, 0, 1], [-0.5f, 1], NumberFormat.Half);

        CodedTensorStatistics statistics = CodedTensorStatistics.Of(tensor);

        Assert.Equal(8, statistics.Weights);
        Assert.Equal(3, statistics.Nnz);
        Assert.Equal(0.375, statistics.Density);
        Assert.Equal(1, statistics.FillerCount);
        Assert.Equal(4, statistics.Entries);
        Assert.Equal(2, statistics.Centroids);
        Assert.Equal(1, statistics.FixedValueBits);
        Assert.Equal(2, statistics.FixedGapBits);
        Assert.Equal(1.0, statistics.CodedValueBits);
        Assert.Equal(7 / 3.0, statistics.CodedGapBits);

        // Count and format; a flag, resolution, number of classes, 1 + 1 + 5 + 3 and 1 + 1 bits of code lengths.
        Assert.Equal(3 + 2 + 32, statistics.CodebookBits);
        Assert.Equal(1 + 2 + 5 + 10 + 2, statistics.TableBits);
        Assert.Equal(7 + 3, statistics.StreamBits);
        Assert.Equal((37 + 12 + 7) / 8, statistics.FixedWidthBytes);
        Assert.Equal((2 + 5 + 37 + 20 + 10 + 7) / 8, statistics.TotalBytes);
    }

    [Fact]
    public void A_tensor_at_fixed_width_is_counted_at_its_own()
    {
        SharedWeights weights = SharedWeights.Draw(1) with { Centroids = [.. Enumerable.Range(1, 60).Select(i => (float)i)] };
        CodedTensor tensor = CodedTensorEncoder.Encode(
            weights.Shape, weights.Assignment, weights.Centroids, NumberFormat.Single, CodingScheme.Fixed, gapBits: 5);
        CodedTensorStatistics statistics = CodedTensorStatistics.Of(tensor);

        Assert.Equal(5, statistics.FixedGapBits);
        Assert.Equal(statistics.Entries * (5 + statistics.FixedValueBits), statistics.StreamBits);
    }

    [Fact]
    public void The_parts_add_up_to_the_whole_and_the_bits_to_the_stream()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            SharedWeights weights = SharedWeights.Draw(seed);
            CodedTensor tensor = CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, NumberFormat.Half);
            CodedTensorStatistics statistics = CodedTensorStatistics.Of(tensor);
            long parts = statistics.CodebookBits + statistics.TableBits + statistics.StreamBits;
            double bits = (statistics.CodedValueBits + statistics.CodedGapBits) * statistics.Nnz;

            // Beside the parts there are the form and the number of weights.
            Assert.InRange(tensor.BitCount - parts, 3, 2 + 31);
            Assert.Equal(statistics.StreamBits, bits, 6);
        }
    }

    [Fact]
    public void A_tensor_without_weights_takes_a_byte()
    {
        CodedTensorStatistics statistics = CodedTensorStatistics.Of(
            CodedTensorEncoder.Encode(new TensorShape(2, 2), [-1, -1, -1, -1], [], NumberFormat.Half));

        Assert.Equal((0, 0L, 0.0, 1), (statistics.Nnz, statistics.Entries, statistics.CodedGapBits, statistics.TotalBytes));
    }
}
