using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests.Freestanding;

/// <summary>What is decided for a microcontroller before code is printed.</summary>
public sealed class FreestandingPlanTests
{
    private const int Input = 0;
    private const int Left = 1;
    private const int Right = 2;
    private const int Sum = 3;

    [Fact]
    public void A_sum_takes_over_the_memory_of_a_term_that_nothing_else_reads()
    {
        ModelPlan plan = Plan(Residual());

        Assert.Equal(plan.Places[Left], plan.Places[Sum]);
        Assert.NotEqual(plan.Places[Right], plan.Places[Sum]);
    }

    [Fact]
    public void On_dotnet_every_value_has_memory_of_its_own_while_it_is_read()
    {
        ModelPlan plan = PassList.Run("model.dcz", Residual(), "Network");

        Assert.Equal(3, new[] { plan.Places[Left], plan.Places[Right], plan.Places[Sum] }.Distinct().Count());
    }

    [Fact]
    public void Values_that_calibration_knows_are_bytes_at_once_and_the_last_one_stays_sums()
    {
        ParsedArtifact parsed = Residual() with { Arithmetic = Arithmetic.Int8 };
        EquatableArray<ActivationScale> scales = new([new(Input, 1f), new(Left, 3f), new(Sum, 0.4f)]);
        ModelPlan plan = Plan(parsed with { Artifact = parsed.Artifact with { ActivationScales = scales } });

        (OutputForm, int?)[] expected = [(OutputForm.Bytes, 5), (OutputForm.Narrowed, null), (OutputForm.Bytes, 8), (OutputForm.Sums, null)];
        Assert.Equal(expected, plan.Layers.Select(layer => (layer.OutputForm, layer.CalibratedExponent)));
        Assert.Equal(7, plan.InputExponent);
        Assert.Equal((2, 8), (plan.StoredLength(Left), plan.StoredLength(Right)));
    }

    [Fact]
    public void Weights_that_are_to_be_ready_to_run_need_no_scratch_memory()
    {
        Assert.All(Plan(Residual()).Layers.OfType<WeightLayer>(), layer => Assert.True(layer.Kernels.OfType<RowsKernel>().Single().IsPacked));
        Assert.All(
            Plan(Residual() with { Memory = WeightMemory.ReadOnly }).Layers.OfType<WeightLayer>(),
            layer => Assert.Equal((false, 0), (layer.Kernels.OfType<RowsKernel>().Single().IsPacked, layer.ScratchLength)));
    }

    private static ModelPlan Plan(ParsedArtifact parsed) => PassList.Run("model.dcz", parsed with { Platform = TargetPlatform.Freestanding }, "Network");

    /// <summary>Two layers of one input, their sum, and a layer of that.</summary>
    private static ParsedArtifact Residual()
    {
        var random = new Random(1);
        var network = new TestNetwork();
        int input = network.Input(4);
        int left = network.Linear(input, TestTensors.Sparse(random, 1, 8, 4));
        int right = network.Linear(input, TestTensors.Sparse(random, 1, 8, 4));
        return network.Build(network.Linear(network.Add(new AddOperator(left, right)), TestTensors.Sparse(random, 1, 2, 8)));
    }
}
