namespace DeepCompression.Aot.Runtime.Tests.Operations;

/// <summary>Raw bytes to a network's input.</summary>
public sealed class NormalizationTests
{
    [Fact]
    public void Every_element_is_scaled_then_offset_at_every_length()
    {
        for (int length = 0; length < 70; length++)
        {
            byte[] raw = [.. Enumerable.Range(0, length).Select(i => (byte)(255 - (i * 7)))];
            var output = new float[length];
            Normalization.Apply(raw, output, 1 / 255f, -0.5f);
            Assert.Equal(raw.Select(value => (value * (1 / 255f)) + -0.5f), output);
        }
    }

    [Fact]
    public void Channels_first_have_a_normalisation_for_each_plane()
    {
        var output = new float[6];
        Normalization.Apply([1, 2, 3, 4, 5, 6], output, [1f, 10f], [0f, 0.5f], channelsLast: false);
        Assert.Equal([1f, 2f, 3f, 40.5f, 50.5f, 60.5f], output);
    }

    [Fact]
    public void Channels_last_have_a_normalisation_for_each_element_of_a_group()
    {
        var output = new float[6];
        Normalization.Apply([1, 2, 3, 4, 5, 6], output, [1f, 10f], [0f, 0.5f], channelsLast: true);
        Assert.Equal([1f, 20.5f, 3f, 40.5f, 5f, 60.5f], output);
    }

    [Fact]
    public void Lengths_that_differ_are_refused() =>
        Assert.Throws<ArgumentException>("output", () => Normalization.Apply(new byte[3], new float[4], 1, 0));
}
