using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Reports;
using DeepCompression.Aot.Trainer.Tests.Engine;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

/// <summary>What one run of the pipeline comes to; it is run once for all of these tests.</summary>
public sealed class CompressionPipelineTests(CompressionPipelineTests.Fixture fixture) : IClassFixture<CompressionPipelineTests.Fixture>
{
    public sealed class Fixture
    {
        internal List<PipelineEvent> Events { get; } = [];

        internal CompressionResult Result { get; }

        internal Artifact Artifact { get; }

        public Fixture()
        {
            Result = TinyRun.Run(progress: Events.Add);
            Artifact = ArtifactReader.Read(Result.Artifact);
        }
    }

    private CompressionResult Result => fixture.Result;

    [Fact]
    public void The_reported_errors_are_those_of_the_decoded_artifact()
    {
        Assert.Equal(DecodedError(TinyRun.Data.Test), Result.Decoded.TestErrorPercent);
        Assert.Equal(DecodedError(TinyRun.Data.Validation), Result.Decoded.ValidationErrorPercent);
        Assert.Equal(Result.Decoded.ValidationErrorPercent, Result.Stages[^1].ValidationErrorPercent);
    }

    [Fact]
    public void The_network_learns_and_stays_good_when_compressed()
    {
        // Guessing errs on 90 %.
        Assert.InRange(Result.Dense.TestErrorPercent, 0.1, 30);
        Assert.InRange(Result.Decoded.TestErrorPercent, 0.1, Result.Dense.TestErrorPercent + 10);
    }

    [Fact]
    public void A_density_leaves_exactly_its_fraction_of_the_weights()
    {
        float[] weights = fixture.Artifact.Tensors[0].ToDense();
        int expected = (int)Math.Round(0.1 * weights.Length);

        // A shared value may round to zero in half precision; none does here.
        Assert.Equal(expected, weights.Count(weight => weight != 0));
        Assert.Equal(expected, Result.Report.Layers[0].Kept);
    }

    [Fact]
    public void Codebooks_stay_within_their_width()
    {
        Assert.InRange(fixture.Artifact.Tensors[0].ToDense().Where(weight => weight != 0).Distinct().Count(), 8, 15);
        Assert.InRange(fixture.Artifact.Tensors[2].ToDense().Where(weight => weight != 0).Distinct().Count(), 2, 7);
    }

    [Fact]
    public void Centroids_were_retrained()
    {
        // Retraining moves centroids off the means of their members; a second look at the artifact's values tells.
        CompressionResult untrained = TinyRun.Run(TinyRun.Recipe with { Sharing = new TrainingPhase(0, 1e-3f, 1e-3f) });
        Assert.NotEqual(Codebook(untrained.Artifact), Codebook(Result.Artifact));
    }

    [Fact]
    public void Equal_seeds_give_equal_bytes_and_others_do_not()
    {
        Assert.Equal(Result.Artifact, TinyRun.Run().Artifact);
        Assert.NotEqual(Result.Artifact, TinyRun.Run(TinyRun.Recipe with { Seed = 4 }).Artifact);
    }

    [Fact]
    public void The_artifact_says_what_its_input_expects_and_where_it_comes_from()
    {
        InputContract contract = Assert.IsType<InputContract>(fixture.Artifact.InputContract);
        Assert.Equal(1f / 255, contract.Inputs[0].Scales[0]);
        Assert.Equal(0, contract.Inputs[0].Offsets[0]);
        Assert.Equal(InputLayout.Flat, contract.Inputs[0].Layout);
        Assert.Equal(Enumerable.Range(0, 10).Select(digit => $"{digit}"), contract.Labels);
        var provenance = fixture.Artifact.Provenance.ToDictionary(entry => entry.Key, entry => entry.Value);
        Assert.Equal("drawn digits", provenance["data"]);
        Assert.Equal("tiny 10%:4b 0.5σ:3b in 4 4+2+2+1", provenance["recipe"]);
        Assert.Equal("3", provenance["seed"]);
        Assert.Matches(@"^\d+\.\d+\.\d+$", provenance["deepc"]);
    }

