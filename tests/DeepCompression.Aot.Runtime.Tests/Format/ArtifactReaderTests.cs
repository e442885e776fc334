using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests.Format;

public sealed class ArtifactReaderTests
{
    public static TheoryData<string> Valid => GoldenArtifacts.ValidNames;

    public static TheoryData<string, string, string> Corrupt => GoldenArtifacts.Corrupt;

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_artifact_is_read_and_its_tensors_have_the_shapes_of_its_parameters(string name)
    {
        Artifact artifact = ArtifactReader.Read(GoldenArtifacts.Valid(name));

        Assert.Equal(artifact.Graph.Parameters, artifact.Tensors.Select(tensor => tensor.Shape));
        Assert.Equal(artifact.ValueShapes, ShapeInference.Infer(artifact.Graph));
        Assert.All(artifact.Tensors, tensor => Assert.Equal(tensor.Shape.ElementCount, tensor.ToDense().Length));
    }

    [Theory]
    [MemberData(nameof(Corrupt))]
    public void A_corrupt_artifact_is_refused_with_the_rule_it_breaks(string name, string fault, string message)
    {
        var exception = Assert.Throws<ArtifactException>(() => ArtifactReader.Read(GoldenArtifacts.CorruptFile(name)));

        Assert.Equal(fault, exception.Fault.ToString());
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_parts_are_read()
    {
        Artifact artifact = ArtifactReader.Read(GoldenArtifacts.Valid("all-sections"));

        Assert.Equal("image", artifact.Names.OfValue(0));
        Assert.Equal("fc2.bias", artifact.Names.OfParameter(3));
        Assert.Null(artifact.Names.OfValue(1));
        Assert.Equal([new(0, 1), new(2, 2.5f)], artifact.ActivationScales);
        Assert.Equal(["cat", "dog", "naïve", "雪"], artifact.InputContract!.Labels);
        InputNormalisation input = Assert.Single(artifact.InputContract.Inputs);
        Assert.Equal(InputLayout.ChannelsFirst, input.Layout);
        Assert.Equal([0.125f, 0.25f, 0.5f], input.Scales);
        Assert.Equal([-1f, -0.5f, 0f], input.Offsets);
        Assert.Equal([new("data", "drawn"), new("recipe", "golden"), new("seed", "52"), new("licence", "MIT")], artifact.Provenance);
    }

    [Fact]
    public void Equal_files_read_as_equal_artifacts_and_different_ones_as_different()
    {
        Artifact first = ArtifactReader.Read(GoldenArtifacts.Valid("cnn"));

        Assert.Equal(first, ArtifactReader.Read(GoldenArtifacts.Valid("cnn")));
        Assert.NotEqual(first, ArtifactReader.Read(GoldenArtifacts.Valid("mlp")));
    }
}
