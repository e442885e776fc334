using DeepCompression.Aot.Benchmarks.Kernels;
using DeepCompression.Aot.Generator.Tests.Support;
using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Benchmarks.Tests;

/// <summary>What the benchmarks of single kernels time is the kernel that they name.</summary>
public sealed class KernelLayerTests
{
    [Fact]
    public void Each_layer_has_the_kernel_it_is_named_for() => Assert.All(KernelLayer.All, layer =>
    {
        const string Source = """[DeepCompression.Aot.CompressedModel("network.dcz")] static partial class Network;""";
        var run = new GeneratorRun(Source, ModelText.Of("network.dcz", layer.Create().File, layer.Arithmetic, memory: layer.Memory));
        string code = run.Source("Network.g.cs");
        Assert.Contains($"Kernel 1: {layer.Kernel}", code, StringComparison.Ordinal);
    });
}
