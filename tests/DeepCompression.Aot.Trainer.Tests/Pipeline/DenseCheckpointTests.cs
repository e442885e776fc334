using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Tests.Data;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

public sealed class DenseCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<PipelineEvent> _events = [];

    private DenseCheckpoint Checkpoint => new(_folder.File("cache"));

    private int DenseEpochs => _events.OfType<EpochFinished>().Count(epoch => epoch.Stage == PipelineStage.Train);

    private IEnumerable<string> Notices => _events.OfType<PipelineNotice>().Select(notice => notice.Message);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_cached_dense_network_is_not_trained_again_and_leads_to_the_same_artifact()
    {
        byte[] trained = Run();
        Assert.Equal(TinyRun.Brief.Dense.Epochs, DenseEpochs);
        byte[] cached = Run();
        Assert.Equal(0, DenseEpochs);
        Assert.Contains("The dense network comes from the cache.", Notices);
        Assert.Equal(trained, cached);
        Assert.Equal(trained, TinyRun.Run(TinyRun.Brief).Artifact);
    }

    [Fact]
    public void Compressing_otherwise_uses_the_same_dense_network_but_another_seed_does_not()
    {
        Run();
        Run(TinyRun.Brief with { Layers = new([new LayerRecipe(0.2, 5), new LayerRecipe(1, 5)]) });
        Assert.Equal(0, DenseEpochs);
        Run(TinyRun.Brief with { Seed = 9 });
        Assert.Equal(TinyRun.Brief.Dense.Epochs, DenseEpochs);
        Run(TinyRun.Brief with { Dense = TinyRun.Brief.Dense with { LearningRate = 1e-3f } });
        Assert.Equal(TinyRun.Brief.Dense.Epochs, DenseEpochs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(-1)]
    public void A_damaged_cache_is_passed_over_with_a_notice_and_replaced(int damagedByte)
    {
        byte[] trained = Run();
        string file = Assert.Single(Directory.GetFiles(Checkpoint.Folder));
        byte[] content = File.ReadAllBytes(file);
        content[damagedByte < 0 ? content.Length - 1 : damagedByte] ^= 1;
        File.WriteAllBytes(file, content);
        Assert.Equal(trained, Run());
        Assert.Equal(TinyRun.Brief.Dense.Epochs, DenseEpochs);
        Assert.Contains(Notices, notice => notice.Contains("damaged", StringComparison.Ordinal) && notice.Contains(file, StringComparison.Ordinal));
        Run();
        Assert.Equal(0, DenseEpochs);
    }

    [Fact]
    public void A_cache_of_another_length_is_passed_over_with_a_notice()
    {
        Run();
        string file = Assert.Single(Directory.GetFiles(Checkpoint.Folder));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^5]);
        Run();
        Assert.Equal(TinyRun.Brief.Dense.Epochs, DenseEpochs);
        Assert.Contains(Notices, notice => notice.Contains("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_costs_a_notice_and_nothing_else()
    {
        // A file stands where the folder should be.
        _folder.Write("cache", [1]);
        Assert.Equal(TinyRun.Run(TinyRun.Brief).Artifact, Run());
        Assert.Contains(Notices, notice => notice.Contains("could not be cached", StringComparison.Ordinal));
    }

    private byte[] Run(CompressionRecipe? recipe = null)
    {
        _events.Clear();
        return TinyRun.Run(recipe ?? TinyRun.Brief, Checkpoint, _events.Add).Artifact;
    }
}
