using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Operations;

public class PoolTests
{
    [LinuxFact]
    public void Any_window_stride_and_padding() => Properties.Check(random =>
    {
        (int windowHeight, int windowWidth) = (random.Next(1, 5), random.Next(1, 5));
        var shape = new PoolShape(
            Channels: random.Next(1, 4),
            Height: windowHeight + random.Next(8),
            Width: windowWidth + random.Next(50),
            windowHeight,
            windowWidth,
            StrideY: random.Next(1, 4),
            StrideX: random.Next(1, 4),
            PadTop: random.Next(windowHeight),
            PadLeft: random.Next(windowWidth),
            PadBottom: random.Next(windowHeight),
            PadRight: random.Next(windowWidth));
        RequirePooled(random, shape);
    });

    [LinuxFact]
    public void Windows_as_large_as_planes_of_any_size()
    {
        var random = new Random(32);
        for (int width = 1; width <= 12; width++)
        {
            for (int height = 1; height <= 12; height++)
            {
                RequirePooled(random, new PoolShape(3, height, width, height, width, 1, 1));
            }
        }
    }

    [LinuxFact]
    public void Halving_planes_of_any_width()
    {
        var random = new Random(31);
        for (int width = 2; width <= 70; width++)
        {
            RequirePooled(random, new PoolShape(2, Height: 2 + (width % 4), width, 2, 2, 2, 2));
        }
    }

    [LinuxFact]
    public void Rows_too_long_for_the_stack_are_pooled_like_others()
    {
        foreach (int width in new[] { 2014, 2015, 2016, 2100 })
        {
            RequirePooled(new Random(width), new PoolShape(1, Height: 5, width, 3, 3, 2, 2, PadLeft: 1));
        }
    }

    [Fact]
    public void Halving_gives_the_bits_of_the_general_form()
    {
        // A window of 2×2 with a useless row of padding below takes the general path.
        var random = new Random(32);
        float[] input = Values(random, 6 * 50);
        var halving = new PoolShape(1, 6, 50, 2, 2, 2, 2);
        PoolShape general = halving with { PadBottom = 1 };
        float[][] outputs = [.. Enumerable.Range(0, 4).Select(_ => new float[3 * 25])];
        MaxPool.Apply(input, outputs[0], halving);
        MaxPool.Apply(input, outputs[1], general);
        AveragePool.Apply(input, outputs[2], halving);
        AveragePool.Apply(input, outputs[3], general);
        Assert.Equal(outputs[0], outputs[1]);
        Assert.Equal(outputs[2], outputs[3]);
    }

    [Fact]
    public void A_window_that_holds_no_number_gives_none()
    {
        // Both the vector form (wide rows) and the general form (a window of three).
        foreach (int size in new[] { 2, 3 })
        {
            for (int place = 0; place < size * size; place++)
            {
                var shape = new PoolShape(1, size, 30 * size, size, size, size, size);
                float[] input = Values(new Random(place), size * 30 * size);
                input[(place / size * 30 * size) + (17 * size) + (place % size)] = float.NaN;
                var output = new float[30];
                MaxPool.Apply(input, output, shape);
                Assert.Equal([17], Enumerable.Range(0, 30).Where(x => float.IsNaN(output[x])));
                AveragePool.Apply(input, output, shape);
                Assert.Equal([17], Enumerable.Range(0, 30).Where(x => float.IsNaN(output[x])));
            }
        }
    }

    [Fact]
    public void Spans_that_do_not_fit_the_shape_are_refused_by_name()
    {
        var shape = new PoolShape(1, 4, 4, 2, 2, 2, 2);
        Assert.Throws<ArgumentException>("input", () => MaxPool.Apply(new float[15], new float[4], shape));
        Assert.Throws<ArgumentException>("output", () => AveragePool.Apply(new float[16], new float[5], shape));
    }

    private static void RequirePooled(Random random, PoolShape shape)
    {
        bool atStart = random.Next(2) == 0;
        using var input = new GuardedMemory<float>(Values(random, shape.Channels * shape.Height * shape.Width), atStart);
        using var output = new GuardedMemory<float>(shape.Channels * shape.OutputHeight * shape.OutputWidth, atStart);
        float[][] windows = Windows(input.Span.ToArray(), shape);

        MaxPool.Apply(input.Span, output.Span, shape);
        Assert.Equal(windows.Select(window => window.Max()), output.Span.ToArray());

        AveragePool.Apply(input.Span, output.Span, shape);
        for (int i = 0; i < windows.Length; i++)
        {
            Assert.Equal(windows[i].Average(element => (double)element), output.Span[i], 1e-6);
        }
    }

    /// <summary>The elements of every window, found the other way round: by asking of each element whether the window covers it.</summary>
    private static float[][] Windows(float[] input, PoolShape shape) =>
        [.. from channel in Enumerable.Range(0, shape.Channels)
            from outputY in Enumerable.Range(0, shape.OutputHeight)
            from outputX in Enumerable.Range(0, shape.OutputWidth)
            select (from y in Enumerable.Range(0, shape.Height)
                    from x in Enumerable.Range(0, shape.Width)
                    let inWindowY = y + shape.PadTop - (outputY * shape.StrideY)
                    let inWindowX = x + shape.PadLeft - (outputX * shape.StrideX)
                    where inWindowY >= 0 && inWindowY < shape.WindowHeight && inWindowX >= 0 && inWindowX < shape.WindowWidth
                    select input[(((channel * shape.Height) + y) * shape.Width) + x]).ToArray()];

    private static float[] Values(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
