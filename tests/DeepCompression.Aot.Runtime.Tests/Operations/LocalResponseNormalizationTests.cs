namespace DeepCompression.Aot.Runtime.Tests.Operations;

public class LocalResponseNormalizationTests
{
    [Fact]
    public void Agrees_with_the_formula_in_double_precision() => Properties.Check(random =>
    {
        int channels = random.Next(1, 12);
        int plane = random.Next(1, 50);
        int size = random.Next(1, 15);
        float scale = random.NextSingle() * 2;
        float exponent = random.Next(2) == 0 ? 0.75f : random.NextSingle() * 2;
        float offset = 0.1f + random.NextSingle();
        float[] input = [.. Enumerable.Range(0, channels * plane).Select(_ => (random.NextSingle() - 0.5f) * 8)];

        var output = new float[input.Length];
        LocalResponseNormalization.Apply(input, output, channels, size, scale, exponent, offset);

        for (int i = 0; i < input.Length; i++)
        {
            double squares = 0;
            for (int channel = 0; channel < channels; channel++)
            {
                int distance = channel - (i / plane);
                bool isAround = distance >= -((size - 1) / 2) && distance <= size / 2;
                squares += isAround ? Math.Pow(input[(channel * plane) + (i % plane)], 2) : 0;
            }

            double expected = input[i] / Math.Pow(offset + ((double)scale / size * squares), exponent);
            Assert.Equal(expected, output[i], (Math.Abs(expected) * 1e-5) + float.Epsilon);
        }
    });

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LocalResponseNormalization.Apply(new float[7], new float[7], 3, 5, 1, 1, 1));
        Assert.Throws<ArgumentException>(() => LocalResponseNormalization.Apply(new float[6], new float[7], 3, 5, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LocalResponseNormalization.Apply(new float[6], new float[6], 0, 5, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LocalResponseNormalization.Apply(new float[6], new float[6], 3, 0, 1, 1, 1));
    }
}
