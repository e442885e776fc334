using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Tests.Support;
using VerifyXunit;

namespace DeepCompression.Aot.Generator.Tests.Freestanding;

/// <summary>Code for microcontrollers, which runs on .NET too: generated of the golden artifacts, compiled and run.</summary>
public sealed class FreestandingModelTests
{
    /// <summary>The operators that this platform has code for.</summary>
    private static readonly OperatorKind[] Kinds =
    [
        OperatorKind.Linear, OperatorKind.Convolution, OperatorKind.GroupedConvolution, OperatorKind.MaxPool, OperatorKind.AveragePool,
        OperatorKind.Relu, OperatorKind.Flatten, OperatorKind.Reshape, OperatorKind.Add, OperatorKind.Pad, OperatorKind.Softmax,
    ];

    private static readonly Lazy<CompiledModels> Models = new(() => CompiledModels.Of(Generate(Supported)));

    private static readonly Lazy<CompiledModels> ReadyModels = new(() => CompiledModels.Of(Generate(Supported, "readonly")));

    private static IEnumerable<GoldenModel> Supported => GoldenModel.All.Where(IsSupported);

    public static TheoryData<string> Names => [.. Supported.Select(model => model.Name)];

    public static TheoryData<string> UnsupportedNames => [.. GoldenModel.All.Where(model => !IsSupported(model)).Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Generated_code_computes_the_expected_outputs(string name)
    {
        GoldenModel golden = GoldenModel.Find(name);
        CompiledModel model = Models.Value[golden.ClassName];
        CompiledModel ready = ReadyModels.Value[golden.ClassName];
        foreach (GoldenSample sample in golden.Samples)
        {
            int[] lengths = [.. sample.Outputs.Select(output => output.Length)];
            float[][] outputs = model.Run(sample.Inputs, lengths);
            for (int i = 0; i < outputs.Length; i++)
            {
                Closeness.AssertClose(sample.Outputs[i], outputs[i], $"{name}, output {i}");
            }

            // Weights that are ready to run are the same, in the same order.
            Assert.Equal(outputs, ready.Run(sample.Inputs, lengths));
        }
    }

    [Theory]
    [MemberData(nameof(UnsupportedNames))]
    public void An_operator_without_code_is_an_error_that_names_it(string name)
    {
        string message = Assert.Single(Generate([GoldenModel.Find(name)]).Result.Diagnostics).ToString();

        Assert.Contains("DC0008", message, StringComparison.Ordinal);
        Assert.Contains("the Platform freestanding has no code for the operator ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_laid_out_for_large_processors_are_an_error()
    {
        ModelText text = ModelText.Of("mlp.dcz", GoldenModel.Find("mlp").Artifact, memory: "readonly-avx512", platform: "freestanding");

        Assert.Contains(
            "has no vectors; Memory=\"readonly\" stores weights ready to run there",
            Assert.Single(Generate("[CompressedModel(\"mlp.dcz\")] static partial class Network;", text).Result.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mcu", null, null, null, "has the Platform 'mcu', which there is not; write dotnet, the default, or freestanding")]
    [InlineData("freestanding", "int14", null, null, "leave Arithmetic out")]
    [InlineData("freestanding", "int8", null, null, "neither an input contract nor an activation scale")]
    [InlineData("freestanding", null, "16", null, "leave Batch out")]
    [InlineData("freestanding", null, null, "2", "leave Threads out")]
    public void An_option_that_the_platform_does_not_have_is_an_error(string platform, string? arithmetic, string? batch, string? threads, string message)
    {
        ModelText text = ModelText.Of("mlp.dcz", GoldenModel.Find("mlp").Artifact, arithmetic, batch, threads: threads, platform: platform);

        Assert.Contains(message, Assert.Single(Generate("[CompressedModel(\"mlp.dcz\")] static partial class Network;", text).Result.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Network_and_weights_of_a_residual_network() => Verifier.Verify(Sources("residual-convolution", "Network.g.cs", "Network.Weights.g.cs"), "cs");

    [Fact]
    public Task Header_of_a_residual_network() => Verifier.Verify(Sources("residual-convolution", "Network.Header.g.cs"), "cs");

    [Fact]
    public void Nothing_is_a_double_or_unpacked()
    {
        Assert.All(Generate(Supported).Result.GeneratedSources, source =>
        {
            string text = source.SourceText.ToString();
            Assert.DoesNotContain("double", text, StringComparison.Ordinal);
            Assert.DoesNotContain(".Unpack", text, StringComparison.Ordinal);
        });
    }

    private static bool IsSupported(GoldenModel model) => ArtifactReader.Read(model.Artifact).Graph.Operators.All(op =>
        Kinds.Contains(op.Kind) || op is UnaryOperator { Function: UnaryFunction.Clip });

    private static string Sources(string golden, params string[] files)
    {
        GeneratorRun run = Generate("[CompressedModel(\"" + golden + ".dcz\")] static partial class Network;", Text(GoldenModel.Find(golden)));
        return string.Concat(files.Select(run.Source));
    }

    private static GeneratorRun Generate(IEnumerable<GoldenModel> models, string? memory = null)
    {
        GoldenModel[] all = [.. models];
        IEnumerable<string> classes = all.Select(model =>
            $"[CompressedModel(\"{model.Name}.dcz\")] internal static partial class {model.ClassName["Golden.".Length..]};");
        return Generate($"namespace Golden;\n{string.Join('\n', classes)}", [.. all.Select(model => Text(model, memory))]);
    }

    private static GeneratorRun Generate(string source, params ModelText[] models) =>
        new("using DeepCompression.Aot;\n" + source, allowUnsafe: true, models);

    private static ModelText Text(GoldenModel model, string? memory = null) =>
        ModelText.Of(model.Name + ".dcz", model.Artifact, memory: memory, platform: "freestanding");
}
