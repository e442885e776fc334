using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>
/// Every kernel that can compute a layer, not only the one that is picked, against the sum of products in double precision, over
/// sizes around multiples of the vector widths.
/// </summary>
public sealed class KernelTests
{
    /// <summary>The kernel that rounds activations and weights to bytes; the runtime's tests say what exactly it computes.</summary>
    private const string ByteKernel = "SlidingBytes";

    /// <summary>The one that does so for convolutions.</summary>
    private const string BytePanelsKernel = "PanelsBytes";

    /// <summary>The one that rounds them to 14 bits.</summary>
    private const string FineKernel = "SlidingFine";

    private static readonly Lazy<IReadOnlyList<LayerCase>> Cases = new(Compile);

    public static TheoryData<int> CaseNumbers => [.. Enumerable.Range(0, AllCases().Count)];

    [Theory]
    [MemberData(nameof(CaseNumbers))]
    public void Every_kernel_of_a_layer_computes_the_sum_of_products(int number)
    {
        LayerCase layer = Cases.Value[number];
        var random = new Random(number);
        float[] input = TestTensors.Numbers(random, layer.InputLength);
        double[] expected = layer.Reference(input);
        Assert.NotEmpty(layer.Kernels);
        foreach ((string name, KernelMethod kernel) in layer.Kernels)
        {
            // Beyond the output lies memory that no kernel may touch.
            float[] output = [.. Enumerable.Repeat(float.NaN, expected.Length + 32)];
            kernel(input, output.AsSpan(0, expected.Length));
            double fraction = name switch { ByteKernel or BytePanelsKernel => 0.03, FineKernel => 5e-4, _ => 1e-5 };
            Closeness.AssertClose(expected, output.Take(expected.Length), $"{layer.Name}, {name}", fraction);
            Assert.All(output.Skip(expected.Length), element => Assert.Equal(float.NaN, element));
        }
    }

    [Theory]
    [InlineData("Float32")]
    [InlineData("Int8")]
    [InlineData("Int14")]
    public void A_large_layer_gives_the_same_outputs_on_two_threads(string arithmetic)
    {
        var random = new Random(5);
        ParsedArtifact artifact = Linear(TestTensors.InHalves(TestTensors.Sparse(random, 0.5, 800, 900)), TestTensors.Raw(random, 800)).Artifact with
        {
            Arithmetic = Enum.Parse<Arithmetic>(arithmetic),
        };
        ModelPlan plan = PassList.Run("one.dcz", artifact, "One");
        ModelPlan helped = PassList.Run("two.dcz", artifact with { TwoThreads = true }, "Two");
        Assert.All(((WeightLayer)plan.Layers[0]).Kernels, kernel => Assert.False(kernel.TwoThreads));
        Assert.All(((WeightLayer)helped.Layers[0]).Kernels, kernel => Assert.Equal(kernel.CanSplit, kernel.TwoThreads));
        CompiledModels models = CompiledModels.Of(("One", plan), ("Two", helped));
        float[] input = TestTensors.Numbers(random, 900);
        Assert.Equal(models["One"].Run([input], [800])[0], models["Two"].Run([input], [800])[0]);
    }

    [Theory]
    [InlineData(3, 0.1, nameof(PackedTilesKernel))]
    [InlineData(3, 0.6, nameof(WinogradKernel))]
    [InlineData(1, 0.98, nameof(PanelsKernel))]
    public void So_does_a_large_convolution(int window, double density, string kind)
    {
        var random = new Random(6);
        var network = new TestNetwork();
        Tensor weight = TestTensors.Sparse(random, density, 64, 32, window, window);
        int value = network.Convolution(network.Input(32, 24, 24), weight, TestTensors.Raw(random, 64), new SlidingWindow(window));
        ParsedArtifact artifact = network.Build(value);
        ModelPlan plan = PassList.Run("one.dcz", artifact, "One");
        ModelPlan helped = PassList.Run("two.dcz", artifact with { TwoThreads = true }, "Two");
        Kernel kernel = ((WeightLayer)helped.Layers[0]).Kernels[0];
        Assert.Equal((kind, true), (kernel.GetType().Name, kernel.TwoThreads));
        CompiledModels models = CompiledModels.Of(("One", plan), ("Two", helped));
        float[] input = TestTensors.Numbers(random, 32 * 24 * 24);
        int[] lengths = [64 * (25 - window) * (25 - window)];
        Assert.Equal(models["One"].Run([input], lengths)[0], models["Two"].Run([input], lengths)[0]);
    }

