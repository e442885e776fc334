using System.Collections;
using System.Reflection;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

internal delegate void RunWithoutWorkspace(ReadOnlySpan<float> input, Span<float> output);

internal delegate void RunRaw(ReadOnlySpan<byte> raw, Span<float> output);

internal delegate void RunRawWithWorkspace(ReadOnlySpan<byte> raw, Span<float> output, Span<float> workspace);

internal delegate ReadOnlySpan<string> Texts();

internal delegate ReadOnlySpan<int> Dimensions();

/// <summary>What a generated class offers beside the workspace form of Run.</summary>
public sealed class ModelMemberTests
{
    private static readonly GoldenModel Mlp = GoldenModel.Find("mlp");

    private static readonly CompiledModel Model = GoldenModels.Compiled[Mlp.ClassName];

    private static readonly Lazy<CompiledModels> Unusual = new(() => CompiledModels.Of(
        ("LargeWorkspace", LargeWorkspace()), ("ChannelsFirst", Normalized(InputLayout.ChannelsFirst)), ("ChannelsLast", Normalized(InputLayout.ChannelsLast))));

    [Fact]
    public void Run_without_a_workspace_gives_the_same_outputs()
    {
        float[] input = Mlp.Samples[0].Inputs[0];
        var output = new float[Mlp.Samples[0].Outputs[0].Length];
        Model.Method<RunWithoutWorkspace>("Run")(input, output);
        Assert.Equal(Model.Run([input], [output.Length])[0], output);
    }

