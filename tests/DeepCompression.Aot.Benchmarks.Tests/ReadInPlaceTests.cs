using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Startup;

namespace DeepCompression.Aot.Benchmarks.Tests;

/// <summary>The packed weights of a large network are read where the file is mapped: they take no memory of the process's own.</summary>
public sealed class ReadInPlaceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public void Weights_that_every_inference_decodes_are_never_copied(bool asExecutable)
    {
        BenchmarkNetwork network = NetworkCatalogue.Stack(8192, (4096, 0.18), (10, 0.5));
        Assert.True(network.File.Length > 6 << 20, "Such a network is a resource of several MiB, much more than what the compiler keeps.");
        string folder = Directory.CreateTempSubdirectory("deepc-place-").FullName;
        try
        {
            string artifact = Path.Combine(folder, "network.dcz");
            File.WriteAllBytes(artifact, network.File);
            string samples = StartupPrograms.WriteSamples(folder, Activations.Draw(network.InputLength));
            StartupContestant program = StartupPrograms.PublishNetwork(folder, artifact, samples, asExecutable, memory: "streaming");
            (_, StartupTimes times) = Assert.Single(StartupRun.Measure(StartupPrograms.CompileMeasure(folder), [program], runs: 1));

            // Code that is compiled meanwhile and the workspace take some.
            long[] own = [.. times.PrivateKibibytes];
            Assert.Equal(3, own.Length);
            Assert.InRange((own[2] - own[0]) * 1024, 0, network.File.Length / 2);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
