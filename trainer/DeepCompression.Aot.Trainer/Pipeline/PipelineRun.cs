using System.Diagnostics;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Reports;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>One run of the pipeline: what all stages work with, and the progress they report.</summary>
internal sealed class PipelineRun(
    NetworkDefinition network,
    DatasetSplits data,
    CompressionRecipe recipe,
    ITrainingEngine engine,
    Action<PipelineEvent>? progress,
    CancellationToken cancellation)
{
    /// <summary>How long training goes on without a word; epochs of small sets take less.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    // Values of images whose gradients are computed at once, so that large images do not take large memory.
    private const int MostGradientValues = 1 << 24;

    private readonly List<StageReport> _reports = [];
    private long _toldAt = Stopwatch.GetTimestamp();
    private PipelineStage _stage;
    private int _stageEpochs;
    private int _epochsDone;
    private int _phase;

    /// <summary>What stages learn from.</summary>
    public TrainingSet TrainingSet { get; set; } = new(data.Train);

    public NetworkDefinition Network => network;

    public DatasetSplits Data => data;

    public CompressionRecipe Recipe => recipe;

    public ITrainingEngine Engine => engine;

    /// <summary>What the stages so far did.</summary>
    public IReadOnlyList<StageReport> Reports => _reports;

    /// <summary>The weight parameters, by number, each with its part of the recipe.</summary>
    public IEnumerable<(int Number, LayerRecipe Recipe)> Weights => network.Weights.Zip(recipe.Layers);

    public CancellationToken Cancellation => cancellation;

    /// <summary>A run of the same data and training images for another network.</summary>
    public PipelineRun For(NetworkDefinition other, CompressionRecipe otherRecipe) =>
        new(other, data, otherRecipe, engine, progress, cancellation) { TrainingSet = TrainingSet };

    /// <summary>A fresh session, with the given parameters if any.</summary>
    public ITrainingSession CreateSession(float[][]? parameters = null)
    {
        ITrainingSession session = engine.CreateSession(network, recipe.Seed);
        IReadOnlyList<float[]>? start = parameters ?? network.Start ?? network.Trained?.Parameters;
        for (int number = 0; number < start?.Count; number++)
        {
            session.SetParameter(number, start[number]);
        }

        if (network.Trained is { } trained)
        {
            Constrain(session, trained);
        }

        return session;
    }

    /// <summary>What was pruned elsewhere stays pruned, and what is to stay exact does not move.</summary>
    private static void Constrain(ITrainingSession session, TrainedNetwork trained)
    {
        for (int number = 0; number < trained.Parameters.Count; number++)
        {
            float[] values = session.GetParameter(number).ToArray();
            session.SetStepScale(number, trained.StepScale(number));
            if (trained.Stored.Parameters[number].Rank > 1 && values.Contains(0f))
            {
                session.SetMask(number, [.. values.Select(value => value != 0)]);
            }

            if (trained.Exact.Contains(number))
            {
                session.SetFrozen(number, [.. values.Select(_ => true)]);
            }
        }
    }

    /// <summary>Does the work of a stage, reporting its beginning, its end and what came of it.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="session">The network that the stage leaves; it begins with a fresh optimiser.</param>
    /// <param name="epochs">The epochs it will train for.</param>
    /// <param name="work">The work; returns the per-layer table after it.</param>
    public void RunStage(PipelineStage stage, ITrainingSession session, int epochs, Func<IReadOnlyList<LayerReport>> work)
    {
        (_stage, _stageEpochs, _epochsDone, _phase) = (stage, epochs, 0, 0);
        progress?.Invoke(new StageStarted(stage, epochs));
        session.SetOptimiser(recipe.Optimiser);
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<LayerReport> layers = work();
        var report = new StageReport(stage, ValidationError(session), Stopwatch.GetElapsedTime(start).TotalSeconds, layers);
        _reports.Add(report);
        progress?.Invoke(new StageFinished(report));
    }

    /// <summary>Trains for a phase of the current stage.</summary>
    /// <param name="session">The network.</param>
    /// <param name="phase">Epochs and learning rates.</param>
    /// <param name="keepBest">Whether to end with the epoch of least validation error instead of the last.</param>
    /// <param name="afterStep">Told after each step which fraction of the phase is over; may be null.</param>
    public void Train(ITrainingSession session, TrainingPhase phase, bool keepBest, Action<double>? afterStep = null)
    {
        var settings = new TrainingSettings(
            phase.Epochs,
            new CosineLearningRate(phase.LearningRate, phase.FinalLearningRate),
            recipe.BatchSize,
            NextShuffleSeed(),
            keepBest);
        TrainingLoop.Run(session, TrainingSet, data.Validation, settings, training => Follow(training, afterStep), cancellation);
        _epochsDone += phase.Epochs;
    }

    /// <summary>Has the session compute the gradients, of masked weights too, on some of the training images.</summary>
    /// <param name="session">The network.</param>
    /// <param name="count">The images, or all where there are fewer; of large ones no more than a batch, or than take little memory.</param>
    /// <param name="draw">Draws which: equal numbers draw the same.</param>
    public void ComputeGradients(ITrainingSession session, int count, int draw)
    {
        Dataset images = data.Train;
        count = Math.Min(Math.Min(count, Math.Max(recipe.BatchSize, MostGradientValues / images.Shape.Length)), images.Count);
        SplitMix64 random = SplitMix64.For((ulong)recipe.Seed, (ulong)draw);
        int[] drawn = [.. Enumerable.Range(0, count).Select(_ => random.Below(images.Count))];
        var inputs = new float[count * images.Shape.Length];
        var labels = new int[count];
        images.CopyInputs(drawn, inputs);
        images.CopyLabels(drawn, labels);
        session.ComputeGradients(new TrainingBatch(inputs, labels));
    }

    /// <summary>Tells the user something, if there is something to tell.</summary>
    public void Notify(string? message)
    {
        if (message is not null)
        {
            progress?.Invoke(new PipelineNotice(_stage, message));
        }
    }

    /// <summary>The errors of a network, on validation and test images.</summary>
    public ErrorRates Measure(ITrainingSession session) =>
        new(ValidationError(session), Evaluation.Run(session, data.Test, cancellation).ErrorPercent);

    /// <summary>The error on the validation images.</summary>
    public double ValidationError(ITrainingSession session) => Evaluation.Run(session, data.Validation, cancellation).ErrorPercent;

    private void Follow(TrainingProgress training, Action<double>? afterStep)
    {
        if (training.ValidationErrorPercent is double error)
        {
            progress?.Invoke(new EpochFinished(
                _stage, _epochsDone + training.Epoch, _stageEpochs, training.Loss, error, training.ImagesPerSecond, training.WaitingPercent));
            _toldAt = Stopwatch.GetTimestamp();
            return;
        }

        double done = training.Epoch - 1 + ((double)training.Step / training.Steps);
        if (Stopwatch.GetElapsedTime(_toldAt) > LongestSilence)
        {
            progress?.Invoke(new EpochProgress(_stage, _epochsDone + done, _stageEpochs, training.Loss, training.ImagesPerSecond, training.WaitingPercent));
            _toldAt = Stopwatch.GetTimestamp();
        }

        afterStep?.Invoke(done / training.Epochs);
    }

    /// <summary>Every phase sees the images in an order of its own, which does not depend on whether earlier stages were cached.</summary>
    private int NextShuffleSeed() => unchecked((recipe.Seed * 1000) + (10 * (int)_stage) + _phase++);
}
