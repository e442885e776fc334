using System.Numerics;
using DeepCompression.Aot.Runtime.Reference;

namespace DeepCompression.Aot.Runtime.Tests.Operations;

/// <summary>Functions of numbers against double precision, and vectors of them against single ones.</summary>
public sealed class FunctionTests
{
    [Fact]
    public void Exponential_is_within_a_unit() => AssertUnits(default(Exp), Math.Exp, Sweep(-86, 88), 1);

    [Fact]
    public void Logarithm_is_within_a_unit() => AssertUnits(default(Log), Math.Log, [.. Sweep(-86, 88).Select(MathF.Exp), .. Sweep(0.5f, 2)], 1);

    [Fact]
    public void Hyperbolic_tangent_is_within_two_units() => AssertUnits(default(Tanh), Math.Tanh, [.. Sweep(-12, 12), .. Sweep(-0.7f, 0.7f)], 2);

    [Fact]
    public void Sigmoid_is_within_three_units() => AssertUnits(default(Sigmoid), x => 1 / (1 + Math.Exp(-x)), Sweep(-80, 30), 3);

    [Fact]
    public void Softplus_is_within_three_units() => AssertUnits(default(Softplus), x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), Sweep(-15, 30), 3);

    [Fact]
    public void Error_function_is_within_two_units() => AssertUnits(default(Erf), ReferenceErf.Of, [.. Sweep(-5, 5), .. Sweep(-1.1f, 1.1f)], 2);

    [Fact]
    public void Exponential_linear_unit_is_within_two_units() => AssertUnits(new Elu(1), ExpM1, Sweep(-25, -1e-3f), 2);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(0f)]
    [InlineData(1e-42f)]
    [InlineData(-1e-42f)]
    [InlineData(float.MaxValue)]
    [InlineData(float.MinValue)]
    [InlineData(-3f)]
    public void At_the_ends_of_the_range_functions_are_what_mathematics_says(float x)
    {
        AssertSame(MathF.Log(x), One(default(Log), x), 1e-6f);
        AssertSame(MathF.Exp(x), One(default(Exp), x), 1e-6f);
        AssertSame(MathF.Tanh(x), One(default(Tanh), x), 1e-6f);
        AssertSame(1 / (1 + MathF.Exp(-x)), One(default(Sigmoid), x), 1e-6f);
        AssertSame(MathF.Floor(x), One(default(Floor), x), 0);
        AssertSame(MathF.Truncate(x), One(default(Truncate), x), 0);
        AssertSame(MathF.Round(x, MidpointRounding.ToEven), One(default(Round), x), 0);
    }

    [Fact]
    public void Integers_next_to_a_number_are_exact()
    {
        float[] input = [.. Sweep(-9, 9), .. Enumerable.Range(-40, 81).Select(i => i / 4f), 8388607.5f, -8388607.5f, 16777215, 1e20f];
        Assert.Equal(input.Select(x => MathF.Round(x, MidpointRounding.ToEven)), Run(default(Round), input));
        Assert.Equal(input.Select(MathF.Floor), Run(default(Floor), input));
        Assert.Equal(input.Select(MathF.Truncate), Run(default(Truncate), input));
    }

    [Fact]
    public void An_element_has_the_same_bits_alone_and_in_a_vector()
    {
        float[] input = [.. Sweep(-110, 110), .. Sweep(-3, 3), float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 1e-40f];
        AssertSameBits(default(Exp), input);
        AssertSameBits(default(Log), input);
        AssertSameBits(default(Tanh), input);
        AssertSameBits(default(Sigmoid), input);
        AssertSameBits(default(Erf), input);
        AssertSameBits(default(Softplus), input);
        AssertSameBits(default(Mish), input);
        AssertSameBits(default(Gelu), input);
        AssertSameBits(default(GeluTanh), input);
        AssertSameBits(new Celu(0.75f), input);
        AssertSameBits(new Selu(1.5f, 1.0625f), input);
        AssertSameBits(new Clip(-1, 2), input);
        AssertSameBits(default(Round), input);
    }

    [Fact]
    public void Powers_are_exact_where_they_are_small_products_and_close_elsewhere()
    {
        float[] bases = [2, 3, -2, -3, 0, 1.5f, 10, 0.5f, -1, 7];
        float[] powers = [10, 4, 3, 5, 2, 0.5f, -3, 1.25f, 101, 40];
        var result = new float[bases.Length];

        Binary.Apply<Power>(bases, powers, result);

        Assert.Equal([1024f, 81f, -8f, -243f, 0f], result[..5]);
        for (int i = 0; i < bases.Length; i++)
        {
            double expected = Math.Pow(bases[i], powers[i]);
            Assert.True(Math.Abs(result[i] - expected) <= 1e-5 * Math.Abs(expected), $"{bases[i]} to the {powers[i]} is {result[i]}");
        }
    }

    private static double ExpM1(double x) => Math.Abs(x) < 1e-2 ? x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4 * (1 + (x / 5)))))))) : Math.Exp(x) - 1;

    private static float[] Sweep(float from, float to) => [.. Enumerable.Range(0, 20_001).Select(i => from + ((to - from) * i / 20_000f))];

    private static float[] Run<TFunction>(TFunction function, float[] input)
        where TFunction : struct, IUnaryFunction
    {
        var output = new float[input.Length];
        Unary.Apply(function, input, output);
        return output;
    }

    private static float One<TFunction>(TFunction function, float x)
        where TFunction : struct, IUnaryFunction => function.Apply(new RealNumber(x)).Value;

    private static void AssertUnits<TFunction>(TFunction function, Func<double, double> reference, float[] input, double units)
        where TFunction : struct, IUnaryFunction
    {
        float[] output = Run(function, input);
        (double Error, float At) worst = input
            .Select((x, i) => (Error: Math.Abs(output[i] - reference(x)) / (MathF.BitIncrement(MathF.Abs((float)reference(x))) - MathF.Abs((float)reference(x))), At: x))
            .MaxBy(error => error.Error);
        Assert.True(worst.Error <= units, $"{worst.Error:G3} units at {worst.At:R}");
    }

    private static void AssertSame(float expected, float actual, float tolerance) => Assert.True(
        expected.Equals(actual) || MathF.Abs(expected - actual) <= tolerance * MathF.Abs(expected) || (expected == 0 && MathF.Abs(actual) < 1e-37f),
        $"expected {expected:R}, got {actual:R}");

    private static void AssertSameBits<TFunction>(TFunction function, float[] input)
        where TFunction : struct, IUnaryFunction
    {
        float[] output = Run(function, input);
        for (int i = 0; i < input.Length; i++)
        {
            int alone = BitConverter.SingleToInt32Bits(One(function, input[i]));
            bool isSame = alone == BitConverter.SingleToInt32Bits(output[i]) || (float.IsNaN(output[i]) && float.IsNaN(BitConverter.Int32BitsToSingle(alone)));
            Assert.True(isSame, $"{function} of {input[i]:R} is {output[i]:R} among {Vector<float>.Count}, and {BitConverter.Int32BitsToSingle(alone):R} alone");
        }
    }
}
