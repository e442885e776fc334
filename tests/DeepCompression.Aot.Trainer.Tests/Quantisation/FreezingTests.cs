using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.Trainer.Tests.Quantisation;

public sealed class FreezingTests
{
    [Fact]
    public void The_largest_weights_go_to_their_centroids_first_and_frozen_ones_stay_frozen()
    {
        float[] weights = [0.9f, -0.2f, 0, 0.4f, -1.1f];
        var clustering = new Clustering([-1, 0.5f, 1], [2, 0, Clustering.Pruned, 1, 0]);
        var frozen = new bool[5];
        Freezing.Freeze(weights, frozen, clustering, share: 0.5);
        Assert.Equal([true, false, false, false, true], frozen);
        Assert.Equal([1, -0.2f, 0, 0.4f, -1], weights);

        // Retrained, the free ones have grown beyond those that are frozen.
        weights[3] = 7;
        Freezing.Freeze(weights, frozen, clustering, share: 0.75);
        Assert.Equal([true, false, false, true, true], frozen);
        Assert.Equal([1, -0.2f, 0, 0.5f, -1], weights);
    }

    [Fact]
    public void Shares_rise_to_almost_all()
    {
        Assert.Equal(Freezing.Shares.Order(), Freezing.Shares);
        Assert.InRange(Freezing.Shares[^1], 0.9, 0.999);
    }
}
