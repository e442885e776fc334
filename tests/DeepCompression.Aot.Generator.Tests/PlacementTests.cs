using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>Weights of fully connected layers that are laid out when the project is built.</summary>
public sealed class PlacementTests
{
    [Theory]
    [InlineData("Float32", "GatherLanes", "Sliding", "SlidingValues")]
    [InlineData("Int8", "GatherLanes", "Sliding", "SlidingBytes", "SlidingValues")]
    [InlineData("Int14", "GatherLanes", "Sliding", "SlidingFine", "SlidingValues")]
    public void A_layout_in_constants_gives_the_outputs_of_one_built_at_load_to_the_last_bit(string arithmetic, params string[] kinds)
    {
        var random = new Random(8);
        (int Rows, int Columns, double Density)[] shapes = [(300, 400, 0.08), (33, 130, 0.3), (9, 33, 0.6)];
        var cases = (
            from shape in shapes
            let bias = shape.Rows == 33 ? null : TestTensors.Raw(random, shape.Rows)
            let plan = Plan(TestTensors.InHalves(TestTensors.Sparse(random, shape.Density, shape.Rows, shape.Columns)), bias, Enum.Parse<Arithmetic>(arithmetic))
            from kernel in ChooseKernels.Candidates((WeightLayer)plan.Layers[0])
            where kinds.Contains(kernel.Suffix)
            select (Shape: shape, kernel.Suffix, AtLoad: With(plan, kernel, placed: false), Placed: With(plan, kernel, placed: true))).ToList();
        CompiledModels models = CompiledModels.Of(
            [.. cases.SelectMany((one, i) => new[] { ($"AtLoad{i}", one.AtLoad), ($"Placed{i}", one.Placed) })]);

        Assert.Equal(kinds, cases.Select(one => one.Suffix).Distinct().Order(StringComparer.Ordinal));
        for (int i = 0; i < cases.Count; i++)
        {
            float[][] inputs = [TestTensors.Numbers(random, cases[i].Shape.Columns)];
            int[] outputs = [cases[i].Shape.Rows];
            Assert.Equal(models[$"AtLoad{i}"].Run(inputs, outputs)[0], models[$"Placed{i}"].Run(inputs, outputs)[0]);
        }
    }

    [Theory]
    [InlineData("ReadOnly", "Float32", typeof(LaneRowsLayout))]
    [InlineData("ReadOnly", "Int8", typeof(LaneRowsLayout))]
    [InlineData("ReadOnlyAvx512", "Float32", typeof(WindowRowsLayout))]
    [InlineData("ReadOnlyAvx512", "Int8", typeof(IntegerWindowRowsLayout))]
    public void A_large_layer_has_one_kernel_for_every_processor(string memory, string arithmetic, Type layout)
    {
        var random = new Random(9);
        CodedTensor weight = TestTensors.InHalves(TestTensors.Sparse(random, 0.1, 200, 300));

        Kernel kernel = Assert.Single(Layer(weight, memory, arithmetic).Kernels);

        Assert.True(kernel.Placed);
        Assert.Equal(InstructionSet.Scalar, kernel.InstructionSet);
        Assert.IsType(layout, kernel.Layout);
    }

    [Fact]
    public void A_layer_that_no_layout_can_hold_has_the_kernels_that_it_has_without()
    {
        // Its centroids are no numbers of half precision, and its columns more than sixteen bits name.
        var random = new Random(10);
        CodedTensor singles = TestTensors.Sparse(random, 0.1, 200, 300);
        CodedTensor wide = TestTensors.InHalves(TestTensors.Sparse(random, 0.01, 2, 70_000));

        Assert.Equal(Layer(singles, "Unpacked", "Float32").Kernels, Layer(singles, "ReadOnly", "Float32").Kernels);
        Assert.Equal(Layer(wide, "Unpacked", "Float32").Kernels, Layer(wide, "ReadOnlyAvx512", "Float32").Kernels);
    }

    [Fact]
    public void A_weight_that_another_operator_reads_as_well_is_not_laid_out()
    {
        var random = new Random(11);
        CodedTensor weight = TestTensors.InHalves(TestTensors.Sparse(random, 0.1, 200, 300));
        var network = new TestNetwork();
        int linear = network.Linear(network.Input(300), weight);
        int constant = network.Add(new ConstantOperator(0));
        ModelPlan plan = PassList.Run("shared.dcz", network.Build(linear, constant) with { Memory = WeightMemory.ReadOnly }, "Shared");

        Assert.All(plan.Layers.OfType<WeightLayer>().Single().Kernels, kernel => Assert.False(kernel.Placed));
    }

    private static WeightLayer Layer(CodedTensor weight, string memory, string arithmetic)
    {
        var network = new TestNetwork();
        ParsedArtifact artifact = network.Build(network.Linear(network.Input(weight.Shape.RowLength), weight)) with
        {
            Memory = Enum.Parse<WeightMemory>(memory),
            Arithmetic = Enum.Parse<Arithmetic>(arithmetic),
        };
        return (WeightLayer)PassList.Run("one.dcz", artifact, "One").Layers[0];
    }

    private static ModelPlan Plan(CodedTensor weight, Tensor? bias, Arithmetic arithmetic)
    {
        var network = new TestNetwork();
        ParsedArtifact artifact = network.Build(network.Linear(network.Input(weight.Shape.RowLength), weight, bias)) with { Arithmetic = arithmetic };
        return PassList.Run("one.dcz", artifact, "One");
    }

    /// <summary>A plan with one kernel, on every processor.</summary>
    private static ModelPlan With(ModelPlan plan, Kernel kernel, bool placed) => PlanWorkspace.Run(plan with
    {
        Layers = new([(WeightLayer)plan.Layers[0] with { Kernels = new([kernel with { InstructionSet = InstructionSet.Scalar, Placed = placed }]) }]),
    });
}
