using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Operations;

public class PaddingTests
{
    [LinuxFact]
    public void Planes_get_a_border_of_zeros_over_whatever_was_there() => Properties.Check(random =>
    {
        (int channels, int height, int width) = (random.Next(1, 4), random.Next(1, 7), random.Next(1, 20));
        (int top, int left, int bottom, int right) = (random.Next(3), random.Next(3), random.Next(3), random.Next(3));
        (int paddedHeight, int paddedWidth) = (top + height + bottom, left + width + right);
        bool atStart = random.Next(2) == 0;
        using var input = new GuardedMemory<float>(channels * height * width, atStart);
        using var output = new GuardedMemory<float>(channels * paddedHeight * paddedWidth, atStart);
        output.Span.Fill(float.NaN);
        var expected = new float[output.Span.Length];
        for (int i = 0; i < input.Span.Length; i++)
        {
            (int channel, int y, int x) = (i / (height * width), i / width % height, i % width);
            input.Span[i] = i + 1;
            expected[(((channel * paddedHeight) + top + y) * paddedWidth) + left + x] = i + 1;
        }

        Padding.Copy(input.Span, output.Span, channels, height, width, top, left, bottom, right);

        Assert.Equal(expected, output.Span);
    });

    [Fact]
    public void Spans_that_do_not_fit_the_shape_are_refused_by_name()
    {
        Assert.Throws<ArgumentException>("input", () => Padding.Copy(new float[3], new float[16], 1, 2, 2, 1, 1, 1, 1));
        Assert.Throws<ArgumentException>("output", () => Padding.Copy(new float[4], new float[15], 1, 2, 2, 1, 1, 1, 1));
    }
}
