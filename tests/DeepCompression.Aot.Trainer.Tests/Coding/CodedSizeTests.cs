using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class CodedSizeTests
{
    [Fact]
    public void The_size_is_that_of_the_stored_tensor_without_form_count_and_codebook()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            SharedWeights weights = Distinct(SharedWeights.Draw(seed));
            CodedTensor tensor = CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, NumberFormat.Single);
            if (tensor.WeightCount == 0 || !((HuffmanWeightCode)tensor.Code).HasGaps)
            {
                continue;
            }

            long head = TensorForms.TagBits + ExpGolomb.BitCount(tensor.WeightCount) + TensorWriter.CodebookBitCount(tensor);
            Assert.Equal(tensor.BitCount - head, CodedSize.Of(weights.Shape, weights.Assignment, weights.Centroids.Length).TotalBits);
        }
    }

    [Fact]
    public void The_bits_of_all_gaps_and_indices_make_the_stream()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            SharedWeights weights = Distinct(SharedWeights.Draw(seed));
            CodedTensor tensor = CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, NumberFormat.Single);
            if (tensor.WeightCount == 0 || !((HuffmanWeightCode)tensor.Code).HasGaps)
            {
                continue;
            }

            CodedSize size = CodedSize.Of(weights.Shape, weights.Assignment, weights.Centroids.Length);
            var reader = new CodedWeightReader(tensor);
            long bits = 0;
            while (reader.MoveNext())
            {
                bits += size.GapBits(reader.Gap) + size.IndexBits(weights.Assignment[reader.Position]);
            }

            Assert.Equal(TensorWriter.StreamBitCount(tensor), bits);
        }
    }

    [Fact]
    public void What_does_not_occur_costs_more_than_what_does()
    {
        CodedSize size = CodedSize.Of(new(1, 8), [0, 0, -1, 1, 0, -1, 1, 0], 3);

        Assert.True(size.IndexBits(2) > Math.Max(size.IndexBits(0), size.IndexBits(1)));
        Assert.True(size.GapBits(100) > Math.Max(size.GapBits(0), size.GapBits(1)));
    }

    /// <summary>With centroids that stay apart, so that none merge or vanish.</summary>
    private static SharedWeights Distinct(SharedWeights weights) =>
        weights with { Centroids = [.. weights.Centroids.Select((_, index) => index + 1f)] };
}
