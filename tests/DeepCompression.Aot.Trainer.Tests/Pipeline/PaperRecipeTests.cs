using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

/// <summary>The recipe of the paper reproduces the totals of its tables 2 and 3 within a tenth.</summary>
[Trait("Category", "Slow")]
public sealed class PaperRecipeTests
{
    /// <summary>Twice the standard error of a difference of two errors near 1 % on the same 10,000 images.</summary>
    private const double NoisePoints = 0.25;

    [DataFact("mnist")]
    public void Lenet_300_100_is_compressed_as_in_table_2() => AssertReproduces("lenet-300-100", pruned: 12, quantised: 32, coded: 40);

    [DataFact("mnist")]
    public void Lenet_5_is_compressed_as_in_table_3() => AssertReproduces("lenet-5", pruned: 12, quantised: 33, coded: 39);

    private static void AssertReproduces(string name, double pruned, double quantised, double coded)
    {
        CompressionResult result = CompressionPipeline.Run(
            ReferenceNetworks.Find(name)!,
            IdxFolder.Read(Path.Combine(Repository.Data, "mnist")),
            ReferenceRecipes.Find(name, ReferenceRecipes.Paper)!,
            new ManagedEngine());

        AssertWithinATenth(pruned, 1 / result.Report.Density);
        AssertWithinATenth(quantised, result.Report.QuantisedRatio);
        AssertWithinATenth(coded, result.Report.Ratio);
        Assert.InRange(result.Decoded.TestErrorPercent, 0.1, result.Dense.TestErrorPercent + NoisePoints);
    }

    private static void AssertWithinATenth(double expected, double actual) => Assert.InRange(actual, 0.9 * expected, 1.1 * expected);
}
