using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Diagnostics;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Parsing;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>What the passes decide.</summary>
public sealed class PassTests
{
    [Fact]
    public void A_rectifier_is_folded_into_the_layer_before_it()
    {
        var network = new TestNetwork();
        int sums = network.Linear(network.Input(4), TestTensors.Raw(new Random(1), 3, 4));
        ModelPlan plan = Plan(network.Build(network.Add(new ReluOperator(sums))));
        Assert.True(Assert.IsType<LinearLayer>(Assert.Single(plan.Layers)).Relu);
    }

    [Fact]
    public void A_rectifier_is_folded_through_a_flattened_value()
    {
        var network = new TestNetwork();
        int maps = network.Convolution(network.Input(1, 4, 4), TestTensors.Raw(new Random(1), 2, 1, 3, 3), null, new SlidingWindow(3));
        int flat = network.Add(new FlattenOperator(maps));
        ModelPlan plan = Plan(network.Build(network.Add(new ReluOperator(flat))));
        Assert.True(Assert.IsType<ConvolutionLayer>(Assert.Single(plan.Layers)).Relu);
        Assert.Equal(8, plan.Length(plan.Outputs[0]));
    }

    [Fact]
    public void A_convolution_whose_window_is_the_input_is_a_fully_connected_layer()
    {
        var network = new TestNetwork();
        Tensor weight = TestTensors.Raw(new Random(1), 5, 2, 3, 4);
        var padded = new SlidingWindow(3, 4, 1, 1, 0, 1, 0, 0);
        int maps = network.Convolution(network.Input(2, 3, 3), weight, null, padded);
        ModelPlan plan = Plan(network.Build(network.Add(new ReluOperator(maps))));
        Assert.Collection(
            plan.Layers,
            layer => Assert.IsType<PaddingLayer>(layer),
            layer => Assert.True(Assert.IsType<LinearLayer>(layer) is { Relu: true, Rows: 5, Columns: 24 }));
    }

    [Fact]
    public void A_rectifier_is_folded_into_a_sum_of_two_values()
    {
        var network = new TestNetwork();
        int sum = network.Add(new AddOperator(network.Input(4), network.Input(4)));
        ModelPlan plan = Plan(network.Build(network.Add(new ReluOperator(sum))));
        Assert.True(Assert.IsType<AddLayer>(Assert.Single(plan.Layers)).Relu);
    }

    [Fact]
    public void A_rectifier_of_a_value_that_is_read_elsewhere_or_an_output_stays_a_layer()
    {
        var network = new TestNetwork();
        int sums = network.Linear(network.Input(4), TestTensors.Raw(new Random(1), 3, 4));
        int rectified = network.Add(new ReluOperator(sums));
        int readTwice = network.Add(new AddOperator(sums, rectified));
        Assert.Equal(["Fc1", "Relu1", "Add1"], Names(Plan(network.Build(readTwice))));

        network = new TestNetwork();
        sums = network.Linear(network.Input(4), TestTensors.Raw(new Random(1), 3, 4));
        rectified = network.Add(new ReluOperator(sums));
        Assert.Equal(["Fc1", "Relu1"], Names(Plan(network.Build(sums, rectified))));
    }

    [Fact]
    public void Bounds_become_part_of_a_padded_depthwise_convolution_which_reads_its_input_without_a_copy()
    {
        var network = new TestNetwork();
        int maps = Depthwise(network);
        int rectified = network.Add(new ReluOperator(maps));
        ModelPlan plan = Plan(network.Build(network.Add(new UnaryOperator(rectified, UnaryFunction.Clip, new([-1f, 6f])))));
        Assert.True(Assert.IsType<GroupedConvolutionLayer>(Assert.Single(plan.Layers)) is { Relu: true, Lowest: -1, Highest: 6 });
    }

