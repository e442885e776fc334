using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Tests.Api;

/// <summary>What a program that references the package can do, by its public types alone.</summary>
public sealed class ApiTests(ApiTests.Fixture fixture) : IClassFixture<ApiTests.Fixture>
{
    public sealed class Fixture : IDisposable
    {
        public Fixture()
        {
            Folder = Directory.CreateTempSubdirectory("deepc-api-").FullName;
            Outcome = ReferenceTraining.Run("lenet-300-100", Digits, Options, new Recorder<TrainingStatus>(Statuses));
            Outcome.Artifact.Save(File("digits.dcz"));
            Outcome.Artifact.ExportOnnx(File("digits.onnx"));
        }

        public static TrainingOptions Options { get; } =
            new() { Recipe = TrainingRecipe.Paper, Seed = 3, Epochs = 2, PruningEpochs = 1, RetrainingEpochs = 1, SharingEpochs = 1, Threads = 2 };

        public static DatasetSplits Digits { get; } = DrawnDigits.Create(600, 100, 200);

        public List<TrainingStatus> Statuses { get; } = [];

        public TrainingOutcome Outcome { get; }

        private string Folder { get; }

        public string File(string name) => Path.Combine(Folder, name);

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    [Fact]
    public void What_was_trained_is_read_back_with_the_same_report_and_error()
    {
        NetworkArtifact artifact = NetworkArtifact.Load(fixture.File("digits.dcz"));

        Assert.Equal(fixture.Outcome.Artifact.Bytes.ToArray(), artifact.Bytes.ToArray());
        Assert.Equal("digits", artifact.Name);
        Assert.Equal(["fc1", "fc2", "fc3"], artifact.Report.Layers.Select(layer => layer.Name));
        Assert.Equal(artifact.Bytes.Length, artifact.Report.FileBytes);
        Assert.Equal([784], Assert.Single(artifact.InputShapes));
        Assert.Equal([10], Assert.Single(artifact.OutputShapes));
        Assert.Equal(10, artifact.Labels.Count);
        Assert.Contains(KeyValuePair.Create("seed", "3"), artifact.Provenance);
        EvaluationResult result = artifact.Evaluate(Fixture.Digits.Test);
        Assert.Equal(fixture.Outcome.ErrorPercent, result.ErrorPercent, 1e-9);
        Assert.Equal(Fixture.Digits.Test.Count, result.Predictions.Length);
    }

    [Fact]
    public void Training_reports_its_stages_in_order() => Assert.Equal(
        [PipelineStage.Train, PipelineStage.Prune, PipelineStage.Quantise, PipelineStage.Encode],
        fixture.Statuses.Select(status => status.Stage).Where(stage => stage != PipelineStage.Teach).Distinct());

    [Fact]
    public void Equal_seeds_give_equal_artifacts() => Assert.Equal(
        fixture.Outcome.Artifact.Bytes.ToArray(), ReferenceTraining.Run("lenet-300-100", Fixture.Digits, Fixture.Options).Artifact.Bytes.ToArray());

    [Fact]
    public void A_model_is_compressed_by_its_weights_alone()
    {
        OnnxNetwork network = OnnxNetwork.Load(fixture.File("digits.onnx"));
        List<LayerOutcome> outcomes = [];

        NetworkArtifact artifact = network.Compress(
            new CompressionOptions { Density = 0.04, LayerDensities = new Dictionary<string, double> { ["fc2"] = 0.05 }, Keep = ["fc3"] },
            new Recorder<LayerOutcome>(outcomes));

        Assert.Equal(["fc1", "fc2", "fc3"], network.Layers);
        Assert.Equal(network.Layers, outcomes.Select(outcome => outcome.Name));
        Assert.Equal(LayerMethod.Lossless, outcomes[2].Method);
        Assert.Equal(0.05 * 30_000, artifact.Report.Layers[1].Kept);
        Assert.Equal(fixture.Outcome.Artifact.Report.Layers[2].Kept, artifact.Report.Layers[2].Kept);
    }

