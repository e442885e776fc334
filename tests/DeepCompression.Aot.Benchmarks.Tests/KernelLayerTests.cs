using System.Text.RegularExpressions;
using DeepCompression.Aot.Benchmarks.Kernels;
using DeepCompression.Aot.Generator;
using DeepCompression.Aot.Generator.Tests.Support;
using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Benchmarks.Tests;

/// <summary>What the benchmarks of single kernels time is the kernel that they name, and every kernel is among them.</summary>
public sealed partial class KernelLayerTests
{
    /// <summary>
    /// The kinds of kernels and the first words of what generated code calls them. Empty are those that are timed otherwise: batches by
    /// benchmarks of their own, gathers within a row by <see cref="LinearBenchmarks"/>; that have nothing to time; and that
    /// microcontrollers run.
    /// </summary>
    private static readonly SortedDictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["BatchKernel"] = "",
        ["BiasKernel"] = "",
        ["BytePanelsKernel"] = "tiled product of bytes",
        ["DenseColumnsKernel"] = "dense columns, ",
        ["DirectKernel"] = "dense taps over the input",
        ["GatherKernel"] = "",
        ["GroupedKernel"] = "dense taps in groups",
        ["IntegerWindowKernel"] = "sparse rows of 8-bit weights",
        ["LanesKernel"] = "sparse rows side by side",
        ["PackedTilesKernel"] = "direct sparse taps",
        ["PanelsKernel"] = "tiled product, dense",
        ["RowsKernel"] = "",
        ["ScalarColumnsKernel"] = "",
        ["ScalarRowsKernel"] = "sparse rows, scalar",
        ["ScalarTapsKernel"] = "direct sparse taps, scalar",
        ["StreamedGroupedKernel"] = "dense taps in groups, decoded",
        ["StreamingKernel"] = "packed weights",
        ["UnrolledScalarKernel"] = "unrolled, weights as constants, scalar",
        ["UnrolledVectorKernel"] = "unrolled, weights as constants",
        ["ValueWindowKernel"] = "sparse rows of values",
        ["WindowKernel"] = "sparse rows, sliding windows",
        ["WinogradKernel"] = "Winograd",
    };

    /// <summary>The titles of each layer's candidates, in their order.</summary>
    private static readonly Lazy<(KernelLayer Layer, string[] Kernels)[]> Layers =
        new(() => [.. KernelLayer.All.Select(layer => (layer, Kernels(layer)))]);

    [Fact]
    public void Each_layer_has_the_kernel_it_is_named_for() =>
        Assert.All(Layers.Value, known => Assert.StartsWith(known.Layer.Kernel, known.Kernels[0], StringComparison.Ordinal));

    [Fact]
    public void Every_kind_of_kernel_has_a_layer()
    {
        Assert.Equal(
            Titles.Keys,
            typeof(ModelGenerator).Assembly.GetTypes()
                .Where(type => type is { IsAbstract: false, BaseType.Name: "Kernel" })
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal));

        string[] titles = [.. Layers.Value.SelectMany(layer => layer.Kernels)];
        Assert.All(Titles.Values, title => Assert.Contains(titles, known => known.StartsWith(title, StringComparison.Ordinal)));
    }

    private static string[] Kernels(KernelLayer layer)
    {
        const string Source = """[DeepCompression.Aot.CompressedModel("network.dcz")] static partial class Network;""";
        var run = new GeneratorRun(Source, ModelText.Of("network.dcz", layer.Create().File, layer.Arithmetic, memory: layer.Memory));
        return [.. Title().Matches(run.Source("Network.g.cs")).Select(match => match.Groups["title"].Value)];
    }

    [GeneratedRegex(@"Kernel \d+: (?<title>.*)")]
    private static partial Regex Title();
}
