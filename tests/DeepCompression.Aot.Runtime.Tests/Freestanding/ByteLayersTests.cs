namespace DeepCompression.Aot.Runtime.Tests.Freestanding;

/// <summary>Layers of integers against the numbers that they stand for.</summary>
public sealed unsafe class ByteLayersTests
{
    private const int MostElements = 20;

    [Fact]
    public void A_sum_is_exactly_that_of_the_numbers() => Properties.Check(random =>
    {
        sbyte[] left = Bytes(random);
        sbyte[] right = Bytes(random, left.Length);
        int leftExponent = random.Next(-10, 10);
        int rightExponent = leftExponent + random.Next(-21, 22);
        bool relu = random.Next(2) == 0;

        (int[] sums, int exponent) = Add(left, leftExponent, right, rightExponent, relu);

        for (int i = 0; i < sums.Length; i++)
        {
            double expected = (left[i] * Math.Pow(2, -leftExponent)) + (right[i] * Math.Pow(2, -rightExponent));
            Assert.Equal(relu ? Math.Max(expected, 0) : expected, sums[i] * Math.Pow(2, -exponent));
        }
    });

    [Fact]
    public void Of_a_term_that_is_much_finer_less_than_a_unit_of_the_sum_is_lost() => Properties.Check(random =>
    {
        sbyte[] left = Bytes(random);
        sbyte[] right = Bytes(random, left.Length);
        int rightExponent = random.Next(22, 60);

        (int[] sums, int exponent) = Add(left, 0, right, rightExponent, relu: false);

        for (int i = 0; i < sums.Length; i++)
        {
            double expected = left[i] + (right[i] * Math.Pow(2, -rightExponent));
            Assert.InRange(Math.Abs((sums[i] * Math.Pow(2, -exponent)) - expected), 0, Math.Pow(2, -exponent));
        }
    });

    [Fact]
    public void With_a_calibrated_exponent_a_sum_is_rounded_to_a_byte() => Properties.Check(random =>
    {
        sbyte[] left = Bytes(random);
        sbyte[] right = Bytes(random, left.Length);
        int calibrated = random.Next(-3, 3);
        var bytes = new sbyte[left.Length];
        int exponent;
        fixed (sbyte* l = left, r = right, output = bytes)
        {
            exponent = ByteLayers.Add(l, 2, r, 5, output, calibrated, left.Length, relu: false);
        }

        Assert.Equal(calibrated, exponent);
        for (int i = 0; i < bytes.Length; i++)
        {
            double expected = ((left[i] * 0.25) + (right[i] / 32.0)) * Math.Pow(2, calibrated);
            Assert.InRange(bytes[i], Math.Clamp(expected - 0.5, -128, 127), Math.Clamp(expected + 0.5, -128, 127));
        }
    });

    [Fact]
    public void A_mean_is_that_of_the_numbers_to_a_unit() => Properties.Check(random =>
    {
        int height = random.Next(1, 8);
        int width = random.Next(1, 8);
        sbyte[] input = Bytes(random, 2 * height * width);
        var means = new int[2];
        int exponent;
        fixed (sbyte* bytes = input)
        fixed (int* output = means)
        {
            exponent = ByteLayers.AveragePool(2, height, width, new(height, width, 1, 1, 0, 0), 1, 1, bytes, 3, output);
        }

        for (int channel = 0; channel < 2; channel++)
        {
            double expected = input.AsSpan(channel * height * width, height * width).ToArray().Average(element => element) / 8;
            Assert.InRange(Math.Abs((means[channel] * Math.Pow(2, -exponent)) - expected), 0, Math.Pow(2, -exponent));
        }
    });

    [Fact]
    public void Probabilities_are_those_of_the_numbers() => Properties.Check(random =>
    {
        int exponent = random.Next(-4, 30);
        double unit = Math.Pow(2, -exponent);
        int most = (int)Math.Min(1 << 29, 10 / unit);
        int[] input = [.. Enumerable.Range(0, random.Next(1, MostElements)).Select(_ => random.Next(-most, most + 1))];
        var output = new int[input.Length];
        fixed (int* from = input, to = output)
        {
            ByteLayers.Softmax(from, exponent, to, input.Length);
        }

        double[] powers = [.. input.Select(element => Math.Exp((element - (double)input.Max()) * unit))];

        // A power is off by three units of 2^−16, as many for its argument; all of them together are in the divisor, which is at least 1.
        double tolerance = (6 * Math.Pow(2, -16) * (1 + input.Length)) + Math.Pow(2, -ByteLayers.SoftmaxExponent);
        for (int i = 0; i < output.Length; i++)
        {
            Assert.InRange(Math.Abs((output[i] * Math.Pow(2, -ByteLayers.SoftmaxExponent)) - (powers[i] / powers.Sum())), 0, tolerance);
        }
    });

    [Fact]
    public void The_softmax_of_floats_is_that_of_the_reference() => Properties.Check(random =>
    {
        float[] input = [.. Enumerable.Range(0, random.Next(1, MostElements)).Select(_ => (random.NextSingle() * 200) - 100)];
        var output = new float[input.Length];
        fixed (float* from = input, to = output)
        {
            FloatLayers.Softmax(from, to, input.Length);
        }

        double[] powers = [.. input.Select(element => Math.Exp(element - (double)input.Max()))];

        // The difference and the exponential are off by units of 2^−24, the former times as much as its magnitude, at most 200; so are sum and quotient.
        double tolerance = (200 + 3 + input.Length) * Math.Pow(2, -23);
        for (int i = 0; i < output.Length; i++)
        {
            double expected = powers[i] / powers.Sum();
            Assert.InRange(Math.Abs(output[i] - expected), 0, (tolerance * expected) + 1e-37);
        }
    });

    [Fact]
    public void Of_bytes_the_largest_is_taken_and_bounds_are_kept()
    {
        sbyte[] input = [-5, 3, 7, -128, 127, 0];
        var clipped = new sbyte[input.Length];
        var pooled = new sbyte[3];
        fixed (sbyte* from = input, to = clipped, windows = pooled)
        {
            PlainLayers.Clip<ByteElements, sbyte>(from, to, input.Length, -3, 6);
            PlainLayers.MaxPool<ByteElements, sbyte>(1, 2, 3, new(2, 1, 1, 1, 0, 0), 1, 3, from, windows);
        }

        Assert.Equal([-3, 3, 6, -3, 6, 0], clipped);
        Assert.Equal([-5, 127, 7], pooled);
    }

    private static (int[] Sums, int Exponent) Add(sbyte[] left, int leftExponent, sbyte[] right, int rightExponent, bool relu)
    {
        var sums = new int[left.Length];
        fixed (sbyte* l = left, r = right)
        fixed (int* output = sums)
        {
            return (sums, ByteLayers.Add(l, leftExponent, r, rightExponent, output, left.Length, relu));
        }
    }

    private static sbyte[] Bytes(Random random, int length = 0) =>
        [.. Enumerable.Range(0, length > 0 ? length : random.Next(1, MostElements)).Select(_ => (sbyte)random.Next(sbyte.MinValue, sbyte.MaxValue + 1))];
}
