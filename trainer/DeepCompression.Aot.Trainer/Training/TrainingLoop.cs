using System.Diagnostics;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Data.Feeds;
using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Trainer.Training;

/// <summary>The training loop: epochs of shuffled batches, with validation after each.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly ITrainingSession _session;
    private readonly TrainingSet _train;
    private readonly Dataset _images;
    private readonly Dataset? _validation;
    private readonly TrainingSettings _settings;
    private readonly int _steps;
    private readonly int[] _order;
    private readonly InputFeed _feed;
    private readonly int[] _labels;
    private readonly ITrainingSession? _teacher;
    private readonly float[] _teacherLogits;

    private TrainingLoop(ITrainingSession session, TrainingSet train, Dataset? validation, TrainingSettings settings)
    {
        _session = session;
        _train = train;
        _images = train.Images;
        _validation = validation;
        _settings = settings;
        int batch = Math.Min(settings.BatchSize, train.ImagesPerEpoch);
        _steps = (train.ImagesPerEpoch + batch - 1) / batch;
        _order = new int[_images.Count];
        _labels = new int[batch];
        _teacherLogits = train.IsTaught ? new float[batch * DataFit.OutputLength(session.Network)] : [];
        _teacher = train.Teacher?.Invoke();
        _feed = InputFeed.Of(_images, batch);
    }

    /// <summary>
    /// Trains a session that has an optimiser. The order of the images follows from the seed and the epoch's number, so that equal
    /// settings train equally.
    /// </summary>
    /// <param name="session">The network; its masks and codebooks are kept.</param>
    /// <param name="train">What to learn from.</param>
    /// <param name="validation">Images to measure the error on after each epoch, or null.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="progress">Called between steps, after each of them, and once more after an epoch's validation; it may change masks.</param>
    /// <param name="cancellation">Asked between batches.</param>
    /// <exception cref="ArgumentException">Data and network do not fit, or the settings make no sense.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a parameter is no longer a finite number.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it; the session keeps what it learnt.</exception>
    public static TrainingResult Run(
        ITrainingSession session, Dataset train, Dataset? validation, TrainingSettings settings,
        Action<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        Run(session, new TrainingSet(train), validation, settings, progress, cancellation);

    /// <inheritdoc cref="Run(ITrainingSession, Dataset, Dataset, TrainingSettings, Action{TrainingProgress}, CancellationToken)"/>
    public static TrainingResult Run(
        ITrainingSession session, TrainingSet train, Dataset? validation, TrainingSettings settings,
        Action<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegative(settings.Epochs, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.BatchSize, 1, nameof(settings));
        DataFit.Check(session.Network, train.Images);
        ArgumentOutOfRangeException.ThrowIfLessThan(train.ImagesPerEpoch, 1, nameof(train));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(train.ImagesPerEpoch, train.Images.Count, nameof(train));
        if (validation is not null)
        {
            DataFit.Check(session.Network, validation);
        }
        else if (settings.RestoreBest)
        {
            throw new ArgumentException("The best epoch is known by the validation error, but there are no validation images.", nameof(validation));
        }

        using var loop = new TrainingLoop(session, train, validation, settings);
        return loop.RunAll(progress, cancellation);
    }

    public void Dispose()
    {
        _feed.Dispose();
        _teacher?.Dispose();
    }

    private TrainingResult RunAll(Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var epochs = new List<EpochResult>();
        SessionSnapshot? best = null;
        int bestEpoch = 0;
        for (int epoch = 1; epoch <= _settings.Epochs; epoch++)
        {
            EpochResult result = RunEpoch(epoch, progress, cancellation);
            epochs.Add(result);
            if (_settings.RestoreBest && (bestEpoch == 0 || result.ValidationErrorPercent < epochs[bestEpoch - 1].ValidationErrorPercent))
            {
                bestEpoch = epoch;
                best = _session.Capture();
            }
        }

        if (best is null || bestEpoch == epochs.Count)
        {
            return new TrainingResult(epochs, epochs.Count);
        }

        _session.Restore(best);
        return new TrainingResult(epochs, bestEpoch);
    }

    private EpochResult RunEpoch(int epoch, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        ulong draw = Shuffle(epoch);
        _feed.Begin(_order.AsMemory(0, _train.ImagesPerEpoch), _images.Variation is null ? null : new PassVariation(_images.Variation, draw));
        var progressNow = new TrainingProgress(epoch, _settings.Epochs, 0, _steps, 0, 0, null, null);
        double lossSum = 0;
        float learningRate = 0;
        var trained = TimeSpan.Zero;
        for (int step = 0; step < _steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            int first = step * _labels.Length;
            int count = Math.Min(_labels.Length, _train.ImagesPerEpoch - first);
            learningRate = _settings.LearningRate.At(epoch - 1 + ((double)step / _steps), _settings.Epochs);
            lossSum += count * Step(first, count, learningRate, cancellation);
            if (!double.IsFinite(lossSum))
            {
                throw new TrainingDivergedException(epoch, step + 1, learningRate);
            }

            trained += Stopwatch.GetElapsedTime(start);
            progressNow = progressNow with
            {
                Step = step + 1,
                Loss = lossSum / (first + count),
                ImagesPerSecond = (first + count) / trained.TotalSeconds,
                WaitingPercent = 100 * (_feed.Waited / trained),
            };
            progress?.Invoke(progressNow);
        }

        // The last step may have diverged with no loss after it to tell.
        if (!HasFiniteParameters())
        {
            throw new TrainingDivergedException(epoch, _steps, learningRate);
        }

        double? error = _validation is null ? null : Evaluation.Run(_session, _validation, cancellation).ErrorPercent;
        progress?.Invoke(progressNow with { ValidationErrorPercent = error });
        return new EpochResult(progressNow.Loss, progressNow.ImagesPerSecond, error);
    }

    private double Step(int first, int count, float learningRate, CancellationToken cancellation)
    {
        ReadOnlySpan<int> images = _order.AsSpan(first, count);
        ReadOnlySpan<float> inputs = _feed.Next(cancellation);
        Span<int> labels = _labels.AsSpan(0, count);
        _images.CopyLabels(images, labels);
        return _session.Step(new TrainingBatch(inputs, labels, TeacherLogits(images, inputs)), learningRate);
    }

    private ReadOnlySpan<float> TeacherLogits(ReadOnlySpan<int> images, ReadOnlySpan<float> inputs)
    {
        if (!_train.IsTaught)
        {
            return default;
        }

        Span<float> logits = _teacherLogits.AsSpan(0, _teacherLogits.Length / _labels.Length * images.Length);
        if (_train.TeacherLogits is not float[] all)
        {
            _teacher!.Infer(inputs, logits);
            return logits;
        }

        int classes = all.Length / _images.Count;
        for (int i = 0; i < images.Length; i++)
        {
            all.AsSpan(images[i] * classes, classes).CopyTo(logits[(i * classes)..]);
        }

        return logits;
    }

    /// <summary>Fisher and Yates, from the natural order, so that an epoch's order does not depend on the epochs before.</summary>
    /// <returns>What else the epoch draws follows from this.</returns>
    private ulong Shuffle(int epoch)
    {
        SplitMix64 random = SplitMix64.For((ulong)_settings.Seed, (ulong)epoch);
        for (int i = 0; i < _order.Length; i++)
        {
            int place = random.Below(i + 1);
            _order[i] = _order[place];
            _order[place] = i;
        }

        return random.Next();
    }

    private bool HasFiniteParameters()
    {
        for (int number = 0; number < _session.Network.Graph.Parameters.Length; number++)
        {
            foreach (float value in _session.GetParameter(number))
            {
                if (!float.IsFinite(value))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
