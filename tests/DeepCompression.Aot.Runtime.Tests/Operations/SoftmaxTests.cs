namespace DeepCompression.Aot.Runtime.Tests.Operations;

public class SoftmaxTests
{
    [Fact]
    public void Agrees_with_the_formula_in_double_precision_and_in_place() => Properties.Check(random =>
    {
        double scale = Math.Pow(10, random.Next(-2, 38));
        float[] input = [.. Enumerable.Range(0, random.Next(1, 70)).Select(_ => (float)((random.NextDouble() - 0.5) * scale))];
        double largest = input.Max();
        double[] terms = [.. input.Select(element => Math.Exp(element - largest))];

        var output = new float[input.Length];
        Softmax.Apply(input, output);

        for (int i = 0; i < input.Length; i++)
        {
            // The rounding of element − largest is at most half a unit of 2⁻²⁴ of it, and exp makes an absolute error relative.
            double expected = terms[i] / terms.Sum();
            double error = Math.Pow(2, -23) * (input.Length + 4 + Math.Min(200, largest - input[i]));
            Assert.Equal(expected, output[i], (expected * error) + float.Epsilon);
        }

        Softmax.Apply(input, input);
        Assert.Equal(output, input);
    });

    [Fact]
    public void Negative_infinity_has_no_share()
    {
        var output = new float[3];
        Softmax.Apply([1f, float.NegativeInfinity, 1f], output);
        Assert.Equal([0.5f, 0f, 0.5f], output);
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(1f, float.NaN)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    public void Without_a_distribution_every_output_is_not_a_number(float first, float second)
    {
        // Alone, and where vectors meet it.
        foreach (int length in (int[])[2, 40])
        {
            float[] input = [.. Enumerable.Range(0, length).Select(i => i == length / 2 ? first : second)];
            Softmax.Apply(input, input);
            Assert.All(input, element => Assert.Equal(float.NaN, element));
        }
    }

    [Fact]
    public void What_is_far_below_the_largest_has_no_share_in_vectors_either()
    {
        float[] input = [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? 1e30f : i % 4 == 1 ? float.NegativeInfinity : -1e30f)];
        Softmax.Apply(input, input);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? 0.1f : 0), input);
    }

    [Fact]
    public void An_empty_vector_stays_empty() => Softmax.Apply([], []);
}