    [Fact]
    public void Samples_give_the_artifact_its_labels_and_the_ratio_that_was_asked_for()
    {
        OnnxNetwork network = OnnxNetwork.Load(fixture.File("digits.onnx"));

        double target = 1.5 * fixture.Outcome.Artifact.Report.Ratio;

        NetworkArtifact artifact = network.Compress(new CompressionOptions { Samples = Fixture.Digits.Train, TargetRatio = target });

        Assert.Equal(10, artifact.Labels.Count);
        Assert.True(artifact.Report.Ratio >= target, $"{artifact.Report.Ratio}");
    }

    [Fact]
    public void Progress_may_cancel_training()
    {
        using var interrupt = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => ReferenceTraining.Run(
            "lenet-300-100", Fixture.Digits, Fixture.Options, new Interruption(interrupt), interrupt.Token));
    }

    [Fact]
    public void What_cannot_be_read_is_an_exception_that_names_the_file()
    {
        string text = fixture.File("text.dcz");
        File.WriteAllText(text, "no artifact");

        Assert.Contains(text, Assert.Throws<ArtifactFileException>(() => NetworkArtifact.Load(text)).Message, StringComparison.Ordinal);
        Assert.Contains("absent.dcz", Assert.Throws<ArtifactFileException>(() => NetworkArtifact.Load("absent.dcz")).Message, StringComparison.Ordinal);
        Assert.Contains("absent.onnx", Assert.Throws<ImportException>(() => OnnxNetwork.Load("absent.onnx")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_go_together_is_an_exception_that_says_why()
    {
        OnnxNetwork network = OnnxNetwork.Load(fixture.File("digits.onnx"));
        var others = new Dataset("nines", new ImageShape(1, 3, 3), new byte[9], new int[1], [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);

        Assert.Contains("784", Assert.Throws<NetworkException>(() => fixture.Outcome.Artifact.Evaluate(others)).Message, StringComparison.Ordinal);
        Assert.Contains("784", Assert.Throws<NetworkException>(() => network.Compress(new CompressionOptions { Samples = others })).Message, StringComparison.Ordinal);
        Assert.Throws<NetworkException>(() => network.Compress(new CompressionOptions { TargetRatio = 1e9 }));
        Assert.Throws<NetworkException>(() => network.Compress(new CompressionOptions { Labels = ["one"] }));
        Assert.Throws<ImportException>(() => network.Compress(new CompressionOptions { Keep = ["fc9"] }));
    }

    [Fact]
    public void Options_out_of_their_range_are_refused_before_any_work()
    {
        OnnxNetwork network = OnnxNetwork.Load(fixture.File("digits.onnx"));
        CompressionOptions[] wrong =
        [
            new() { Bits = 9 }, new() { Density = 0 }, new() { TargetRatio = -1 }, new() { TargetChangePercent = 5 },
            new() { TargetRatio = 5, TargetChangePercent = 5, Samples = Fixture.Digits.Train },
        ];
        TrainingOptions[] wrongTraining = [new() { Seed = -1 }, new() { Weights = 0 }, new() { Epochs = -1 }, new() { Recipe = (TrainingRecipe)9 }];

        Assert.All(wrong, options => Assert.ThrowsAny<ArgumentException>(() => network.Compress(options)));
        Assert.All(wrongTraining, options => Assert.ThrowsAny<ArgumentException>(() => ReferenceTraining.Run("lenet-5", Fixture.Digits, options)));
        Assert.ThrowsAny<ArgumentException>(() => ReferenceTraining.Run("resnet", Fixture.Digits));
    }

    /// <summary>Reports at once, on the thread that works, where the framework's own would post them somewhere.</summary>
    private sealed class Recorder<T>(List<T> reports) : IProgress<T>
    {
        public void Report(T value) => reports.Add(value);
    }

    private sealed class Interruption(CancellationTokenSource source) : IProgress<TrainingStatus>
    {
        public void Report(TrainingStatus value) => source.Cancel();
    }
}
