using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Quantisation;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Quantisation;

public sealed class KMeansTests
{
    public static TheoryData<string> Initialisations { get; } = new(Enum.GetNames<CodebookInitialisation>());

    [Theory]
    [MemberData(nameof(Initialisations))]
    public void Finds_the_optimum_of_well_separated_clusters(string initialisation)
    {
        float[] weights = [-2.1f, 0.9f, -1.9f, 0, 1.1f, 5.2f, 1.0f, 0, 5.0f, -2.0f];
        double optimum = ExhaustiveOptimum(weights, 3);

        // Forgy may draw two seeds of one cluster and settle elsewhere; some of a few draws must find it.
        double best = Enumerable.Range(0, 8).Min(seed => Inertia(weights, KMeans.Cluster(weights, 3, Parse(initialisation), seed)));
        Assert.Equal(optimum, best, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Initialisations))]
    public void Settles_where_each_weight_is_nearest_its_centroid_and_each_centroid_the_mean_of_its_members(
        string initialisation) =>
        Prop.ForAll<sbyte[], byte>((numbers, requested) =>
        {
            float[] weights = [.. numbers.Select(number => number * 0.37f)];
            int limit = 1 + (requested % 6);
            Clustering clustering = KMeans.Cluster(weights, limit, Parse(initialisation), seed: requested);
            bool ordered = clustering.Centroids.Order().Distinct().SequenceEqual(clustering.Centroids);
            return ordered
                && clustering.Centroids.Length <= limit
                && AssignsNearest(weights, clustering)
                && CentroidsAreMeans(weights, clustering)
                && Inertia(weights, clustering) >= ExhaustiveOptimum(weights, limit) - 1e-4;
        }).Require();

    [Fact]
    public void A_weight_halfway_between_two_centroids_stays_in_the_cluster_whose_mean_it_made()
    {
        // Found by the property above: rounding the settled centroids moved the halfway weight to the other cluster.
        sbyte[] numbers = [23, -41, 25, -64, -10, 19, -113, -1, 27, 41, 30, -19, -46, 71];
        float[] weights = [.. numbers.Select(number => number * 0.37f)];
        Clustering clustering = KMeans.Cluster(weights, 5, CodebookInitialisation.DensityBased);
        Assert.True(AssignsNearest(weights, clustering) && CentroidsAreMeans(weights, clustering));
    }

    [Theory]
    [MemberData(nameof(Initialisations))]
    public void Inertia_never_rises_from_step_to_step(string initialisation)
    {
        float[] weights = BellShaped(5000);
        double[] inertias = [.. Enumerable.Range(0, 30).Select(steps => Inertia(weights, KMeans.Cluster(weights, 15, Parse(initialisation), 3, steps)))];
        Assert.All(inertias.Zip(inertias.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1e-5));
        Assert.True(inertias[^1] < inertias[0]);
    }

    [Fact]
    public void Few_distinct_values_are_kept_exactly()
    {
        float[] weights = [0.5f, -1, 0, 0.5f, 2, -1];
        Clustering clustering = KMeans.Cluster(weights, 7, CodebookInitialisation.Linear);
        Assert.Equal([-1, 0.5f, 2], clustering.Centroids);
        Assert.Equal([1, 0, Clustering.Pruned, 1, 2, 0], clustering.Assignment);
    }

    [Fact]
    public void A_layer_without_weights_has_an_empty_codebook()
    {
        Clustering clustering = KMeans.Cluster(new float[4], 15, CodebookInitialisation.Linear);
        Assert.Empty(clustering.Centroids);
        Assert.Equal(Enumerable.Repeat(Clustering.Pruned, 4), clustering.Assignment);
    }

    [Fact]
    public void Linear_initialisation_spaces_centroids_equally_from_end_to_end() =>
        Assert.Equal([-1, 0, 1, 2, 3], InitialCentroids.Choose(CodebookInitialisation.Linear, [-1, 0.1f, 0.2f, 0.3f, 3], 5, seed: 0));

    [Fact]
    public void Density_based_initialisation_gives_each_centroid_the_same_number_of_weights() =>
        Assert.Equal([2, 5, 8], InitialCentroids.Choose(CodebookInitialisation.DensityBased, [1, 2, 3, 4, 5, 6, 7, 8, 9], 3, seed: 0));

    [Fact]
    public void Forgy_initialisation_draws_different_weights_by_its_seed()
    {
        float[] weights = [.. Enumerable.Range(1, 100).Select(number => (float)number)];
        double[] drawn = InitialCentroids.Choose(CodebookInitialisation.Forgy, weights, 20, seed: 1);
        Assert.Equal(drawn.Distinct().Order(), drawn);
        Assert.All(drawn, centroid => Assert.Contains((float)centroid, weights));
        Assert.Equal(drawn, InitialCentroids.Choose(CodebookInitialisation.Forgy, weights, 20, seed: 1));
        Assert.NotEqual(drawn, InitialCentroids.Choose(CodebookInitialisation.Forgy, weights, 20, seed: 2));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 31)]
    [InlineData(8, 255)]
    public void A_width_leaves_one_index_for_no_weight(int bits, int centroids) =>
        Assert.Equal(centroids, Clustering.CentroidLimit(bits));

    private static CodebookInitialisation Parse(string name) => Enum.Parse<CodebookInitialisation>(name);

    private static bool AssignsNearest(float[] weights, Clustering clustering) =>
        weights.Zip(clustering.Assignment).All(pair => pair.First == 0
            ? pair.Second == Clustering.Pruned
            : Math.Abs(pair.First - clustering.Centroids[pair.Second]) <= clustering.Centroids.Min(centroid => Math.Abs(pair.First - centroid)) + 1e-5);

    private static bool CentroidsAreMeans(float[] weights, Clustering clustering) =>
        clustering.Centroids.Index().All(centroid =>
            Math.Abs(centroid.Item - weights.Where((_, i) => clustering.Assignment[i] == centroid.Index).Average()) < 1e-4);

    private static double Inertia(float[] weights, Clustering clustering) =>
        weights.Zip(clustering.Assignment).Where(pair => pair.Second >= 0)
            .Sum(pair => Math.Pow((double)pair.First - clustering.Centroids[pair.Second], 2));

    /// <summary>The least inertia of all ways to cut the sorted weights into runs.</summary>
    private static double ExhaustiveOptimum(float[] weights, int clusters) =>
        BestCut([.. weights.Where(weight => weight != 0).Order()], clusters);

    private static double BestCut(double[] ascending, int clusters)
    {
        // cost[n] = the least inertia of the first n weights in the clusters so far.
        double[] cost = [.. Enumerable.Range(0, ascending.Length + 1).Select(n => n == 0 ? 0 : double.PositiveInfinity)];
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            cost = [.. Enumerable.Range(0, cost.Length).Select(n => Enumerable.Range(0, n + 1).Min(start => cost[start] + RunInertia(ascending[start..n])))];
        }

        return cost[^1];
    }

    private static double RunInertia(double[] run)
    {
        double mean = run.DefaultIfEmpty(0).Average();
        return run.Sum(value => (value - mean) * (value - mean));
    }

    private static float[] BellShaped(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))];
    }
}
