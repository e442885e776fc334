namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class LaneSplitTests
{
    /// <summary>Layers that were measured with windows and without.</summary>
    [Theory]
    [InlineData(4096, 9216, 0.09, true)]
    [InlineData(4096, 4096, 0.09, true)]
    [InlineData(1000, 4096, 0.25, true)]
    [InlineData(300, 784, 0.08, true)]
    [InlineData(4096, 25088, 0.04, false)]
    [InlineData(300, 784, 0.007, false)]
    public void Windows_are_for_weights_that_lie_close_together(int rows, int columns, double density, bool isFaster) =>
        Assert.Equal(isFaster, LaneSplit.IsFaster((int)(density * rows * columns), rows, columns));

    [Fact]
    public void A_layer_without_weights_has_no_windows()
    {
        Assert.False(LaneSplit.IsFaster(0, 4, 32));
        Assert.False(LaneSplit.IsFaster(0, 0, 32));
    }
}
