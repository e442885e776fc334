using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Training;

/// <summary>A session that learns nothing and remembers the labels it was given.</summary>
internal sealed class RecordingSession(NetworkDefinition network) : ITrainingSession
{
    public List<int[]> Batches { get; } = [];

    public NetworkDefinition Network => network;

    public ReadOnlySpan<float> GetParameter(int parameter) => [];

    public ReadOnlySpan<float> GetSecondMoment(int parameter) => [];

    public ReadOnlySpan<float> GetCodebook(int parameter) => [];

    public void SetParameter(int parameter, ReadOnlySpan<float> values)
    {
    }

    public void SetMask(int parameter, ReadOnlySpan<bool> keep)
    {
    }

    public void SetStepScale(int parameter, float scale)
    {
    }

    public void SetFrozen(int parameter, ReadOnlySpan<bool> frozen)
    {
    }

    public void SetCodebook(int parameter, ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids)
    {
    }

    public void SetDropout(int value, float rate)
    {
    }

    public SessionSnapshot Capture() => new([]);

    public void Restore(SessionSnapshot snapshot)
    {
    }

    public void SetOptimiser(OptimiserSettings settings)
    {
    }

    public void SetLoss(LossSettings settings)
    {
    }

    public double Step(TrainingBatch batch, float learningRate)
    {
        Batches.Add(batch.Labels.ToArray());
        return 1;
    }

    public void ComputeGradients(TrainingBatch batch)
    {
    }

    public ReadOnlySpan<float> GetGradient(int parameter) => [];

    public void Infer(ReadOnlySpan<float> inputs, Span<float> logits) => logits.Clear();

    public void Dispose()
    {
    }
}
