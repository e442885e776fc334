using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests.Format;

/// <summary>What a file may ask for is bounded by its length, to the last weight.</summary>
public sealed class SizeLimitsTests
{
    private const int FileLength = 10;

    [Fact]
    public void As_many_weights_as_its_length_allows_are_taken_and_one_more_is_refused()
    {
        Check(FileLength * SizeLimits.ParametersPerByte, activations: 1);

        Assert.Contains("weights are announced", Assert.Throws<ArtifactException>(() => Check((FileLength * SizeLimits.ParametersPerByte) + 1, activations: 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void So_are_activations()
    {
        Check(weights: 1, FileLength * SizeLimits.ActivationsPerByte);

        Assert.Contains("activations are announced", Assert.Throws<ArtifactException>(() => Check(weights: 1, (FileLength * SizeLimits.ActivationsPerByte) + 1)).Message, StringComparison.Ordinal);
    }

    private static void Check(int weights, int activations)
    {
        var graph = new Graph(new([]), new([new TensorShape(weights)]), new([]), new([]));
        SizeLimits.Check(graph, new([new TensorShape(activations)]), FileLength);
    }
}
