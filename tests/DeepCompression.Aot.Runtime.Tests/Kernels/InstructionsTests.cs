using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

public class InstructionsTests
{
    [Theory]
    [InlineData(null, 3)]
    [InlineData("", 3)]
    [InlineData("avx512", 3)]
    [InlineData("AVX2", 2)]
    [InlineData("vector128", 1)]
    [InlineData("scalar", 0)]
    [InlineData("sse", -1)]
    public void The_variable_allows_what_it_names_and_all_that_is_less(string? value, int level) =>
        Assert.Equal(level, Instructions.LevelOf(value));

    /// <summary>The suite runs with the variable set, too.</summary>
    [Fact]
    public void Kernels_may_use_what_both_processor_and_variable_allow()
    {
        int level = Instructions.LevelOf(Environment.GetEnvironmentVariable(Instructions.Variable));
        Assert.Equal(level >= 1 && Vector128.IsHardwareAccelerated, Instructions.Vector128);
        Assert.Equal(level >= 2 && Vector256.IsHardwareAccelerated, Instructions.Vector256);
        Assert.Equal(level >= 2 && GatherDot.IsSupported, Instructions.Gather);
        Assert.Equal(level >= 3 && Vector512.IsHardwareAccelerated, Instructions.Vector512);
        Assert.Equal(level >= 3 && WindowProduct.IsSupported, Instructions.Avx512);
        Assert.Equal(level >= 3 && ByteWindowProduct.IsSupported, Instructions.Avx512Vbmi);
        Assert.Equal(level >= 3 && BytePanelConvolution.IsSupported, Instructions.AvxVnni);
    }
}
