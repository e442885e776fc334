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
}
