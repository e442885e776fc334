using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>A network in training on the managed engine. Not to be used by two threads at once.</summary>
internal sealed class ManagedSession : ITrainingSession
{
    // Enough blocks at a time to keep every thread busy, and few enough to stay small.
    private const int InferenceBlocks = 8;

    // Offsets within a block and within packed weights are 32 bits.
    private const long MostElements = int.MaxValue / 2 / Lanes.Count;

    private readonly TrainedParameter[] _parameters;
    private readonly LayerPlan _plan;
    private readonly NetworkRunner _runner;
    private readonly WorkCrew _crew;
    private bool _hasOptimiser;
    private ulong _steps;

    public ManagedSession(NetworkDefinition network, int seed, int threads)
    {
        Network = network;
        TrainableNetwork.Check(network, MostElements);
        _parameters = [.. network.Graph.Parameters.Select(shape => new TrainedParameter(shape))];
        var initialisation = new Initialisation(network.Graph, seed);
        for (int number = 0; number < _parameters.Length; number++)
        {
            initialisation.Fill(number, _parameters[number].Values.Span);
        }

        _plan = LayerPlanner.Plan(network, _parameters, seed);
        _crew = new WorkCrew(threads);
        _runner = new NetworkRunner(_plan, _parameters, _crew);
    }

    public NetworkDefinition Network { get; }

    public ReadOnlySpan<float> GetParameter(int parameter) => Parameter(parameter).Values.Span;

    public ReadOnlySpan<float> GetSecondMoment(int parameter) => Parameter(parameter).SecondMoment;

    public ReadOnlySpan<float> GetCodebook(int parameter) => Parameter(parameter).Centroids;

    public void SetParameter(int parameter, ReadOnlySpan<float> values)
    {
        Parameter(parameter).Set(values);
        _runner.ParametersChanged();
    }

    public void SetMask(int parameter, ReadOnlySpan<bool> keep)
    {
        Parameter(parameter).SetMask(keep);
        _runner.ParametersChanged();
    }

    public void SetFrozen(int parameter, ReadOnlySpan<bool> frozen)
    {
        Parameter(parameter).SetFrozen(frozen);
        _runner.ParametersChanged();
    }

    public void SetStepScale(int parameter, float scale) => Parameter(parameter).StepScale = scale;

    public void SetCodebook(int parameter, ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids)
    {
        Parameter(parameter).SetCodebook(assignment, centroids);
        _runner.ParametersChanged();
    }

    public void SetDropout(int value, float rate)
    {
        if (!_plan.Dropout.TryGetValue(value, out Layers.DropoutLayer? layer))
        {
            throw new ArgumentException($"Network '{Network.Name}' has no dropout after value {value}.", nameof(value));
        }

        if (rate is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate of dropout lies in [0, 1).");
        }

        layer.Rate = rate;
    }

    public void SetOptimiser(OptimiserSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (TrainedParameter parameter in _parameters)
        {
            parameter.SetOptimiser(settings);
        }

        _hasOptimiser = true;
    }

    public SessionSnapshot Capture() => new([.. _parameters.Select(parameter => parameter.Capture())]);

    public void Restore(SessionSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        snapshot.RestoreTo(_parameters);
        _runner.ParametersChanged();
    }

    public void SetLoss(LossSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _runner.Loss = settings;
    }

    public double Step(TrainingBatch batch, float learningRate)
    {
        if (!_hasOptimiser)
        {
            throw new InvalidOperationException("A step needs an optimiser: call SetOptimiser first.");
        }

        Check(batch);
        return _runner.Step(batch, learningRate, _steps++);
    }

    public void ComputeGradients(TrainingBatch batch)
    {
        Check(batch);
        _runner.ComputeGradients(batch, _steps, dense: true);
    }

    public ReadOnlySpan<float> GetGradient(int parameter) => Parameter(parameter).Gradient.Span;

    public void Infer(ReadOnlySpan<float> inputs, Span<float> logits)
    {
        int samples = inputs.Length / _plan.Input.Elements;
        TrainingBatch.RequireLength(inputs.Length, samples, _plan.Input.Elements, nameof(inputs));
        TrainingBatch.RequireLength(logits.Length, samples, _plan.Logits.Elements, nameof(logits));
        for (int first = 0; first < samples; first += InferenceBlocks * Lanes.Count)
        {
            int count = Math.Min(InferenceBlocks * Lanes.Count, samples - first);
            _runner.Infer(
                inputs.Slice(first * _plan.Input.Elements, count * _plan.Input.Elements), count,
                logits.Slice(first * _plan.Logits.Elements, count * _plan.Logits.Elements));
        }
    }

    public void Dispose() => _crew.Dispose();

    private void Check(TrainingBatch batch) => TrainingBatch.RequireFit(batch, Network.Name, _plan.Input.Elements, _plan.Logits.Elements);

    private TrainedParameter Parameter(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, _parameters.Length);
        return _parameters[number];
    }
}
