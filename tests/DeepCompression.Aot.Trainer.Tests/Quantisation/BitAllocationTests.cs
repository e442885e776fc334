using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Quantisation;
using DeepCompression.Aot.Trainer.Tests.Pipeline;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Quantisation;

public sealed class BitAllocationTests
{
    [Fact]
    public void The_layer_that_gives_most_bits_for_a_loss_is_narrowed_first()
    {
        SharedLayer[] cheap = [new(0.4, 100), new(0.1, 200), new(0, 300)];
        SharedLayer[] dear = [new(4, 100), new(1, 200), new(0, 300)];
        Assert.Equal([3, 3], BitAllocation.Choose([cheap, dear], 0.05));
        Assert.Equal([2, 3], BitAllocation.Choose([cheap, dear], 0.2));
        Assert.Equal([1, 3], BitAllocation.Choose([cheap, dear], 0.5));
        Assert.Equal([1, 2], BitAllocation.Choose([cheap, dear], 1.5));
        Assert.Equal([1, 1], BitAllocation.Choose([cheap, dear], 10));
    }

    [Fact]
    public void A_narrower_codebook_that_loses_nothing_is_taken_without_tolerance() =>
        Assert.Equal([1], BitAllocation.Choose([[new(0, 100), new(0, 200)]], 0));

    [Fact]
    public void The_loss_stays_within_the_tolerance_wherever_it_can() =>
        Prop.ForAll<byte[], byte>((numbers, allowed) =>
        {
            SharedLayer[][] layers = [.. numbers.Chunk(4).Select(chunk => chunk.Select((loss, i) => new SharedLayer(loss / 16.0, 10 * (i + 1))).ToArray())];
            int[] widths = BitAllocation.Choose(layers, allowed / 8.0);
            double least = layers.Sum(layer => layer.Min(width => width.AddedLoss));
            double added = layers.Zip(widths, (layer, width) => layer[width - 1].AddedLoss).Sum();
            return added <= Math.Max(least, allowed / 8.0) + 1e-9;
        }).Require();

    [Fact]
    public void A_negative_tolerance_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => BitAllocation.Choose([], -0.1));

    [Fact]
    public void The_pipeline_shares_by_the_chosen_widths_and_wider_ones_for_less_tolerance()
    {
        CompressionRecipe recipe = TinyRun.Brief.WithTotalWeights(1500);
        int[] strict = Centroids(recipe with { BitsTolerance = 0.0001 });
        int[] lax = Centroids(recipe with { BitsTolerance = 1 });
        Assert.True(strict.Zip(lax).All(pair => pair.First >= pair.Second) && strict.Sum() > lax.Sum());
    }

    private static int[] Centroids(CompressionRecipe recipe) =>
        [.. ArtifactReader.Read(TinyRun.Run(recipe).Artifact).Tensors.OfType<CodedTensor>().Select(tensor => tensor.Codebook.Length)];
}