    /// <summary>Codes of floats have 5 bits, those of bytes 6, zero among them; values take any number of centroids.</summary>
    [Theory]
    [InlineData(4, true, true)]
    [InlineData(5, false, true)]
    [InlineData(6, false, false)]
    [InlineData(7, false, false)]
    public void Windows_of_codes_are_proposed_where_these_have_bits_enough(int indexBits, bool ofFloats, bool ofBytes)
    {
        LayerCase layer = Linear(TestTensors.SparseOf(indexBits, new Random(7), 0.3, 40, 300), null).With(Arithmetic.Int8);
        ModelPlan plan = PassList.Run("codes.dcz", layer.Artifact, "Codes");
        string[] kernels = [.. ChooseKernels.Candidates((WeightLayer)plan.Layers[0]).Select(kernel => kernel.Suffix)];
        Assert.Contains("SlidingValues", kernels);
        Assert.Equal((ofFloats, ofBytes), (kernels.Contains("Sliding"), kernels.Contains(ByteKernel)));
    }

    [Fact]
    public void The_cases_cover_every_kind_of_kernel_at_every_width()
    {
        string[] names = [.. Cases.Value.SelectMany(layer => layer.Kernels.Keys).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "Bias", "Dense128", "Dense256", "Dense512", "DenseScalar", "Direct128", "Direct256", "Direct512", "Gather", "Grouped", "Lanes128", "Lanes256", "Packed128", "Packed256", "Packed512", "Panels128", "Panels256", "Panels512", BytePanelsKernel, "Scalar", "Sliding", ByteKernel, FineKernel, "SlidingValues", "Streaming",
                "Unrolled128", "Unrolled256", "Unrolled512", "UnrolledScalar",
                "Winograd128", "Winograd256", "Winograd512",
            ],
            names);
    }

    /// <summary>Each kernel of each case in a class of its own, as if it were the first choice.</summary>
    private static List<LayerCase> Compile()
    {
        List<LayerCase> cases = AllCases();
        var plans = (
            from number in Enumerable.Range(0, cases.Count)
            let plan = PassList.Run("case.dcz", cases[number].Artifact, "Case")
            let layer = (WeightLayer)plan.Layers[0]
            let candidates = ChooseKernels.Candidates(layer).ToList()
            let scalar = candidates.First(kernel => kernel.InstructionSet == InstructionSet.Scalar)
            from kernel in candidates
            let first = layer with { Kernels = new(kernel.InstructionSet == InstructionSet.Scalar ? [kernel] : [kernel, scalar]) }
            select (Number: number, Kernel: kernel, ClassName: $"Case{number}{kernel.Suffix}", Plan: plan with { Layers = new([first]) })).ToList();
        CompiledModels models = CompiledModels.Of([.. plans.Select(plan => (plan.ClassName, plan.Plan))]);
        return
        [
            .. cases.Select((layer, number) => layer with
            {
                Kernels = plans.Where(plan => plan.Number == number)
                    .ToDictionary(plan => plan.Kernel.Suffix, plan => Method(models[plan.ClassName], plan.Kernel)),
            }),
        ];
    }

    /// <summary>The kernel's method, with exactly the scratch memory it asks for, full of NaN.</summary>
    private static KernelMethod Method(CompiledModel model, Kernel kernel)
    {
        string name = "Layer" + kernel.Suffix;
        if (kernel.ScratchLength == 0)
        {
            return model.Method<KernelMethod>(name);
        }

        ScratchKernelMethod method = model.Method<ScratchKernelMethod>(name);
        return (input, output) => method(input, output, Enumerable.Repeat(float.NaN, kernel.ScratchLength).ToArray());
    }

    private static List<LayerCase> AllCases()
    {
        var random = new Random(1);
        var cases = new List<LayerCase>();
        foreach (int rows in new[] { 1, 3, 4, 9, 17, 33, 400 })
        {
            int columns = 1 + (rows * 7 % 41);
            cases.Add(Linear(TestTensors.Sparse(random, 0.5, rows, columns), rows % 2 == 0 ? null : TestTensors.Raw(random, rows)));
        }

        cases.Add(Linear(TestTensors.Raw(random, 8, 13), null));
        cases.Add(Linear(TestTensors.Raw(random, 25, 13), TestTensors.Raw(random, 25)));
        cases.Add(Linear(TestTensors.Sparse(random, 0.02, 9, 100), TestTensors.Raw(random, 9)));
        cases.Add(Linear(TestTensors.Sparse(random, 0.02, 100, 33), null));
        cases.Add(Linear(TestTensors.Sparse(random, 0.01, 2, 70_000), null));
        cases.Add(Linear(TestTensors.InHalves(TestTensors.Sparse(random, 0.1, 45, 70)), TestTensors.Raw(random, 45)));
        cases.Add(Linear(TestTensors.Sparse(random, 0.3, 40, 300), TestTensors.Raw(random, 40)).With(Arithmetic.Int8));
        cases.Add(Linear(TestTensors.Sparse(random, 0.5, 5, 50), null).With(Arithmetic.Int8, new ActivationScale(0, 1)));
        cases.Add(Linear(TestTensors.Sparse(random, 0.3, 40, 300), TestTensors.Raw(random, 40)).With(Arithmetic.Int14));
        cases.Add(Linear(TestTensors.Sparse(random, 0.2, 20, 170), null).With(Arithmetic.Int14, new ActivationScale(0, 1)));
        cases.Add(Linear(TestTensors.InHalves(TestTensors.SparseOf(5, random, 0.3, 40, 300)), TestTensors.Raw(random, 40)).With(Arithmetic.Int8));
        cases.Add(Linear(TestTensors.SparseOf(7, random, 0.3, 40, 300), TestTensors.Raw(random, 40)));
        foreach (int width in new[] { 1, 4, 11, 33 })
        {
            cases.Add(Convolution(TestTensors.Sparse(random, 0.3, 3, 2, 3, 2), TestTensors.Raw(random, 3), new SlidingWindow(3, 2, 1, 1, 0, 0, 0, 0), 7, width + 1));
            cases.Add(Convolution(TestTensors.Raw(random, 2, 2, 2, 2), null, new SlidingWindow(2), 30, width + 1));
        }

        cases.Add(Convolution(TestTensors.Sparse(random, 0.5, 3, 2, 3, 3), null, new SlidingWindow(3, stride: 2), 9, 11));
        cases.Add(Convolution(TestTensors.Sparse(random, 0.4, 37, 18, 3, 3), TestTensors.Raw(random, 37), new SlidingWindow(3), 9, 11));
        cases.Add(Convolution(TestTensors.Raw(random, 3, 2, 3, 3), null, new SlidingWindow(3), 12, 4));
        cases.Add(Convolution(TestTensors.Sparse(random, 0.4, 3, 2, 3, 3), TestTensors.Raw(random, 3), new SlidingWindow(3), 9, 11, pools: true));
        cases.Add(Convolution(TestTensors.Sparse(random, 0, 3, 2, 3, 3), TestTensors.Raw(random, 3), new SlidingWindow(3), 9, 11));
        cases.Add(Convolution(TestTensors.Sparse(random, 0.2, 5, 40, 5, 5), TestTensors.Raw(random, 5), new SlidingWindow(5), 19, 12));
        cases.Add(Convolution(TestTensors.Sparse(random, 0, 3, 2, 3, 3), TestTensors.Raw(random, 3), new SlidingWindow(3), 9, 11, pools: true));
        cases.Add(Convolution(TestTensors.Sparse(random, 0.9, 19, 70, 1, 1), TestTensors.Raw(random, 19), new SlidingWindow(1), 5, 25));
        cases.Add(Convolution(TestTensors.Sparse(random, 0.9, 19, 70, 1, 1), TestTensors.Raw(random, 19), new SlidingWindow(1), 5, 25).With(Arithmetic.Int8));
        cases.Add(Convolution(TestTensors.Raw(random, 9, 10, 3, 3), null, new SlidingWindow(3, stride: 2), 13, 19).With(Arithmetic.Int8, new ActivationScale(0, 1)));
        cases.Add(Convolution(TestTensors.Raw(random, 20, 11, 1, 1), null, new SlidingWindow(1, stride: 2), 13, 9));
        foreach (int width in new[] { 1, 4, 11, 33 })
        {
            cases.Add(Convolution(TestTensors.Sparse(random, 0.3, 3, 2, 3, 2), TestTensors.Raw(random, 3), new SlidingWindow(3, 2, 1, 1, 0, 0, 0, 0), 8, (2 * width) + 1, pools: true));
            cases.Add(Convolution(TestTensors.Raw(random, 2, 2, 2, 2), null, new SlidingWindow(2, stride: 2), 19, 4 * width, pools: true));
        }

        cases.Add(Grouped(TestTensors.Sparse(random, 0.8, 5, 1, 3, 3), TestTensors.Raw(random, 5), 5, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1), 25, 5));
        cases.Add(Grouped(TestTensors.Raw(random, 4, 1, 3, 3), TestTensors.Raw(random, 4), 4, new SlidingWindow(3, 3, 2, 2, 0, 0, 1, 1), 12, 12));
        cases.Add(Grouped(TestTensors.Raw(random, 3, 1, 3, 3), null, 3, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1), 3, 3));
        cases.Add(Grouped(TestTensors.Raw(random, 2, 1, 3, 3), null, 2, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1), 5, 67));
        cases.Add(Grouped(TestTensors.Sparse(random, 0.5, 6, 3, 5, 2), null, 2, new SlidingWindow(5, 2, 2, 1, 2, 1, 1, 0), 9, 20));
        cases.Add(Grouped(TestTensors.Raw(random, 4, 1, 4, 3), TestTensors.Raw(random, 4), 2, new SlidingWindow(4, 3, 1, 3, 2, 1, 0, 1), 7, 11));
        cases.Add(Grouped(TestTensors.Sparse(random, 0, 4, 1, 3, 3), TestTensors.Raw(random, 4), 4, new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1), 5, 4));
        return cases;
    }

    private static LayerCase Linear(Tensor weight, Tensor? bias)
    {
        var network = new TestNetwork();
        int input = network.Input(weight.Shape.RowLength);
        float[] dense = weight.ToDense();
        return new LayerCase(
            $"linear {weight.Shape}",
            network.Build(network.Linear(input, weight, bias, "layer.weight")),
            weight.Shape.RowLength,
            x => [.. Enumerable.Range(0, weight.Shape.Rows).Select(row =>
                BiasOf(bias, row) + Enumerable.Range(0, x.Length).Sum(column => (double)dense[(row * x.Length) + column] * x[column]))]);
    }

    private static LayerCase Convolution(Tensor weight, Tensor? bias, SlidingWindow window, int height, int width, bool pools = false)
    {
        var network = new TestNetwork();
        int channels = weight.Shape[1];
        int convolution = network.Convolution(network.Input(channels, height, width), weight, bias, window, "layer.weight");
        (int rows, int columns) = window.Positions(height, width);
        int size = pools ? 2 : 1;
        float[] dense = weight.ToDense();
        return new LayerCase(
            $"convolution {weight.Shape} over {height}×{width}{(pools ? ", pooled" : string.Empty)}",
            network.Build(pools ? network.Add(new MaxPoolOperator(convolution, new SlidingWindow(2, stride: 2))) : convolution),
            channels * height * width,
            x =>
            [
                .. from channel in Enumerable.Range(0, weight.Shape.Rows)
                   from y in Enumerable.Range(0, rows / size)
                   from column in Enumerable.Range(0, columns / size)
                   select BiasOf(bias, channel) + Largest(x, channel, y * size, column * size),
            ]);

        double Largest(float[] x, int channel, int y, int column) => Enumerable.Range(0, size * size).Max(phase =>
            Window(x, channel, (y + (phase / size)) * window.StrideY, (column + (phase % size)) * window.StrideX));

        double Window(float[] x, int channel, int top, int left)
        {
            double sum = 0;
            for (int tap = 0; tap < weight.Shape.RowLength; tap++)
            {
                (int plane, int inWindow) = Math.DivRem(tap, window.Height * window.Width);
                (int tapY, int tapX) = Math.DivRem(inWindow, window.Width);
                sum += (double)dense[(channel * weight.Shape.RowLength) + tap] * x[(((plane * height) + top + tapY) * width) + left + tapX];
            }

            return sum;
        }
    }

    /// <summary>A convolution in groups, whose input has no padding in memory.</summary>
    private static LayerCase Grouped(Tensor weight, Tensor? bias, int groups, SlidingWindow window, int height, int width)
    {
        var network = new TestNetwork();
        int groupInputs = weight.Shape[1];
        int convolution = network.GroupedConvolution(network.Input(groups * groupInputs, height, width), weight, bias, window, groups, "layer.weight");
        (int rows, int columns) = window.Positions(height, width);
        float[] dense = weight.ToDense();
        return new LayerCase(
            $"convolution {weight.Shape} in {groups} groups over {height}×{width}",
            network.Build(convolution),
            groups * groupInputs * height * width,
            x =>
            [
                .. from channel in Enumerable.Range(0, weight.Shape.Rows)
                   from y in Enumerable.Range(0, rows)
                   from column in Enumerable.Range(0, columns)
                   select BiasOf(bias, channel) + Enumerable.Range(0, weight.Shape.RowLength).Sum(tap =>
                       Product(x, channel, tap, (y * window.StrideY) - window.PadTop, (column * window.StrideX) - window.PadLeft)),
            ]);

        double Product(float[] x, int channel, int tap, int top, int left)
        {
            (int plane, int inWindow) = Math.DivRem(tap, window.Height * window.Width);
            (int row, int column) = (top + (inWindow / window.Width), left + (inWindow % window.Width));
            int from = (channel / (weight.Shape.Rows / groups) * groupInputs) + plane;
            return row < 0 || row >= height || column < 0 || column >= width
                ? 0
                : (double)dense[(channel * weight.Shape.RowLength) + tap] * x[(((from * height) + row) * width) + column];
        }
    }

    private static double BiasOf(Tensor? bias, int channel) => bias?.ToDense()[channel] ?? 0;

    private sealed record LayerCase(string Name, ParsedArtifact Artifact, int InputLength, Func<float[], double[]> Reference)
    {
        public IReadOnlyDictionary<string, KernelMethod> Kernels { get; init; } = new Dictionary<string, KernelMethod>();

        /// <summary>The layer where the project asks for 8-bit arithmetic, with what calibration saw.</summary>
        public LayerCase With(Arithmetic arithmetic, params ActivationScale[] scales) => this with
        {
            Artifact = Artifact with { Artifact = Artifact.Artifact with { ActivationScales = new(scales) }, Arithmetic = arithmetic },
        };
    }
}
