using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Tests.Build;

namespace DeepCompression.Aot.Tests.Aot;

/// <summary>Every mode of inference in an executable and under the JIT: nothing is allocated, and the outputs are the reference's.</summary>
[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed class ModesTests(ModesProgram program) : IClassFixture<ModesProgram>
{
    /// <summary>As parts of the largest output.</summary>
    private const double FloatTolerance = 1e-5;
    private const double FineTolerance = 5e-4;
    private const double ByteTolerance = 0.03;

    [Theory]
    [InlineData(null)]
    [InlineData("scalar")]
    [InlineData("vector128")]
    [InlineData("avx2")]
    public async Task Under_the_jit(string? kernels) =>
        Check(await program.Run(instructionSet: null, kernels is null ? [] : [$"DEEPCOMPRESSION_KERNELS={kernels}"]));

    /// <summary>Where a second thread would have no processor of its own.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("x86-x64-v3")]
    public async Task On_one_processor(string? instructionSet) => Check(await program.Run(instructionSet, "DOTNET_PROCESSOR_COUNT=1"));

    [Theory]
    [InlineData("x86-x64-v2")]
    [InlineData("x86-x64-v3")]
    public async Task In_an_executable(string instructionSet) => Check(await program.Run(instructionSet));

    [Avx512Fact]
    public async Task In_an_executable_with_avx512() => Check(await program.Run("x86-x64-v4"));

    [Avx512Fact]
    public async Task In_an_executable_with_avx512_vbmi() => Check(await program.Run("native"));

    /// <summary>Nothing allocated, every output close, in every mode.</summary>
    internal static void Check(string[] lines)
    {
        Assert.Equal(ModesProgram.Modes.Length, lines.Length);
        foreach ((string line, (string mode, _, bool convolves)) in lines.Zip(ModesProgram.Modes))
        {
            float[] expected = Reference(convolves);
            float largest = expected.Max(Math.Abs);
            string[] words = line.Split(' ');
            Assert.Equal((mode, "0"), (words[0], words[1]));
            float[] actual = [.. words[2..].Select(word => float.Parse(word, CultureInfo.InvariantCulture))];
            double tolerance = largest * (mode.Contains("Bytes", StringComparison.Ordinal) ? ByteTolerance
                : mode.Contains("Fine", StringComparison.Ordinal) ? FineTolerance
                : FloatTolerance);
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < actual.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{mode}: output {i} is {actual[i]:R}, expected {expected[i]:R} within {tolerance:R}.");
            }
        }
    }

    /// <summary>The reference interpreter's outputs of all samples.</summary>
    private static float[] Reference(bool convolves)
    {
        var reference = new ReferenceInterpreter(ArtifactReader.Read(ModesProgram.Network(convolves)));
        return [.. ModesProgram.Samples.SelectMany(sample => reference.Run(sample)[0])];
    }
}
