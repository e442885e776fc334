using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Networks;
using FsCheck;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class CodedTensorEncoderTests
{
    [Fact]
    public void What_is_encoded_decodes_to_the_rounded_weights()
    {
        Prop.ForAll<int, bool, byte>((seed, isHalf, skip) =>
        {
            SharedWeights weights = SharedWeights.Draw(seed);
            NumberFormat format = isHalf ? NumberFormat.Half : NumberFormat.Single;
            int? fillerSkip = skip == 0 ? null : skip;
            CodedTensor tensor = CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, format, fillerSkip);
            return tensor.ToDense().SequenceEqual(weights.Dense(format));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_encoded_passes_through_an_artifact_unchanged()
    {
        Prop.ForAll<int, bool>((seed, isHalf) =>
        {
            SharedWeights weights = SharedWeights.Draw(seed);
            NumberFormat format = isHalf ? NumberFormat.Half : NumberFormat.Single;
            CodedTensor tensor = CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, format);
            RawTensor bias = RawTensorEncoder.Encode(new(weights.Shape.Rows), new float[weights.Shape.Rows], format);
            var builder = new GraphBuilder();
            int output = builder.Linear(builder.Input(weights.Shape.RowLength), weights.Shape.RowLength, weights.Shape.Rows, "fc");
            byte[] file = ArtifactWriter.Write(builder.Build(output), [tensor, bias]);
            Artifact read = ArtifactReader.Read(file);
            return read.Tensors[0].Equals(tensor) && read.Tensors[1].Equals(bias);
        }).QuickCheckThrowOnFailure();
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
    public void The_chosen_filler_skip_takes_no_more_bytes_than_any_other()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            SharedWeights weights = SharedWeights.Draw(seed);
            int chosen = Encode(weights, null).ByteCount;
            int best = Enumerable.Range(1, CodedTensor.MaxFillerSkip).Min(skip => Encode(weights, skip).ByteCount);

            // The choice counts bits; two paddings and the filler skip's own second byte are beyond it.
            Assert.InRange(chosen, best, best + 2);
        }
    }

    [Fact]
    public void Equal_weights_are_encoded_equally()
    {
        Assert.Equal(Encode(SharedWeights.Draw(5), null), Encode(SharedWeights.Draw(5), null));
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
        Assert.Throws<ArgumentOutOfRangeException>(() => CodedTensorEncoder.Encode(shape, [0, 0, 0, 0], [1], NumberFormat.Half, fillerSkip: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodedTensorEncoder.Encode(shape, [0, 0, 0, 0], [1], NumberFormat.Half, fillerSkip: 256));
        Assert.Throws<ArgumentException>(() => CodedTensorEncoder.Encode(new TensorShape(256), [.. Enumerable.Range(0, 256)], many, NumberFormat.Half));
        Assert.Throws<ArgumentException>(() => RawTensorEncoder.Encode(shape, [1, 2, 3], NumberFormat.Single));
    }

    private static CodedTensor Encode(SharedWeights weights, int? fillerSkip) =>
        CodedTensorEncoder.Encode(weights.Shape, weights.Assignment, weights.Centroids, NumberFormat.Half, fillerSkip);
}