    [Fact]
    public void Run_allocates_nothing_once_the_weights_are_unpacked()
    {
        Model.Load();
        float[] input = Mlp.Samples[0].Inputs[0];
        var output = new float[Mlp.Samples[0].Outputs[0].Length];
        RunWithoutWorkspace run = Model.Method<RunWithoutWorkspace>("Run");
        run(input, output);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            run(input, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Threads_may_run_at_once()
    {
        float[] input = Mlp.Samples[0].Inputs[0];
        int length = Mlp.Samples[0].Outputs[0].Length;
        float[] expected = Model.Run([input], [length])[0];
        Parallel.For(0, 64, _ => Assert.Equal(expected, Model.Run([input], [length])[0]));
    }

    [Fact]
    public void Lengths_are_checked_by_name()
    {
        RunWithoutWorkspace run = Model.Method<RunWithoutWorkspace>("Run");
        int inputLength = Constant("InputLength");
        int outputLength = Constant("OutputLength");
        AssertWrong("input", () => run(new float[inputLength - 1], new float[outputLength]));
        AssertWrong("output", () => run(new float[inputLength], new float[outputLength + 1]));
        AssertWrong("workspace", () => Model.Method<Run1To1>("Run")(new float[inputLength], new float[outputLength], new float[Model.WorkspaceLength - 1]));
    }

    [Fact]
    public void Memory_that_is_shared_is_refused()
    {
        float[] memory = new float[10_000];
        int inputLength = Constant("InputLength");
        int outputLength = Constant("OutputLength");
        Run1To1 run = Model.Method<Run1To1>("Run");
        AssertWrong("output", () => run(memory.AsSpan(0, inputLength), memory.AsSpan(inputLength - 1, outputLength), new float[Model.WorkspaceLength]));
        AssertWrong("workspace", () => run(memory.AsSpan(0, inputLength), new float[outputLength], memory.AsSpan(inputLength - 1)));
        AssertWrong("workspace", () => run(new float[inputLength], memory.AsSpan(0, outputLength), memory));
    }

    [Fact]
    public void One_span_may_hold_everything_side_by_side()
    {
        float[] input = Mlp.Samples[0].Inputs[0];
        int outputLength = Constant("OutputLength");
        float[] memory = [.. input, .. new float[outputLength + Model.WorkspaceLength]];
        Model.Method<Run1To1>("Run")(memory.AsSpan(0, input.Length), memory.AsSpan(input.Length, outputLength), memory.AsSpan(input.Length + outputLength));
        Assert.Equal(Model.Run([input], [outputLength])[0], memory.Skip(input.Length).Take(outputLength));
    }

    [Fact]
    public void Shapes_labels_layers_and_provenance_come_from_the_artifact()
    {
        CompiledModel model = GoldenModels.Compiled[GoldenModel.Find("all-sections").ClassName];
        Assert.Equal([3, 4, 5], model.Method<Dimensions>("get_InputShape")().ToArray());
        Assert.Equal([4], model.Method<Dimensions>("get_OutputShape")().ToArray());
        Assert.Equal(["cat", "dog", "naïve", "雪"], model.Method<Texts>("get_Labels")().ToArray());
        Assert.Equal("all-sections.dcz", model.Type.GetField("ArtifactName")!.GetRawConstantValue());
        Assert.Equal(GoldenModel.Find("all-sections").Artifact.Length, model.Type.GetField("ArtifactBytes")!.GetRawConstantValue());
        var provenance = (IReadOnlyList<KeyValuePair<string, string>>)model.Type.GetProperty("Provenance")!.GetValue(null)!;
        Assert.Equal(new("data", "drawn"), provenance[0]);
        LayerSummary[] layers = [.. ((IEnumerable)model.Type.GetProperty("Layers")!.GetValue(null)!).Cast<LayerSummary>()];
        Assert.Equal(["Conv1", "Fc2"], layers.Select(layer => layer.Name));
        Assert.Equal(81, layers[0].WeightCount);
        Assert.Equal("direct sparse taps, scalar", layers[0].Kernel);
    }

    [Fact]
    public void A_workspace_too_large_for_the_stack_must_be_given()
    {
        CompiledModel model = Unusual.Value["LargeWorkspace"];
        Assert.True(model.WorkspaceLength > 4096);
        Assert.Null(model.Type.GetMethod("Run", [typeof(ReadOnlySpan<float>), typeof(Span<float>)]));
        Assert.NotNull(model.Type.GetMethod("Run", [typeof(ReadOnlySpan<float>), typeof(Span<float>), typeof(Span<float>)]));
    }

    [Theory]
    [InlineData("ChannelsFirst", new float[] { 0.5f, 1f, 1.5f, 39f, 49f, 59f })]
    [InlineData("ChannelsLast", new float[] { 0.5f, 19f, 1.5f, 39f, 2.5f, 59f })]
    public void Raw_bytes_are_normalised_as_the_artifact_says(string className, float[] expected)
    {
        // The network is a rectifier, so that its output is what its input became.
        byte[] raw = [1, 2, 3, 4, 5, 6];
        var output = new float[6];
        Unusual.Value[className].Method<RunRaw>("Run")(raw, output);
        Assert.Equal(expected, output);

        Array.Clear(output);
        Unusual.Value[className].Method<RunRawWithWorkspace>("Run")(raw, output, []);
        Assert.Equal(expected, output);
        AssertWrong("raw", () => Unusual.Value[className].Method<RunRaw>("Run")(new byte[5], new float[6]));
    }

    [Fact]
    public void Without_a_contract_no_raw_bytes_are_taken() =>
        Assert.Null(GoldenModels.Compiled[GoldenModel.Find("relu").ClassName].Type.GetMethod("Normalize"));

    private static int Constant(string name) => (int)Model.Type.GetField(name, BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()!;

    private static void AssertWrong(string parameter, Action run) =>
        Assert.Equal(parameter, Assert.ThrowsAny<ArgumentException>(run).ParamName);

    private static Model.ParsedArtifact LargeWorkspace()
    {
        var network = new TestNetwork();
        var random = new Random(1);
        int hidden = network.Linear(network.Input(3), TestTensors.Sparse(random, 0.1, 5000, 3));
        return network.Build(network.Linear(hidden, TestTensors.Sparse(random, 0.01, 2, 5000)));
    }

    private static Model.ParsedArtifact Normalized(InputLayout layout)
    {
        var network = new TestNetwork
        {
            Contract = new InputContract(new([new InputNormalisation(layout, new([0.5f, 10f]), new([0f, -1f]))]), EquatableArray<string>.Empty),
        };
        int input = layout == InputLayout.ChannelsFirst ? network.Input(2, 1, 3) : network.Input(1, 3, 2);
        return network.Build(network.Add(new ReluOperator(input)));
    }
}
