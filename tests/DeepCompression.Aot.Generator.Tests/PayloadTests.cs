using System.Reflection;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Emit;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Placement;
using DeepCompression.Aot.Generator.Tests.Support;
using DeepCompression.Aot.Tests;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>Weights in an embedded resource in place of constants.</summary>
public sealed class PayloadTests
{
    private const string Name = "cnn.0123.dcz";
    private const string Source = """[DeepCompression.Aot.CompressedModel("cnn.dcz")] static partial class Network;""";

    [Theory]
    [InlineData("cnn")]
    [InlineData("filler-zeros")]
    [InlineData("no-gaps-255")]
    [InlineData("dead-columns-convolution")]
    public void Embedded_weights_give_the_outputs_of_constant_ones(string golden) =>
        AssertSame(File.ReadAllBytes(Repository.File("tests", "golden", "valid", golden + ".dcz")), memory: "", arithmetic: "");

    [Theory]
    [InlineData("readonly", "")]
    [InlineData("readonly-avx512", "")]
    [InlineData("readonly-avx512", "int8")]
    [InlineData("readonly-avx512", "int14")]
    public void So_do_those_that_are_laid_out(string memory, string arithmetic) => Assert.Contains(
        "words: EmbeddedPayload.Weights.Numbers<uint>(",
        AssertSame(File.ReadAllBytes(Repository.File("samples", "Digits", "lenet-300-100.dcz")), memory, arithmetic),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("readonly")]
    [InlineData("readonly-avx512")]
    public void So_do_those_of_convolutions(string memory) => Assert.Contains(
        "taps: EmbeddedPayload.Weights.Numbers<uint>(",
        AssertSame(File.ReadAllBytes(Repository.File("samples", "Digits", "lenet-5.dcz")), memory, arithmetic: ""),
        StringComparison.Ordinal);

    [Fact]
    public void Without_its_resource_or_with_that_of_another_artifact_a_network_says_what_to_do()
    {
        byte[] artifact = File.ReadAllBytes(Repository.File("tests", "golden", "valid", "cnn.dcz"));
        byte[] other = Resource(artifact);
        other[4]++;

        Assert.Contains("are not embedded", Failure(Compile(artifact, [], out _, isPresent: false)), StringComparison.Ordinal);
        Assert.Contains("belong to another artifact", Failure(Compile(artifact, other, out _)), StringComparison.Ordinal);
        Assert.Contains("belong to another artifact", Failure(Compile(artifact, [1, 2, 3], out _)), StringComparison.Ordinal);
        Assert.Contains("not all in the embedded resource", Failure(Compile(artifact, Resource(artifact)[..16], out _)), StringComparison.Ordinal);
    }

    private static string AssertSame(byte[] artifact, string memory, string arithmetic)
    {
        CompiledModel constants = Compile(artifact, payload: null, out _, memory, arithmetic);
        CompiledModel embedded = Compile(artifact, Resource(artifact, memory, arithmetic), out string code, memory, arithmetic);
        float[] input = [.. Enumerable.Range(0, Length(constants, "Input")).Select(i => (i * 37 % 101 / 50f) - 1)];
        int[] outputs = [Length(constants, "Output")];

        Assert.Equal(constants.Run([input], outputs)[0], embedded.Run([input], outputs)[0]);
        Assert.DoesNotContain("0x", code, StringComparison.Ordinal);
        return code;
    }

    private static string Failure(CompiledModel model)
    {
        Exception? failure = Assert.Throws<TargetInvocationException>(model.Load).InnerException;
        while (failure is TypeInitializationException { InnerException: { } inner })
        {
            failure = inner;
        }

        return Assert.IsType<InvalidOperationException>(failure).Message;
    }

    private static byte[] Resource(byte[] artifact, string memory = "", string arithmetic = "")
    {
        using var target = new MemoryStream();
        Artifact read = ArtifactReader.Read(artifact);
        Payload.Write(
            target, read, Placements.Of(read, WeightMemories.Parse(memory)!.Value, Arithmetics.Parse(arithmetic)!.Value), Payload.Checksum(artifact));
        return target.ToArray();
    }

    private static CompiledModel Compile(
        byte[] artifact, byte[]? payload, out string code, string memory = "", string arithmetic = "", bool isPresent = true)
    {
        ModelText text = ModelText.Of("cnn.dcz", artifact);
        var run = new GeneratorRun(Source, new ModelText(text.Path, text.GetText().ToString())
        {
            Name = text.Name,
            Payload = payload is null ? null : Name,
            Memory = memory,
            Arithmetic = arithmetic,
        });
        code = run.Source("Network.Weights.g.cs");
        using var image = new MemoryStream();
        ResourceDescription[] resources = payload is null || !isPresent ? [] : [new(Name, () => new MemoryStream(payload), isPublic: true)];
        Assert.DoesNotContain(run.Output.Emit(image, manifestResources: resources).Diagnostics, diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden);
        return new CompiledModel(Assembly.Load(image.ToArray()).GetType("Network", throwOnError: true)!);
    }

    private static int Length(CompiledModel model, string name) => (int)model.Type.GetField(name + "Length")!.GetRawConstantValue()!;
}