    [Fact]
    public void Weights_lost_in_the_rounding_of_the_largest_are_zero_and_skipped()
    {
        var network = new TestNetwork();
        Tensor weight = new RawTensor(new TensorShape(16, 64, 1, 1), 0, NumberFormat.Single, new([.. Enumerable.Range(0, 1024).Select(i => i switch
        {
            0 => 1f,
            1 => 1e-18f,
            _ => 1e-34f,
        })]));
        ModelPlan plan = Plan(network.Build(network.Convolution(network.Input(64, 8, 8), weight, null, new SlidingWindow(1))));
        var layer = Assert.IsType<ConvolutionLayer>(Assert.Single(plan.Layers));
        Assert.Equal([1f, 1e-18f], layer.Weight.Tensor.ToDense().Where(value => value != 0));
        Assert.IsType<PackedTilesKernel>(layer.Kernels[0]);
    }

    [Fact]
    public void A_rectifier_behind_bounds_and_bounds_of_a_dense_convolution_stay_layers()
    {
        var network = new TestNetwork();
        int bounded = network.Add(new UnaryOperator(Depthwise(network), UnaryFunction.Clip, new([-6f, -1f])));
        Assert.Equal(["Depthwise1", "Relu1"], Names(Plan(network.Build(network.Add(new ReluOperator(bounded))))));

        network = new TestNetwork();
        int maps = network.Convolution(network.Input(1, 4, 4), TestTensors.Raw(new Random(1), 2, 1, 3, 3), null, new SlidingWindow(3));
        Assert.Equal(["Conv1", "Clip1"], Names(Plan(network.Build(network.Add(new UnaryOperator(maps, UnaryFunction.Clip, new([0f, 6f])))))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pool_of_halves_becomes_part_of_the_convolution_with_the_rectifier_on_either_side(bool rectifierFirst)
    {
        var network = new TestNetwork();
        int value = network.Convolution(network.Input(1, 9, 9), TestTensors.Raw(new Random(1), 2, 1, 3, 3), null, new SlidingWindow(3));
        foreach (bool rectifier in new[] { rectifierFirst, !rectifierFirst })
        {
            value = network.Add(rectifier ? new ReluOperator(value) : new MaxPoolOperator(value, new SlidingWindow(2, stride: 2)));
        }

        ModelPlan plan = Plan(network.Build(value));
        ConvolutionLayer convolution = Assert.IsType<ConvolutionLayer>(Assert.Single(plan.Layers));
        Assert.True(convolution is { Pools: true, Relu: true, OutputHeight: 3, OutputWidth: 3 });
        Assert.Equal(18, plan.Length(plan.Outputs[0]));
    }

    [Fact]
    public void Other_pools_and_those_of_a_value_that_is_read_elsewhere_stay_layers()
    {
        foreach (SlidingWindow window in new[] { new SlidingWindow(3, stride: 2), new SlidingWindow(2), new SlidingWindow(2, 2, 2, 2, 1, 0, 0, 0) })
        {
            Assert.Equal(["Conv1", "MaxPool1"], Names(PooledPlan(value => new MaxPoolOperator(value, window), alsoOutput: false)));
        }

        Assert.Equal(["Conv1", "AveragePool1"], Names(PooledPlan(value => new AveragePoolOperator(value, new SlidingWindow(2, stride: 2)), alsoOutput: false)));
        Assert.Equal(["Conv1", "MaxPool1"], Names(PooledPlan(value => new MaxPoolOperator(value, new SlidingWindow(2, stride: 2)), alsoOutput: true)));
    }

    [Fact]
    public void Scratch_memory_is_apart_from_what_its_layer_reads_and_writes()
    {
        var network = new TestNetwork();
        int value = network.Input(30, 20, 20);
        for (int i = 0; i < 3; i++)
        {
            value = network.Convolution(value, TestTensors.Sparse(new Random(i), 0.5, 30, 30, 3, 3), null, new SlidingWindow(3));
        }

        ModelPlan plan = Plan(network.Build(value));
        foreach (ConvolutionLayer layer in plan.Layers.Cast<ConvolutionLayer>())
        {
            int end = layer.ScratchPosition + layer.ScratchLength;
            Assert.InRange(end, layer.ScratchPosition + 1, plan.WorkspaceLength);
            foreach (int live in layer.Inputs.Append(layer.Output).Where(live => plan.Places[live].Storage == Storage.Workspace))
            {
                Assert.True(end <= Range(plan, live).Start || Range(plan, live).End <= layer.ScratchPosition);
            }
        }
    }

    [Fact]
    public void An_output_that_is_an_input_or_is_asked_for_twice_is_copied()
    {
        var network = new TestNetwork();
        int input = network.Input(4);
        int relu = network.Add(new ReluOperator(input));
        ModelPlan plan = Plan(network.Build(input, relu, relu));
        Assert.Equal(["Relu1", "Copy1", "Copy2"], Names(plan));
        Assert.Equal(3, plan.Outputs.Distinct().Count());
    }

    [Fact]
    public void Values_that_are_live_at_once_never_share_memory()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            ModelPlan plan = Plan(RandomGraph(new Random(seed)));
            for (int i = 0; i < plan.Layers.Length; i++)
            {
                int[] live = [.. LiveAt(plan, i)];
                foreach (int value in live)
                {
                    (int start, int end) = Range(plan, value);
                    Assert.InRange(end, start, plan.WorkspaceLength);
                    Assert.Equal(0, start % PlanWorkspace.Alignment);
                    Assert.All(live.Where(other => other != value), other =>
                        Assert.True(end <= Range(plan, other).Start || Range(plan, other).End <= start, $"Seed {seed}, layer {i}: values {value} and {other}"));
                }
            }
        }
    }

    [Fact]
    public void The_parts_of_a_value_are_computed_where_it_has_them()
    {
        ModelPlan plan = JoinedPlan(planeWidth: 8, alsoOutput: false);
        ConcatLayer concat = plan.Layers.OfType<ConcatLayer>().Single();
        Assert.True(concat.IsInPlace);
        Assert.Equal([0, 32], concat.Parts.Select(part => plan.Places[part].Position - plan.Places[concat.Output].Position));

        // The first part is still read after the second is computed, and both after they are together.
        foreach (Layer layer in plan.Layers)
        {
            foreach (int input in layer.Inputs.Where(input => plan.Places[input].Storage == Storage.Workspace && !concat.Parts.Contains(layer.Output) && layer != concat))
            {
                (int start, int end) = Range(plan, layer.Output);
                Assert.True(plan.Places[layer.Output].Storage != Storage.Workspace || end <= Range(plan, input).Start || Range(plan, input).End <= start);
            }
        }
    }

    [Fact]
    public void Parts_that_are_outputs_or_would_not_begin_with_a_cache_line_are_copied()
    {
        Assert.False(JoinedPlan(planeWidth: 8, alsoOutput: true).Layers.OfType<ConcatLayer>().Single().IsInPlace);
        Assert.False(JoinedPlan(planeWidth: 7, alsoOutput: false).Layers.OfType<ConcatLayer>().Single().IsInPlace);
    }

    [Fact]
    public void A_chain_needs_no_more_than_its_two_largest_neighbours()
    {
        var random = new Random(1);
        var network = new TestNetwork();
        int value = network.Input(16);
        foreach (int length in new[] { 160, 32, 64, 96 })
        {
            int columns = value == 0 ? 16 : network.Length(value);
            value = network.Linear(value, TestTensors.Raw(random, length, columns));
        }

        Assert.Equal(160 + 32, Plan(network.Build(network.Linear(value, TestTensors.Raw(random, 2, 96)))).WorkspaceLength);
    }

    [Fact]
    public void Kernels_are_tried_in_order_of_cost_and_end_with_one_for_every_processor()
    {
        foreach (GoldenModel golden in GoldenModel.All)
        {
            ParsedArtifact parsed = new(ArtifactReader.Read(golden.Artifact), golden.Artifact.Length);
            foreach (WeightLayer layer in Plan(parsed).Layers.OfType<WeightLayer>())
            {
                Assert.Equal(layer.Kernels.OrderBy(kernel => kernel.Estimate.Cycles), layer.Kernels);
                Assert.Equal(InstructionSet.Scalar, layer.Kernels[^1].InstructionSet);
            }
        }
    }

    [Fact]
    public void Small_layers_are_unrolled_until_the_network_has_enough_literals()
    {
        var random = new Random(1);
        var network = new TestNetwork();
        int value = network.Input(40);
        for (int i = 0; i < 15; i++)
        {
            value = network.Linear(value, TestTensors.Sparse(random, 0.3, 40, 40));
        }

        IEnumerable<bool> unrolled = Plan(network.Build(value)).Layers.Cast<LinearLayer>().Select(layer => layer.Kernels.All(kernel => !kernel.ReadsConstants));
        Assert.Equal(Enumerable.Repeat(true, 16_384 / 1600).Concat(Enumerable.Repeat(false, 15 - (16_384 / 1600))), unrolled);
    }

    [Fact]
    public void Eight_bits_are_for_networks_whose_project_asks_for_them()
    {
        var random = new Random(1);
        var network = new TestNetwork();
        int hidden = network.Add(new ReluOperator(network.Linear(network.Input(400), TestTensors.Sparse(random, 0.2, 300, 400))));
        ParsedArtifact artifact = network.Build(network.Linear(hidden, TestTensors.Sparse(random, 0.2, 100, 300)));
        artifact = artifact with { Artifact = artifact.Artifact with { ActivationScales = new([new ActivationScale(0, 1.5f)]) } };
        Assert.All(Linears(artifact), layer => Assert.DoesNotContain(layer.Kernels, kernel => kernel is IntegerWindowKernel));

        LinearLayer[] layers = Linears(artifact with { Arithmetic = Arithmetic.Int8 });
        Assert.Equal([new IntegerActivations(1.5f, MayBeNegative: true, Fine: false), new(null, MayBeNegative: false, Fine: false)], layers.Select(layer => layer.IntegerActivations));
        Assert.All(layers, layer => Assert.IsType<IntegerWindowKernel>(layer.Kernels[0]));
        Assert.All(layers, layer => Assert.Equal(InstructionSet.Avx512, layer.Kernels[1].InstructionSet));

        static LinearLayer[] Linears(ParsedArtifact artifact) => [.. Plan(artifact).Layers.Cast<LinearLayer>()];
    }

    [Theory]
    [InlineData("Int8")]
    [InlineData("Int14")]
    public void Calibrated_magnitudes_reach_the_layer_through_flattening(string name)
    {
        Arithmetic arithmetic = Enum.Parse<Arithmetic>(name);
        var random = new Random(1);
        var network = new TestNetwork();
        int pooled = network.Add(new MaxPoolOperator(network.Input(3, 20, 20), new SlidingWindow(2, stride: 2)));
        int flat = network.Add(new FlattenOperator(pooled));
        ParsedArtifact artifact = network.Build(network.Linear(flat, TestTensors.Sparse(random, 0.2, 100, 300))) with { Arithmetic = arithmetic };
        foreach (int value in new[] { pooled, flat })
        {
            ParsedArtifact calibrated = artifact with { Artifact = artifact.Artifact with { ActivationScales = new([new ActivationScale(value, 2.5f)]) } };
            LinearLayer layer = Plan(calibrated).Layers.OfType<LinearLayer>().Single();
            Assert.Equal(new IntegerActivations(2.5f, MayBeNegative: true, Fine: arithmetic == Arithmetic.Int14), layer.IntegerActivations);
        }
    }

    [Fact]
    public void A_network_of_too_many_layers_is_a_problem()
    {
        var network = new TestNetwork();
        int value = network.Input(1);
        for (int i = 0; i <= NetworkLimits.MaxLayers; i++)
        {
            value = network.Add(new ReluOperator(value));
        }

        AssertUnsupported(network.Build(value), "it has 1,025 operators, more than 1,024");
    }

    [Fact]
    public void A_network_of_too_many_activations_is_a_problem()
    {
        var network = new TestNetwork();
        int input = network.Input(1 << 14, 1 << 14);
        AssertUnsupported(network.Build(network.Add(new ReluOperator(input))), "its values have more than 268,435,456 elements, padding included");
    }

    [Fact]
    public void Padding_counts_as_activations()
    {
        var network = new TestNetwork();
        int input = network.Input(1, 20_000, 1);
        var window = new SlidingWindow(1, 20_000, 1, 20_000, 0, 19_999, 0, 19_999);
        CodedTensor weight = CodedTensor.Empty(new TensorShape(1, 1, 1, 20_000), 3);
        AssertUnsupported(network.Build(network.Convolution(input, weight, null, window)), "its values have more than 268,435,456 elements, padding included");
    }

    /// <summary>Two rectified values together, both read again beside them.</summary>
    private static ModelPlan JoinedPlan(int planeWidth, bool alsoOutput)
    {
        var network = new TestNetwork();
        int input = network.Input(1, 4, planeWidth);
        int first = network.Add(new ReluOperator(input));
        int second = network.Add(new ReluOperator(first));
        int joined = network.Add(new ConcatOperator(new([first, second]), 0));
        int pooled = network.Add(new MaxPoolOperator(joined, new SlidingWindow(3)));
        int last = network.Add(new AddOperator(first, second));
        return Plan(alsoOutput ? network.Build(pooled, last, second) : network.Build(pooled, last));
    }

    private static ModelPlan Plan(ParsedArtifact artifact) => PassList.Run("test.dcz", artifact, "Test");

    private static IEnumerable<string> Names(ModelPlan plan) => plan.Layers.Select(layer => layer.Name);

    private static void AssertUnsupported(ParsedArtifact artifact, string problem)
    {
        Result<ParsedArtifact> result = ArtifactParser.CheckLimits(new ModelFile("a.dcz", "/a.dcz", null), artifact);
        Assert.Equal(Descriptors.UnsupportedNetwork.Id, result.Problem?.Id);
        Assert.Equal(["/a.dcz", problem], result.Problem!.Arguments);
    }

    /// <summary>Values in the workspace that are written at or before a layer and read at or after it.</summary>
    private static IEnumerable<int> LiveAt(ModelPlan plan, int layer) => Enumerable.Range(0, plan.Values.Length)
        .Where(value => plan.Places[value].Storage == Storage.Workspace)
        .Where(value => plan.Layers.Take(layer + 1).Any(writer => writer.Output == value)
            && (plan.Layers[layer].Output == value || plan.Layers.Skip(layer).Any(reader => reader.Inputs.Contains(value))));

    private static (int Start, int End) Range(ModelPlan plan, int value) =>
        (plan.Places[value].Position, plan.Places[value].Position + plan.Length(value));

    /// <summary>Rectifiers and sums that read any earlier value of the same shape, two shapes side by side.</summary>
    private static ParsedArtifact RandomGraph(Random random)
    {
        var network = new TestNetwork();
        var values = new Dictionary<int, List<int>> { [7] = [network.Input(7)], [40] = [network.Input(40)] };
        var unread = new HashSet<int>(values.Values.SelectMany(all => all));
        for (int i = 0; i < 12; i++)
        {
            List<int> sameShape = values[random.Next(2) == 0 ? 7 : 40];
            int left = sameShape[random.Next(sameShape.Count)];
            int right = sameShape[random.Next(sameShape.Count)];
            unread.Remove(left);
            bool add = random.Next(2) == 0;
            if (add)
            {
                unread.Remove(right);
            }

            int value = network.Add(add ? new AddOperator(left, right) : new ReluOperator(left));
            sameShape.Add(value);
            unread.Add(value);
        }

        return network.Build([.. unread.Order()]);
    }

    private static ModelPlan PooledPlan(Func<int, Operator> pool, bool alsoOutput)
    {
        var network = new TestNetwork();
        int maps = network.Convolution(network.Input(1, 9, 9), TestTensors.Raw(new Random(1), 2, 1, 3, 3), null, new SlidingWindow(3));
        int pooled = network.Add(pool(maps));
        return Plan(alsoOutput ? network.Build(pooled, maps) : network.Build(pooled));
    }

    private static int Depthwise(TestNetwork network) => network.GroupedConvolution(
        network.Input(2, 4, 4), TestTensors.Raw(new Random(1), 2, 1, 3, 3), null, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1), groups: 2);
}
