using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Operations;

public class SamplesTests
{
    [LinuxFact]
    public void Elements_come_to_lie_side_by_side_and_back() => Properties.Check(random =>
    {
        (int samples, int length) = (random.Next(1, 40), random.Next(0, 70));
        bool atStart = random.Next(2) == 0;
        using var batch = new GuardedMemory<float>([.. Enumerable.Range(1, samples * length).Select(i => (float)i)], atStart);
        using var interleaved = new GuardedMemory<float>(samples * length, atStart);
        using var back = new GuardedMemory<float>(samples * length, atStart);
        Samples.Interleave(batch.Span, interleaved.Span, samples);
        for (int i = 0; i < samples * length; i++)
        {
            Assert.Equal(batch.Span[i], interleaved.Span[(i % length * samples) + (i / length)]);
        }

        Samples.Separate(interleaved.Span, back.Span, samples);
        Assert.Equal(batch.Span, back.Span);
    });

    [Fact]
    public void Spans_that_do_not_fit_are_refused_by_name()
    {
        Assert.Throws<ArgumentException>("output", () => Samples.Interleave(new float[6], new float[5], 3));
        Assert.Throws<ArgumentOutOfRangeException>("samples", () => Samples.Separate(new float[6], new float[6], 4));
        Assert.Throws<ArgumentOutOfRangeException>("samples", () => Samples.Separate(new float[6], new float[6], 0));
    }
}
