using DeepCompression.Aot.Generator.Tests.Support;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Generator.Tests.Freestanding;

internal delegate int RunBytes(ReadOnlySpan<sbyte> input, Span<int> output, Span<int> workspace);

/// <summary>Code of integers alone, beside the same networks in floats.</summary>
public sealed class ByteModelTests
{
    /// <summary>The share of the largest output by which one in integers may differ.</summary>
    private const double Tolerance = 0.05;

    [Theory]
    [InlineData("lenet-300-100")]
    [InlineData("lenet-5")]
    public void Integers_give_nearly_what_floats_give(string name)
    {
        byte[] artifact = File.ReadAllBytes(Repository.File("samples", "Digits", name + ".dcz"));
        CompiledModel floats = Compile(artifact, null);
        CompiledModel bytes = Compile(artifact, "int8");
        int exponent = (int)bytes.Type.GetField("InputExponent")!.GetRawConstantValue()!;
        var random = new Random(7);
        for (int sample = 0; sample < 10; sample++)
        {
            // Strokes rather than noise: most elements are 0.
            sbyte[] input = [.. Enumerable.Range(0, 784).Select(_ => (sbyte)(random.Next(5) == 0 ? random.Next(sbyte.MaxValue) : 0))];

            float[] expected = floats.Run([[.. input.Select(element => element * MathF.Pow(2, -exponent))]], [10])[0];
            double[] actual = Run(bytes, input);

            double largest = expected.Max(element => Math.Abs(element));
            Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Tolerance * largest));
        }
    }

    [Fact]
    public void An_input_of_zeros_gives_what_the_biases_give()
    {
        byte[] artifact = File.ReadAllBytes(Repository.File("samples", "Digits", "lenet-300-100.dcz"));

        float[] expected = Compile(artifact, null).Run([new float[784]], [10])[0];
        double[] actual = Run(Compile(artifact, "int8"), new sbyte[784]);

        double largest = expected.Max(element => Math.Abs(element));
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Tolerance * largest));
    }

    /// <summary>The outputs as numbers, from a workspace in which anything may stand.</summary>
    private static double[] Run(CompiledModel model, sbyte[] input)
    {
        var output = new int[10];
        var workspace = new int[model.WorkspaceLength];
        workspace.AsSpan().Fill(int.MinValue);
        int exponent = model.Method<RunBytes>("Run")(input, output, workspace);
        return [.. output.Select(element => element * Math.Pow(2, -exponent))];
    }

    private static CompiledModel Compile(byte[] artifact, string? arithmetic) => CompiledModels.Of(new GeneratorRun(
        "using DeepCompression.Aot;\n[CompressedModel(\"model.dcz\")] static partial class Network;",
        allowUnsafe: true,
        ModelText.Of("model.dcz", artifact, arithmetic, platform: "freestanding")))["Network"];
}
