using DeepCompression.Aot.Benchmarks.Building;
using DeepCompression.Aot.Benchmarks.Networks;

namespace DeepCompression.Aot.Benchmarks.Tests;

/// <summary>The code of a big network stays of a size that one can read, and that the compiler does not mind.</summary>
public sealed class GeneratedSourceTests
{
    private const long Limit = 1_000_000;

    [Fact]
    public void GoogLeNet_has_less_than_a_megabyte_outside_of_constants() => AssertSmall("googlenet");

    [Theory]
    [InlineData("alexnet")]
    [InlineData("vgg16")]
    [Trait("Category", "Slow")]
    public void Larger_networks_as_well(string name) => AssertSmall(name);

    /// <summary>Less than so much cannot be all layers of such a network.</summary>
    private static void AssertSmall(string name) => Assert.InRange(GeneratedSource.Bytes(NetworkCatalogue.Find(name).File), Limit / 100, Limit);
}
