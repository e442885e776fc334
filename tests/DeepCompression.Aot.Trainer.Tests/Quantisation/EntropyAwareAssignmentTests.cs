using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Quantisation;
using DeepCompression.Aot.Trainer.Tests.Engine;

namespace DeepCompression.Aot.Trainer.Tests.Quantisation;

public sealed class EntropyAwareAssignmentTests
{
    private static readonly float[] Weights = [.. TestNetworks.Random(3000, seed: 5).Select(x => x * x * x), 0, 0, 0];

    private static readonly Clustering Nearest = KMeans.Cluster(Weights, 15, CodebookInitialisation.Linear);

    [Fact]
    public void Without_a_price_every_weight_has_its_nearest_centroid()
    {
        Clustering refined = EntropyAwareAssignment.Refine(Weights, Nearest, lambda: 0);
        for (int i = 0; i < Weights.Length; i++)
        {
            if (Weights[i] != 0)
            {
                float distance = Distance(refined, i);
                Assert.True(refined.Centroids.All(centroid => distance <= MathF.Abs(Weights[i] - centroid) + 1e-6f));
            }
        }
    }

    [Fact]
    public void A_higher_price_buys_fewer_bits_for_more_distance()
    {
        (double Bits, double Distance)[] points = [.. ((double[])[0, 0.003, 0.03, 0.3]).Select(price =>
        {
            Clustering refined = EntropyAwareAssignment.Refine(Weights, Nearest, price);
            return (Bits(refined), Enumerable.Range(0, 3000).Sum(i => (double)Distance(refined, i) * Distance(refined, i)));
        })];
        Assert.Equal(points.Select(point => point.Bits).OrderDescending(), points.Select(point => point.Bits));
        Assert.Equal(points.Select(point => point.Distance).Order(), points.Select(point => point.Distance));
        Assert.True(points[^1].Bits < 0.8 * points[0].Bits);
    }

    [Fact]
    public void Centroids_are_the_means_of_their_members_ascending_and_none_is_empty()
    {
        Clustering refined = EntropyAwareAssignment.Refine(Weights, Nearest, 0.03);
        Assert.Equal(refined.Centroids.Order(), refined.Centroids);
        Assert.Equal(Enumerable.Range(-1, refined.Centroids.Length + 1), refined.Assignment.Distinct().Order());
        for (int centroid = 0; centroid < refined.Centroids.Length; centroid++)
        {
            Assert.Equal(Weights.Where((_, i) => refined.Assignment[i] == centroid).Average(), refined.Centroids[centroid], 1e-4f);
        }
    }

    [Fact]
    public void Pruned_weights_stay_pruned()
    {
        Clustering refined = EntropyAwareAssignment.Refine(Weights, Nearest, 0.03);
        Assert.Equal(Weights.Select(weight => weight == 0), refined.Assignment.Select(centroid => centroid == Clustering.Pruned));
    }

    private static float Distance(Clustering clustering, int weight) =>
        MathF.Abs(Weights[weight] - clustering.Centroids[clustering.Assignment[weight]]);

    private static double Bits(Clustering clustering)
    {
        long[] counts = [.. clustering.Centroids.Select((_, centroid) => (long)clustering.Assignment.Count(index => index == centroid))];
        return HuffmanCode.TotalBits(counts, HuffmanCode.Lengths(counts));
    }
}
