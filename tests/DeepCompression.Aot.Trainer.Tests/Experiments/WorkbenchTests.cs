using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Experiments;
using DeepCompression.Aot.Trainer.Experiments.Transfer;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Experiments;

/// <summary>What experiments do to networks; one laboratory serves all of these tests.</summary>
public sealed class WorkbenchTests(WorkbenchTests.Fixture fixture) : IClassFixture<WorkbenchTests.Fixture>
{
    public sealed class Fixture
    {
        internal NetworkDefinition Network { get; } = ReferenceNetworks.Find("lenet-300-100")!;

        internal Laboratory Laboratory { get; } = new(
            DrawnDigits.Create(600, 100, 200), () => DrawnDigits.Create(300, 100, 100, seed: 2), ExperimentBudget.Quick, seed: 1, new ManagedEngine(threads: 1));
    }

    private CompressedNetwork Compressed => fixture.Laboratory.Compressed(fixture.Network);

    private Workbench Bench => fixture.Laboratory.Workbench(fixture.Network);

    [Fact]
    public void Networks_are_compressed_once() => Assert.Same(Compressed, Compressed);

    [Fact]
    public void What_is_kept_of_the_stages_is_what_the_artifact_was_made_of()
    {
        CompressedNetwork network = Compressed;

        Assert.All(network.Definition.Weights, number =>
        {
            float[] decoded = network.Artifact.Tensors[number].ToDense();
            Assert.Equal(network.Pruned[number].Select(weight => weight == 0), decoded.Select(weight => weight == 0));
            Assert.Equal(
                network.Centroids[number].Select(centroid => (float)(Half)centroid).Distinct().Order(),
                decoded.Where(weight => weight != 0).Distinct().Order());
        });
    }

    [Fact]
    public void Pruning_leaves_the_density_that_was_asked_for()
    {
        Trial trial = Bench.Prune(Compressed.Dense, density => density * density);

        int[] kept = [.. fixture.Network.Weights.Select(number => trial.Parameters[number].Count(weight => weight != 0))];
        Assert.Equal([1505, 243, 68], kept);
        Assert.Equal(kept.Select(count => (long)count), trial.Report.Layers.Select(layer => layer.Kept));
    }

    [Fact]
    public void Sharing_leaves_few_values_and_no_pruned_weight_comes_back()
    {
        Trial trial = Bench.Share(Compressed.Pruned, _ => 3);

        Assert.All(fixture.Network.Weights, number =>
        {
            Assert.InRange(trial.Parameters[number].Where(weight => weight != 0).Distinct().Count(), 2, 7);
            Assert.All(Compressed.Pruned[number].Zip(trial.Parameters[number]), pair => Assert.True(pair.First != 0 || pair.Second == 0));
        });
    }

    [Fact]
    public void A_layer_that_is_not_shared_keeps_its_many_values_and_its_mask()
    {
        int[] weights = [.. fixture.Network.Weights];
        Trial trial = Bench.Share(Compressed.Pruned, number => number == weights[0] ? 2 : null);

        Assert.InRange(trial.Parameters[weights[0]].Where(weight => weight != 0).Distinct().Count(), 1, 3);
        Assert.True(trial.Parameters[weights[1]].Distinct().Count() > 1000);
        Assert.All(Compressed.Pruned[weights[1]].Zip(trial.Parameters[weights[1]]), pair => Assert.True(pair.First != 0 || pair.Second == 0));
    }

    [Fact]
    public void A_dense_network_shared_at_five_bits_takes_five_bits_a_weight()
    {
        double bytes = Sizes.SharedDense(Bench.Share(Compressed.Dense, _ => 5).Report);

        // 266,200 weights of 5 bits, 3 codebooks of 31 halves, 410 biases as halves and a byte of format for each of 3.
        Assert.Equal(166_375 + (3 * 31 * 2) + 820, bytes, 8.0);
    }

    [Fact]
    public void Parity_keeps_the_images()
    {
        DatasetSplits data = fixture.Laboratory.Data;
        DatasetSplits parity = Parity.Of(data);

        Assert.Equal(data.Test.Pixels, parity.Test.Pixels);
        Assert.All(data.Test.Labels.ToArray().Zip(parity.Test.Labels.ToArray()), pair => Assert.Equal(pair.First & 1, pair.Second));
    }

    [Fact]
    public void A_new_last_layer_learns_another_number_of_classes()
    {
        double error = NewHead.Train(fixture.Laboratory, fixture.Network, Compressed.Dense, Parity.Of(fixture.Laboratory.Data));

        // Guessing errs on half.
        Assert.InRange(error, 1, 42);
    }
}
