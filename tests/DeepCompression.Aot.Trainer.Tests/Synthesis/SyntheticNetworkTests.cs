using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Reports;
using DeepCompression.Aot.Trainer.Synthesis;

namespace DeepCompression.Aot.Trainer.Tests.Synthesis;

public sealed class SyntheticNetworkTests
{
    [Theory]
    [InlineData("alexnet", 60_965_224, 9216)]
    [InlineData("vgg16", 138_357_544, 25_088)]
    [InlineData("googlenet", 6_998_552, 1024)]
    [InlineData("squeezenet", 1_248_424, 169_000)]
    public void Large_networks_have_the_parameters_that_are_published(string name, long parameters, int features)
    {
        NetworkDefinition network = LargeNetworks.Find(name)!;
        EquatableArray<TensorShape> shapes = ShapeInference.Infer(network.Graph);

        Assert.Equal(parameters * sizeof(float), network.DenseBytes);
        Assert.Equal(1000, shapes[network.Graph.Outputs[0]].ElementCount);
        Assert.Contains(shapes, shape => shape.ElementCount == features);
        Assert.All(network.Weights, weight => Assert.NotNull(PublishedStatistics.Of(name, Layer(network, weight))));
    }

    [Fact]
    public void Equal_seeds_give_equal_bytes_that_are_labelled_synthetic()
    {
        byte[] artifact = SyntheticNetwork.Create(LargeNetworks.Find("squeezenet")!, 3, _ => { });
        Artifact read = ArtifactReader.Read(artifact);

        Assert.Equal(artifact, SyntheticNetwork.Create(LargeNetworks.Find("squeezenet")!, 3, _ => { }));
        Assert.NotEqual(artifact, SyntheticNetwork.Create(LargeNetworks.Find("squeezenet")!, 4, _ => { }));
        Assert.Contains(read.Provenance, entry => entry.Key == "data" && entry.Value.StartsWith("synthetic", StringComparison.Ordinal));
        Assert.Contains(read.Provenance, entry => entry is { Key: "seed", Value: "3" });
        LayerReport layer = LayerReports.Of(read.Graph, read.Names, read.Tensors).Single(layer => layer.Name.StartsWith("conv_final", StringComparison.Ordinal));
        Assert.Equal(0.2, layer.Density, 0.005);
        Assert.Equal(7.4, layer.CodedValueBits, 0.1);
    }

    [Theory]
    [InlineData(8, 6.3)]
    [InlineData(8, 4.2)]
    [InlineData(5, 3.6)]
    [InlineData(5, 4.0)]
    public void Indices_take_the_bits_that_are_published(int bits, double codedBits)
    {
        var random = new SplitMix64(7);
        var codebook = new SyntheticCodebook(ref random, bits, codedBits);
        var counts = new long[codebook.Centroids.Length];
        for (int i = 0; i < 100_000; i++)
        {
            counts[codebook.Draw(ref random)]++;
        }

        Assert.Equal((1 << bits) - 1, codebook.Centroids.Distinct().Count());
        Assert.Equal(codedBits, HuffmanCode.TotalBits(counts, HuffmanCode.Lengths(counts)) / 100_000.0, 0.1);
    }

    [Theory]
    [InlineData(0.09, 4, 3.2)]
    [InlineData(0.04, 5, 3.5)]
    [InlineData(0.37, 4, 2.5)]
    public void Masks_have_the_density_and_gaps_that_are_published(double density, int gapBits, double codedGapBits)
    {
        var random = new SplitMix64(11);
        var shape = new TensorShape(400, 1000);
        SyntheticMask mask = SyntheticMask.Create(ref random, shape, new LayerStatistics(density, 5, 4, gapBits, codedGapBits));
        int[] assignment = [.. Enumerable.Range(0, 400_000).Select(i => mask.Draw(ref random, i % 1000) ? 0 : -1)];
        int skip = FixedWidth.FillerSkip(gapBits);
        var counts = new long[skip + 1];
        int gap = 0;
        foreach (int index in assignment)
        {
            gap = index < 0 ? gap + 1 : gap;
            if (index >= 0 || gap == skip)
            {
                counts[gap]++;
                gap = 0;
            }
        }

        Assert.Equal(density, assignment.Count(index => index >= 0) / 400_000.0, density * 0.02);
        Assert.Equal(codedGapBits, HuffmanCode.TotalBits(counts, HuffmanCode.Lengths(counts)) / (double)counts.Sum(), 0.1);
    }

    private static string Layer(NetworkDefinition network, int weight)
    {
        string name = network.ParameterNames[weight];
        return name[..name.LastIndexOf('.')];
    }
}
