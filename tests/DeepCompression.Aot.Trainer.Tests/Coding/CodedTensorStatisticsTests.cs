using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class CodedTensorStatisticsTests
{
    /// <summary>The worked example of FORMAT.md, counted by hand: gaps 1, filler, 1, 0 in 1 + 2 + 1 + 2 bits.</summary>
    [Fact]
    public void The_columns_of_the_papers_tables_are_those_counted_by_hand()
    {
        CodedTensor tensor = CodedTensorEncoder.Encode(
            new TensorShape(2, 4), [-1, 1, -1, -1, -1, -1, 0, 1], [-0.5f, 1], NumberFormat.Half, fillerSkip: 3);

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
        Assert.Equal(6 / 4.0, statistics.CodedGapBits);
        Assert.Equal(4, statistics.CodebookBytes);
        Assert.Equal(2, statistics.TableBytes);
        Assert.Equal(2, statistics.StreamBytes);
        Assert.Equal(4 + 2, statistics.FixedWidthBytes);
        Assert.Equal(12, statistics.TotalBytes);
    }

    [Fact]
    public void The_papers_gap_of_five_bits_is_a_filler_skip_of_31()
    {
        SharedWeights weights = SharedWeights.Draw(1) with { Centroids = [.. Enumerable.Range(1, 60).Select(i => (float)i)] };
        CodedTensor tensor = CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, NumberFormat.Single, fillerSkip: 31);

        Assert.Equal(5, CodedTensorStatistics.Of(tensor).FixedGapBits);
    }

    [Fact]
    public void The_parts_add_up_to_the_whole_and_the_bits_to_the_stream()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            SharedWeights weights = SharedWeights.Draw(seed);
            CodedTensor tensor = CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, NumberFormat.Half);
            CodedTensorStatistics statistics = CodedTensorStatistics.Of(tensor);
            int parts = statistics.CodebookBytes + statistics.TableBytes + statistics.StreamBytes;
            double bits = (statistics.CodedValueBits * statistics.Nnz) + (statistics.CodedGapBits * statistics.Entries);

            Assert.InRange(statistics.TotalBytes - parts, 1, 7);
            Assert.Equal(statistics.StreamBytes, Math.Ceiling((bits - 1e-6) / 8));
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
