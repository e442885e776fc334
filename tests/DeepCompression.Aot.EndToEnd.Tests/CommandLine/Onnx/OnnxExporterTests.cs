using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Onnx;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Tests.CommandLine.Onnx;

public class OnnxExporterTests
{
    [Fact]
    public void A_linear_layer_becomes_a_gemm_that_computes_the_same()
    {
        var builder = new GraphBuilder();
        Graph graph = builder.Build(builder.Linear(builder.Input(3), 3, 2, "fc1"));

        ModelProto model = Export(Stored(graph, [1, 2, 3, 4, 5, 6], [0.5f, -0.5f]));

        Assert.Equal([14.5, 31.5], OnnxReference.Run(model, [1, 2, 3]).Single().Value);
        Assert.Equal(OnnxExporter.OperatorSet, model.OpsetImport.Single().Version);
    }

    [Fact]
    public void A_strided_and_padded_convolution_keeps_the_sides_of_its_padding()
    {
        var builder = new GraphBuilder();
        var window = new SlidingWindow(2, 2, StrideY: 1, StrideX: 2, PadTop: 1, PadLeft: 0, PadBottom: 0, PadRight: 1);
        Graph graph = builder.Build(builder.Convolution(builder.Input(1, 2, 3), 1, 1, window, "conv1"));

        ModelProto model = Export(Stored(graph, [1, 10, 100, 1000], [0]));

        // The image 1 2 3 / 4 5 6 with a row of zeros above it and a column of zeros to its right.
        Assert.Equal([2100, 300, 5421, 603], OnnxReference.Run(model, [1, 2, 3, 4, 5, 6]).Single().Value);
    }

    [Fact]
    public void An_average_does_not_count_padding()
    {
        var builder = new GraphBuilder();
        var window = new SlidingWindow(2, 2, 2, 2, PadTop: 1, PadLeft: 1, PadBottom: 1, PadRight: 1);
        Graph graph = builder.Build(builder.AveragePool(builder.Input(1, 2, 2), window));

        ModelProto model = Export(Stored(graph));

        Assert.Equal([1, 2, 3, 4], OnnxReference.Run(model, [1, 2, 3, 4]).Single().Value);
    }

    [Fact]
    public void The_artifacts_names_are_kept_and_made_unique()
    {
        var builder = new GraphBuilder();
        Graph graph = builder.Build(builder.Linear(builder.Input(1), 1, 1, "fc1"));
        var names = new GraphNames(new([new(0, "pixels"), new(1, "pixels")]), new([new(0, "pixels"), new(1, "")]));

        GraphProto exported = Export(Stored(graph, [2], [1]) with { Names = names }).Graph;

        Assert.Equal("pixels", exported.Input.Single().Name);
        Assert.Equal("pixels_2", exported.Output.Single().Name);
        Assert.Equal(["pixels_3", "unnamed"], exported.Initializer.Select(tensor => tensor.Name));
    }

    [Fact]
    public void What_has_no_name_is_named_by_its_place()
    {
        var builder = new GraphBuilder();
        int hidden = builder.Relu(builder.Linear(builder.Input(1), 1, 1, ""));
        Graph graph = builder.Build(builder.Linear(hidden, 1, 1, ""));

        GraphProto exported = Export(Stored(graph, [2], [1], [2], [1])).Graph;

        Assert.Equal(("input", "output"), (exported.Input.Single().Name, exported.Output.Single().Name));
        Assert.Equal(["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"], exported.Initializer.Select(tensor => tensor.Name));
    }

    [Fact]
    public void The_input_contract_and_provenance_are_in_the_metadata()
    {
        var builder = new GraphBuilder();
        Graph graph = builder.Build(builder.Relu(builder.Input(2)));
        Artifact artifact = Stored(graph) with
        {
            InputContract = new(new([new InputNormalisation(InputLayout.Flat, new([0.5f]), new([-1f]))]), new(["no", "yes"])),
            Provenance = new([new("data", "drawn digits")]),
        };

        Dictionary<string, string> metadata = Export(artifact).MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);

        Assert.Equal("""{"inputs":[{"layout":"flat","scales":[0.5],"offsets":[-1]}],"labels":["no","yes"]}""", metadata["deepc.input_contract"]);
        Assert.Equal("""[{"key":"data","value":"drawn digits"}]""", metadata["deepc.provenance"]);
    }

    [Fact]
    public void A_network_beyond_two_gibibytes_is_refused_before_it_is_decoded()
    {
        var builder = new GraphBuilder();
        Graph graph = builder.Build(builder.Linear(builder.Input(60_000), 60_000, 10_000, "fc1"));
        Artifact artifact = Artifact(graph, [Empty(graph.Parameters[0]), Empty(graph.Parameters[1])]);

        var error = Assert.Throws<ExportException>(() => OnnxExporter.Export(artifact, "big"));

        Assert.Contains("2288 MiB", error.Message, StringComparison.Ordinal);
    }

    private static ModelProto Export(Artifact artifact) => ModelProto.Parser.ParseFrom(OnnxExporter.Export(artifact, "test"));

    private static Artifact Stored(Graph graph, params float[][] parameters) =>
        Artifact(graph, [.. parameters.Select((values, i) => new RawTensor(graph.Parameters[i], 0, NumberFormat.Single, new(values)))]);

    private static Artifact Artifact(Graph graph, Tensor[] tensors) =>
        new(graph, ShapeInference.Infer(graph), new(tensors), GraphNames.None, default, null, default);

    private static CodedTensor Empty(TensorShape shape) => CodedTensor.Empty(shape, 0);
}
