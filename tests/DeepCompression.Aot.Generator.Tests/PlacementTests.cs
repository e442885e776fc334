using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>Weights that are laid out when the project is built.</summary>
public sealed class PlacementTests
{
    [Theory]
    [InlineData("Float32", "Lanes256", "Sliding", "SlidingValues")]
    [InlineData("Int8", "Lanes256", "Sliding", "SlidingBytes", "SlidingValues")]
    [InlineData("Int14", "Lanes256", "Sliding", "SlidingFine", "SlidingValues")]
    public void A_layout_in_constants_gives_the_outputs_of_one_built_at_load(string arithmetic, params string[] kinds)
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
            float[] atLoad = models[$"AtLoad{i}"].Run(inputs, outputs)[0];
            float[] placed = models[$"Placed{i}"].Run(inputs, outputs)[0];

            // Lanes that are built at load have windows on some processors, constants never: products are added in another order there.
            double tolerance = cases[i].Suffix == "Lanes256" ? atLoad.Max(Math.Abs) * 1e-5 : 0;
            Assert.All(atLoad.Zip(placed), both => Assert.Equal(both.First, (double)both.Second, tolerance));
        }
    }

    [Theory]
    [InlineData("ReadOnly", 8)]
    [InlineData("ReadOnlyAvx512", 16)]
    public void A_convolution_in_constants_gives_the_outputs_of_one_built_at_load_to_the_last_bit(string memory, int widest)
    {
        var random = new Random(12);
        CodedTensor window = TestTensors.Sparse(random, 0.3, 20, 12, 3, 3);
        (ModelPlan Plan, int Input, int Output)[] cases =
        [
            Convolution(random, window, new SlidingWindow(3), 19, 23),
            Convolution(random, window, new SlidingWindow(3), 12, 12, pools: true),
            Convolution(random, TestTensors.Sparse(random, 0.8, 7, 3, 5, 4), new SlidingWindow(5, 4, 2, 3, 0, 0, 0, 0), 21, 40),
            Convolution(random, TestTensors.Sparse(random, 0.2, 40, 300, 1, 1), new SlidingWindow(1), 7, 7),
            Convolution(random, TestTensors.Sparse(random, 0.3, 9, 4, 3, 3), new SlidingWindow(3), 4, 5),
        ];
        CompiledModels models = CompiledModels.Of(
            [.. cases.SelectMany((one, i) => new[] { ($"AtLoad{i}", With(one.Plan, Kernel(one.Plan), placed: false)), ($"Placed{i}", one.Plan) })]);

        Assert.Equal([widest, widest, widest, widest, 4], cases.Select(one => Kernel(one.Plan).Lanes));
        for (int i = 0; i < cases.Length; i++)
        {
            float[][] inputs = [TestTensors.Numbers(random, cases[i].Input)];
            int[] outputs = [cases[i].Output];
            Assert.Equal(models[$"AtLoad{i}"].Run(inputs, outputs)[0], models[$"Placed{i}"].Run(inputs, outputs)[0]);
        }

        (ModelPlan, int, int) Convolution(Random random, CodedTensor weight, SlidingWindow sliding, int height, int width, bool pools = false)
        {
            var network = new TestNetwork();
            Tensor? bias = pools ? null : TestTensors.Raw(random, weight.Shape.Rows);
            int value = network.Convolution(network.Input(weight.Shape[1], height, width), weight, bias, sliding);
            value = pools ? network.Add(new MaxPoolOperator(value, new SlidingWindow(2, stride: 2))) : value;
            ModelPlan plan = PassList.Run("one.dcz", network.Build(value) with { Memory = Enum.Parse<WeightMemory>(memory) }, "One");
            return (plan, weight.Shape[1] * height * width, plan.Length(plan.Outputs[0]));
        }

        static Kernel Kernel(ModelPlan plan)
        {
            Kernel kernel = Assert.Single(Assert.IsType<ConvolutionLayer>(Assert.Single(plan.Layers)).Kernels);
            Assert.True(kernel.Placed);
            return kernel;
        }
    }

    [Fact]
    public void A_network_of_convolutions_and_fully_connected_layers_unpacks_nothing()
    {
        var random = new Random(13);
        var network = new TestNetwork();
        int value = network.Convolution(network.Input(3, 20, 20), TestTensors.Sparse(random, 0.5, 32, 3, 3, 3), TestTensors.Raw(random, 32), new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1));
        value = network.Add(new MaxPoolOperator(network.Add(new ReluOperator(value)), new SlidingWindow(2, stride: 2)));
        value = network.GroupedConvolution(value, TestTensors.Sparse(random, 0.5, 8, 16, 3, 3), null, new SlidingWindow(3), groups: 2);
        value = network.Add(new FlattenOperator(value));
        CodedTensor weight = TestTensors.InHalves(TestTensors.Sparse(random, 0.1, 200, 8 * 8 * 8));
        ParsedArtifact artifact = network.Build(network.Linear(value, weight));
        foreach (WeightMemory memory in new[] { WeightMemory.ReadOnly, WeightMemory.ReadOnlyAvx512 })
        {
            var layers = PassList.Run("all.dcz", artifact with { Memory = memory }, "All").Layers.OfType<WeightLayer>().ToList();

            Assert.DoesNotContain(layers.SelectMany(layer => layer.Kernels), kernel => kernel is { ReadsConstants: true, Placed: false });
            Assert.Equal(layers.Count, layers.Count(layer => layer.Kernels.Length > 0));
        }
    }

    [Fact]
    public void A_convolution_whose_weight_two_layers_read_is_unpacked()
    {
        var random = new Random(14);
        CodedTensor weight = TestTensors.Sparse(random, 0.3, 12, 12, 3, 3);
        var network = new TestNetwork();
        int value = network.Convolution(network.Input(12, 20, 20), weight, null, new SlidingWindow(3));
        network.Add(new ConvolutionOperator(value, 0, null, new SlidingWindow(3)));
        ModelPlan plan = PassList.Run("twice.dcz", network.Build(value + 1) with { Memory = WeightMemory.ReadOnly }, "Twice");

        Assert.All(plan.Layers.OfType<WeightLayer>().SelectMany(layer => layer.Kernels), kernel => Assert.False(kernel.Placed));
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

    [Fact]
    public void Widest_windows_give_the_same_sums_however_wide_the_processor_has_them()
    {
        var random = new Random(16);
        ModelPlan plan = Plan(TestTensors.InHalves(TestTensors.Sparse(random, 0.05, 90, 700)), TestTensors.Raw(random, 90), Arithmetic.Int8);
        IntegerWindowKernel chosen = ChooseKernels.Candidates((WeightLayer)plan.Layers[0]).OfType<IntegerWindowKernel>().Single();
        IntegerWindowKernel wide = chosen with { Width = 256 };
        CompiledModels models = CompiledModels.Of(
            ("Chosen", With(plan, chosen, placed: false)), ("AtLoad", With(plan, wide, placed: false)), ("Placed", With(plan, wide, placed: true)));
        float[][] inputs = [TestTensors.Numbers(random, 700)];
        float[] expected = models["Chosen"].Run(inputs, [90])[0];

        Assert.NotEqual(wide.Width, chosen.Width);
        Assert.Equal(expected, models["AtLoad"].Run(inputs, [90])[0]);
        Assert.Equal(expected, models["Placed"].Run(inputs, [90])[0]);
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
