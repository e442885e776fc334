namespace DeepCompression.Aot.Runtime.Tests.Kernels;

public class ActivationBytesTests
{
    [Fact]
    public void Activations_are_within_half_a_step_and_zero_is_exact() => Properties.Check(random =>
    {
        float[] input = [0, .. Enumerable.Range(0, random.Next(0, 80)).Select(_ => (random.NextSingle() - (random.Next(2) * 0.5f)) * 10)];
        ActivationBytes activations = ActivationBytes.Of(input);
        var bytes = new byte[input.Length];
        activations.Convert(input, bytes);
        Assert.Equal(activations.Offset, bytes[0]);
        for (int i = 0; i < input.Length; i++)
        {
            Assert.InRange(bytes[i], 0, 127);

            // The offset is rounded too, so that the ends of the range may lie half a step outside.
            Assert.Equal(input[i], (bytes[i] - activations.Offset) * (double)activations.Scale, activations.Scale * 1.001);
        }
    });

    [Fact]
    public void Activations_that_are_not_negative_use_all_bytes()
    {
        float[] input = [.. Enumerable.Range(0, 50).Select(i => i / 7f)];
        ActivationBytes activations = ActivationBytes.Of(input);
        var bytes = new byte[50];
        activations.Convert(input, bytes);
        Assert.Equal(0, activations.Offset);
        Assert.Equal(127, bytes[^1]);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (byte)MathF.Round(i * 127 / 49f)), bytes);
    }

    [Fact]
    public void Beyond_a_calibrated_magnitude_activations_are_clamped()
    {
        var bytes = new byte[20];
        ActivationBytes.Calibrated(2, mayBeNegative: false).Convert([.. Enumerable.Repeat(5f, 18), -1, 2], bytes);
        Assert.Equal([.. Enumerable.Repeat((byte)127, 18), 0, 127], bytes);
        ActivationBytes.Calibrated(2, mayBeNegative: true).Convert([.. Enumerable.Repeat(-5f, 18), 0, 5], bytes);
        Assert.Equal([.. Enumerable.Repeat((byte)0, 18), 64, 127], bytes);
    }

    [Fact]
    public void What_is_not_a_number_is_zero_in_every_place()
    {
        float[] input = [.. Enumerable.Repeat(float.NaN, 19), 1];
        var bytes = new byte[20];
        ActivationBytes.Of(input).Convert(input, bytes);
        Assert.Equal([.. new byte[19], 127], bytes);
    }

    /// <summary>However far beyond: what no integer can hold must not wrap around.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(64)]
    [InlineData(100)]
    public void Beyond_every_magnitude_activations_are_clamped_to_the_same_side(int length)
    {
        float[] input = [.. Enumerable.Range(0, length).Select(i => (i % 5) switch { 0 => 1e30f, 1 => -1e30f, 2 => float.PositiveInfinity, 3 => float.NegativeInfinity, _ => float.NaN })];
        byte[] expected = [.. Enumerable.Range(0, length).Select(i => (byte)((i % 5) is 0 or 2 ? 127 : 0))];
        var bytes = new byte[length];
        ActivationBytes.Calibrated(2, mayBeNegative: true).Convert(input, bytes);
        Assert.Equal(expected, bytes);

        var low = new byte[length];
        FineActivations.Calibrated(2, mayBeNegative: true).Convert(input, bytes, low);
        Assert.Equal(expected.Select(end => end * 129), bytes.Zip(low, Number));
    }

    [Fact]
    public void Two_bytes_of_an_activation_are_within_half_a_step_of_it() => Properties.Check(random =>
    {
        float[] input = [0, .. Enumerable.Range(0, random.Next(0, 200)).Select(_ => (random.NextSingle() - (random.Next(2) * 0.5f)) * 10)];
        FineActivations activations = FineActivations.Of(input);
        var high = new byte[input.Length];
        var low = new byte[input.Length];
        activations.Convert(input, high, low);
        Assert.Equal(activations.Offset, Number(high[0], low[0]));
        Assert.Equal((activations.HighOffset, activations.LowOffset), (high[0], low[0]));
        for (int i = 0; i < input.Length; i++)
        {
            Assert.InRange(high[i], 0, 128);
            Assert.InRange(low[i], 0, 127);
            Assert.Equal(input[i], (Number(high[i], low[i]) - activations.Offset) * (double)activations.Scale, activations.Scale * 1.01);
        }
    });

    private static int Number(byte high, byte low) => (high * 128) + low - 64;
}
