using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Networks;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class CodedTensorEncoderTests
{
    [Fact]
    public void What_is_encoded_decodes_to_the_rounded_weights()
    {
        Prop.ForAll<int, byte, byte>((seed, number, coding) =>
        {
            SharedWeights weights = SharedWeights.Draw(seed);
            var format = (NumberFormat)(number % 3);
            var scheme = (CodingScheme)(coding % 3);
            int? gapBits = coding / 3 % 9 is > 0 and int bits ? bits : null;
            CodedTensor tensor = CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, format, scheme, gapBits);
            return tensor.ToDense().SequenceEqual(weights.Dense(format));
        }).Require();
    }

    [Fact]
    public void What_is_encoded_passes_through_an_artifact_unchanged()
    {
        Prop.ForAll<int, byte, byte>((seed, number, coding) =>
        {
            SharedWeights weights = SharedWeights.Draw(seed);
            var format = (NumberFormat)(number % 3);
            CodedTensor tensor = CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, format, (CodingScheme)(coding % 3));
            Tensor bias = BiasEncoder.Encode(new(weights.Shape.Rows), weights.Dense(format).AsSpan(0, weights.Shape.Rows), format);
            var builder = new GraphBuilder();
            int output = builder.Linear(builder.Input(weights.Shape.RowLength), weights.Shape.RowLength, weights.Shape.Rows, "fc");
            byte[] file = ArtifactWriter.Write(builder.Build(output), [tensor, bias]);
            Artifact read = ArtifactReader.Read(file);
            return read.Tensors[0].Equals(tensor) && read.Tensors[1].Equals(bias);
        }).Require();
    }

    [Fact]
    public void Centroids_are_sorted_merged_and_rid_of_zero_and_of_those_unused()
    {
        CodedTensor tensor = CodedTensorEncoder.Encode(
            new TensorShape(6), [0, 1, 2, 3, -1, 5], [2, -1, 2.0001f, 1e-9f, 77, -3], NumberFormat.Half);

        Assert.Equal([-3f, -1, 2], tensor.Codebook);
        Assert.Equal([2f, -1, 2, 0, 0, -3], tensor.ToDense());
    }

    [Fact]
    public void The_chosen_gap_width_takes_no_more_bits_than_any_other()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            SharedWeights weights = SharedWeights.Draw(seed);
            long best = Enumerable.Range(1, FixedWidth.MaxGapBits).Min(bits => TensorWriter.StreamBitCount(Encode(weights, CodingScheme.Fixed, bits)));

            Assert.Equal(best, TensorWriter.StreamBitCount(Encode(weights, CodingScheme.Fixed)));
        }
    }

    [Fact]
    public void Dead_columns_are_left_out_where_that_takes_fewer_bits()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            SharedWeights weights = SharedWeights.Draw(seed);
            int dead = weights.Shape.RowLength / 2;
            int[] half = [.. weights.Assignment.Select((index, i) => i % weights.Shape.RowLength < dead ? -1 : index)];
            SharedWeights sparse = weights with { Assignment = half };

            CodedTensor smallest = Encode(sparse);
            CodedTensor whole = Encode(sparse, CodingScheme.Paper);
            Assert.True(whole.Columns.IsAll);
            Assert.Equal(smallest.Columns.IsAll ? whole.BitCount : Math.Min(whole.BitCount - 1, smallest.BitCount), smallest.BitCount);
            Assert.Equal(whole.ToDense(), smallest.ToDense());
        }

        CodedTensor wide = CodedTensorEncoder.Encode(
            new(20, 500), [.. Enumerable.Range(0, 10_000).Select(i => i % 500 is > 100 and < 140 && i % 7 == 0 ? 0 : -1)], [1], NumberFormat.Half);
        Assert.Equal([101, 39], wide.Columns.Runs);
    }

    [Fact]
    public void Equal_weights_are_encoded_equally()
    {
        Assert.Equal(Encode(SharedWeights.Draw(5)), Encode(SharedWeights.Draw(5)));
    }

    [Theory]
    [InlineData(float.NaN, NumberFormat.Single, "only finite numbers can be stored")]
    [InlineData(float.NegativeInfinity, NumberFormat.Half, "only finite numbers can be stored")]
    [InlineData(65520f, NumberFormat.Half, "store this tensor in single precision")]
    internal void A_number_that_cannot_be_stored_is_refused(float value, NumberFormat format, string message)
    {
        var coded = Assert.Throws<ArgumentException>(() => CodedTensorEncoder.Encode(new TensorShape(2), [0, -1], [value], format));
        var raw = Assert.Throws<ArgumentException>(() => RawTensorEncoder.Encode(new TensorShape(1), [value], format));

        Assert.Contains(message, coded.Message, StringComparison.Ordinal);
        Assert.Contains(message, raw.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_do_not_fit_together_are_refused()
    {
        var shape = new TensorShape(2, 2);
        float[] many = [.. Enumerable.Range(1, 256).Select(i => (float)i)];

        Assert.Throws<ArgumentException>(() => CodedTensorEncoder.Encode(shape, [0, 0, 0], [1], NumberFormat.Half));
        Assert.Throws<ArgumentException>(() => CodedTensorEncoder.Encode(shape, [0, 0, 0, 1], [1], NumberFormat.Half));
        Assert.Throws<ArgumentException>(() => CodedTensorEncoder.Encode(shape, [0, 0, 0, -2], [1], NumberFormat.Half));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodedTensorEncoder.Encode(shape, [0, 0, 0, 0], [1], NumberFormat.Half, gapBits: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodedTensorEncoder.Encode(shape, [0, 0, 0, 0], [1], NumberFormat.Half, gapBits: 9));
        Assert.Throws<ArgumentException>(() => CodedTensorEncoder.Encode(new TensorShape(256), [.. Enumerable.Range(0, 256)], many, NumberFormat.Half));
        Assert.Throws<ArgumentException>(() => RawTensorEncoder.Encode(shape, [1, 2, 3], NumberFormat.Single));
    }

    private static CodedTensor Encode(SharedWeights weights, CodingScheme scheme = CodingScheme.Huffman, int? gapBits = null) =>
        CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, NumberFormat.Half, scheme, gapBits);
}
