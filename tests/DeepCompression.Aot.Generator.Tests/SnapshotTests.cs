using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Emit;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Generator.Tests.Support;
using VerifyXunit;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>The generated text of some golden artifacts, to be read in review; <see cref="GoldenModelTests"/> compiles and runs the same.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public Task Network_of_a_multilayer_perceptron() => Verifier.Verify(Generate("mlp", "Network.g.cs"), "cs");

    [Fact]
    public Task Weights_of_a_multilayer_perceptron() => Verifier.Verify(Generate("mlp", "Network.Weights.g.cs"), "cs");

    [Fact]
    public Task Network_of_a_convolutional_network() => Verifier.Verify(Generate("cnn", "Network.g.cs"), "cs");

    [Fact]
    public Task Network_with_two_inputs_and_outputs() => Verifier.Verify(Generate("two-inputs-two-outputs", "Network.g.cs"), "cs");

    [Fact]
    public Task Weights_with_all_sections() => Verifier.Verify(Generate("all-sections", "Network.Weights.g.cs"), "cs");

    [Fact]
    public Task Network_with_strides_and_padding() => Verifier.Verify(Generate("convolution-padding-strides", "Network.g.cs"), "cs");

    [Fact]
    public Task Network_with_large_layers_sparse_and_dense()
    {
        var random = new Random(1);
        var network = new TestNetwork();
        CodedTensor weight = TestTensors.Sparse(random, 0.05, 300, 400);
        int hidden = network.Add(new ReluOperator(network.Linear(network.Input(400), weight, TestTensors.Raw(random, 300), "fc6.weight")));
        ParsedArtifact artifact = network.Build(network.Linear(hidden, TestTensors.Raw(random, 50, 300), null, "fc7.weight"));
        var modelClass = new ModelClass("Vision", EquatableArray<string>.Empty, "Network", "large.dcz") { HintName = "Vision.Network" };
        return Verifier.Verify(ModelEmitter.Network(modelClass, PassList.Run("large.dcz", artifact, "Network")), "cs");
    }

    [Fact]
    public Task Weights_laid_out_for_AVX512()
    {
        var random = new Random(2);
        var network = new TestNetwork();
        int output = network.Linear(network.Input(120), TestTensors.Sparse(random, 0.03, 33, 120), TestTensors.Raw(random, 33), "fc.weight");
        ParsedArtifact artifact = network.Build(output) with { Memory = WeightMemory.ReadOnlyAvx512 };
        var modelClass = new ModelClass("Vision", EquatableArray<string>.Empty, "Network", "laid-out.dcz") { HintName = "Vision.Network" };
        return Verifier.Verify(ModelEmitter.Weights(modelClass, PassList.Run("laid-out.dcz", artifact, "Network")), "cs");
    }

    [Fact]
    public Task Weights_of_a_convolution_laid_out()
    {
        var random = new Random(3);
        var network = new TestNetwork();
        int output = network.Convolution(
            network.Input(2, 6, 6), TestTensors.Sparse(random, 0.4, 3, 2, 3, 3), TestTensors.Raw(random, 3), new SlidingWindow(3), "conv.weight");
        ParsedArtifact artifact = network.Build(output) with { Memory = WeightMemory.ReadOnly };
        var modelClass = new ModelClass("Vision", EquatableArray<string>.Empty, "Network", "laid-out.dcz") { HintName = "Vision.Network" };
        return Verifier.Verify(ModelEmitter.Weights(modelClass, PassList.Run("laid-out.dcz", artifact, "Network")), "cs");
    }

    private static string Generate(string golden, string file) => new GeneratorRun(
        $"using DeepCompression.Aot;\n[CompressedModel(\"{golden}.dcz\")] static partial class Network;", GoldenModel.Find(golden).Text).Source(file);
}
