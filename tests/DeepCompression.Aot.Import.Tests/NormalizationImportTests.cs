using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using static DeepCompression.Aot.Import.Tests.Support.OnnxBuilder;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>Operators that bring values to a common scale.</summary>
public class NormalizationImportTests
{
    [Fact]
    public void Local_response_normalisation_divides_by_the_squares_of_the_channels_around()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 3, 1, 2)
            .Node("LRN", "x", "y", Integer("size", 2), Number("alpha", 2), Number("beta", 1), Number("bias", 1)).Output("y");

        // Of an even size, the channel and the one behind it: 1 + 2 ÷ 2 · (1² + 3²) = 11, 1 + (3² + 5²) = 35, 1 + 5² = 26.
        float[] expected = [1 / 11f, 2 / 21f, 3 / 35f, 4 / 17f, 5 / 26f, 0];
        Assert.Equal(expected, Imported.Run(model, [1, 2, 3, 4, 5, 0]).Select(value => value), (a, b) => Math.Abs(a - b) <= 1e-6f);
        Assert.IsType<LocalResponseNormalizationOperator>(Assert.Single(Imported.Artifact(model).Graph.Operators));
    }

    [Theory]
    [InlineData(0, 1, 1, "its size is not at least 1")]
    [InlineData(3, -1, 1, "its divisor may be zero")]
    [InlineData(3, 1, 0, "its divisor may be zero")]
    public void A_normalisation_that_may_divide_by_zero_is_refused(int size, float alpha, float bias, string message)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 3, 1, 2)
            .Node("LRN", "x", "y", Integer("size", size), Number("alpha", alpha), Number("bias", bias)).Output("y");

        Assert.Contains(message, Imported.Refusal(model), StringComparison.Ordinal);
    }
}