    [Fact]
    public void The_report_accounts_for_every_byte_of_the_file()
    {
        ArtifactReport report = Result.Report;
        Assert.Equal(Result.Artifact.Length, report.FileBytes);
        Assert.Equal(TinyRun.Network.DenseBytes, report.DenseBytes);
        Assert.Equal((double)report.DenseBytes / Result.Artifact.Length, report.Ratio);
        Assert.Equal(Result.Artifact.Length, report.ContainerBytes + fixture.Artifact.Tensors.Sum(tensor => tensor.ByteCount));
        Assert.InRange(report.ContainerBytes, 50, 200);
        foreach (LayerReport layer in report.Layers)
        {
            long parts = layer.CodebookBytes + layer.TableBytes + layer.StreamBytes + layer.BiasBytes;
            Assert.InRange(layer.CodedBytes - parts, 0, 12);
            Assert.InRange(layer.CodedBytes, 1, layer.QuantisedBytes);
            Assert.InRange(layer.CodedValueBits, 1, layer.ValueBits);
            Assert.InRange(layer.CodedGapBits, 0.5, layer.GapBits);
        }

        Assert.Equal(["fc1", "fc2"], report.Layers.Select(layer => layer.Name));
        Assert.Equal(["24×784", "10×24"], report.Layers.Select(layer => layer.Shape));
    }

    [Fact]
    public void After_pruning_the_table_counts_single_precision_values()
    {
        LayerReport pruned = Result.Stages[1].Layers[0];
        LayerReport coded = Result.Stages[3].Layers[0];
        Assert.Equal(coded.Kept, pruned.Kept);
        Assert.Equal(32, pruned.CodedValueBits);

        // The gaps are those of units in another order.
        Assert.InRange(pruned.CodedGapBits, 0.9 * coded.CodedGapBits, 1.1 * coded.CodedGapBits);

        // The values alone take four bytes each; gaps and biases come on top.
        Assert.True(pruned.CodedBytes > (4 * pruned.Kept) + pruned.BiasBytes);
        Assert.True(pruned.Ratio < coded.Ratio);
    }

    [Fact]
    public void Events_tell_the_stages_in_order_with_every_epoch()
    {
        // Nobody teaches in this recipe.
        PipelineStage[] stages = [.. Enum.GetValues<PipelineStage>().Where(stage => stage != PipelineStage.Teach)];
        Assert.Equal(stages, fixture.Events.OfType<StageStarted>().Select(started => started.Stage));
        Assert.Equal(Result.Stages, fixture.Events.OfType<StageFinished>().Select(finished => finished.Report));
        Assert.Equal(stages, Result.Stages.Select(report => report.Stage));
        foreach (StageStarted started in fixture.Events.OfType<StageStarted>())
        {
            EpochFinished[] epochs = [.. fixture.Events.OfType<EpochFinished>().Where(epoch => epoch.Stage == started.Stage)];
            Assert.Equal(Enumerable.Range(1, started.Epochs), epochs.Select(epoch => epoch.Epoch));
            Assert.All(epochs, epoch => Assert.True(epoch.Epochs == started.Epochs && epoch.Loss > 0 && epoch.ImagesPerSecond > 0));
        }
    }

    [Fact]
    public void The_best_epoch_by_validation_error_ends_the_dense_stage()
    {
        double best = fixture.Events.OfType<EpochFinished>().Where(epoch => epoch.Stage == PipelineStage.Train).Min(epoch => epoch.ValidationErrorPercent);
        Assert.Equal(best, Result.Stages[0].ValidationErrorPercent);
        Assert.Equal(best, Result.Dense.ValidationErrorPercent);
    }

    [Fact]
    public void Cancelling_stops_between_batches()
    {
        using var cancellation = new CancellationTokenSource();
        int epochs = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => TinyRun.Run(cancellation: cancellation.Token, progress: happened =>
        {
            if (happened is EpochFinished && ++epochs == 2)
            {
                cancellation.Cancel();
            }
        }));
        Assert.Equal(2, epochs);
    }

    [Fact]
    public void A_recipe_for_another_network_is_refused_by_name()
    {
        CompressionRecipe recipe = TinyRun.Recipe with { Layers = new([new LayerRecipe(0.1, 4)]) };
        ArgumentException exception = Assert.Throws<ArgumentException>(() => TinyRun.Run(recipe));
        Assert.Contains("'tiny' is for 1 layers, but test has 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_another_size_are_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => CompressionPipeline.Run(
            TestNetworks.Perceptron(100, 5, 10), TinyRun.Data, TinyRun.Recipe, new ManagedEngine(threads: 1)));
        Assert.Contains("784", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void A_codebook_width_that_cannot_be_stored_is_refused(int bits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerRecipe(0.1, bits));

    private double DecodedError(Dataset data) =>
        Evaluation.Run((inputs, logits) => TinyRun.Infer(fixture.Artifact, inputs, logits), TinyRun.Classes, data).ErrorPercent;

    private static EquatableArray<float> Codebook(byte[] artifact) => Assert.IsType<CodedTensor>(ArtifactReader.Read(artifact).Tensors[0]).Codebook;
}
