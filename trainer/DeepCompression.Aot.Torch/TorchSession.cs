using System.Runtime.InteropServices;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepCompression.Aot.Torch;

/// <summary>
/// A network in training on libtorch. Every call leaves no tensor behind but the parameters with their constraints and the optimiser's
/// state, so that memory is flat however long training is. Not to be used by two threads at once.
/// </summary>
internal sealed class TorchSession : ITrainingSession
{
    // A byte span of a tensor's numbers has 31 bits.
    private const long MostElements = int.MaxValue / sizeof(double);

    private readonly TensorPlace _place;
    private readonly TorchNetwork _network;
    private readonly TorchParameter[] _parameters;
    private readonly float[][] _gradients;
    private readonly ulong _seed;
    private LossSettings _loss = LossSettings.Plain;
    private bool _hasOptimiser;
    private ulong _steps;

    public TorchSession(NetworkDefinition network, int seed, TensorPlace place)
    {
        Network = network;
        TrainableNetwork.Check(network, MostElements);
        _place = place;
        _seed = (ulong)seed;
        _network = new TorchNetwork(network);
        var initialisation = new Initialisation(network.Graph, seed);
        _parameters = [.. network.Graph.Parameters.Select(shape => new TorchParameter(shape, place))];
        _gradients = new float[_parameters.Length][];
        for (int number = 0; number < _parameters.Length; number++)
        {
            var values = new float[_parameters[number].Length];
            initialisation.Fill(number, values);
            _parameters[number].Set(values);
        }
    }

    public NetworkDefinition Network { get; }

    public ReadOnlySpan<float> GetParameter(int parameter) => Parameter(parameter).Values;

    public ReadOnlySpan<float> GetSecondMoment(int parameter) => Parameter(parameter).SecondMoment;

    public ReadOnlySpan<float> GetCodebook(int parameter) => Parameter(parameter).Centroids;

    public ReadOnlySpan<float> GetGradient(int parameter)
    {
        _ = Parameter(parameter);
        return _gradients[parameter];
    }

    public void SetParameter(int parameter, ReadOnlySpan<float> values) => Parameter(parameter).Set(values);

    public void SetMask(int parameter, ReadOnlySpan<bool> keep) => Parameter(parameter).SetMask(keep);

    public void SetFrozen(int parameter, ReadOnlySpan<bool> frozen) => Parameter(parameter).SetFrozen(frozen);

    public void SetStepScale(int parameter, float scale) => Parameter(parameter).StepScale = scale;

    public void SetCodebook(int parameter, ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids) =>
        Parameter(parameter).SetCodebook(assignment, centroids);

    public void SetDropout(int value, float rate) => _network.SetDropout(value, rate);

    public void SetOptimiser(OptimiserSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (TorchParameter parameter in _parameters)
        {
            parameter.SetOptimiser(settings);
        }

        _hasOptimiser = true;
    }

    public void SetLoss(LossSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _loss = settings;
    }

    public SessionSnapshot Capture() => new([.. _parameters.Select(parameter => parameter.Capture())]);

    public void Restore(SessionSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        snapshot.RestoreTo(_parameters);
    }

    public double Step(TrainingBatch batch, float learningRate)
    {
        if (!_hasOptimiser)
        {
            throw new InvalidOperationException("A step needs an optimiser: call SetOptimiser first.");
        }

        using DisposeScope scope = NewDisposeScope();
        (double loss, IList<Tensor> gradients) = Differentiate(batch);
        _steps++;
        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].Step(gradients[i], learningRate);
        }

        return loss;
    }

    public void ComputeGradients(TrainingBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        (_, IList<Tensor> gradients) = Differentiate(batch);
        for (int i = 0; i < _parameters.Length; i++)
        {
            _gradients[i] ??= new float[_parameters[i].Length];
            TensorPlace.Fetch(gradients[i], _gradients[i]);
        }
    }

    public void Infer(ReadOnlySpan<float> inputs, Span<float> logits)
    {
        int samples = inputs.Length / _network.InputLength;
        TrainingBatch.RequireLength(inputs.Length, samples, _network.InputLength, nameof(inputs));
        TrainingBatch.RequireLength(logits.Length, samples, _network.OutputLength, nameof(logits));
        using IDisposable inference = no_grad();
        for (int first = 0; first < samples; first += _network.SamplesAtOnce)
        {
            int count = Math.Min(_network.SamplesAtOnce, samples - first);
            using DisposeScope scope = NewDisposeScope();
            InferSome(inputs.Slice(first * _network.InputLength, count * _network.InputLength), count, logits.Slice(first * _network.OutputLength, count * _network.OutputLength));
        }
    }

    public void Dispose()
    {
        foreach (TorchParameter parameter in _parameters)
        {
            parameter.Dispose();
        }
    }

    private void InferSome(ReadOnlySpan<float> inputs, int samples, Span<float> logits)
    {
        try
        {
            TensorPlace.Fetch(_network.Run(LoadInputs(inputs, samples), Tensors(), dropout: null), logits);
        }
        catch (ExternalException exception)
        {
            throw Failure(exception);
        }
    }

    /// <summary>The mean loss on a batch and its gradient with respect to each parameter; equal step numbers drop the same.</summary>
    private (double Loss, IList<Tensor> Gradients) Differentiate(TrainingBatch batch)
    {
        TrainingBatch.RequireFit(batch, Network.Name, _network.InputLength, _network.OutputLength);
        using var dropout = new Generator(SplitMix64.For(_seed, _steps).Next(), _place.Device);
        Tensor[] parameters = Tensors();
        try
        {
            Tensor logits = _network.Run(LoadInputs(batch.Inputs, batch.Labels.Length), parameters, dropout);
            Tensor loss = TorchLoss.Compute(_loss, logits, LoadLabels(batch.Labels), LoadTeacher(batch, logits.shape));
            return (loss.to(ScalarType.Float64).item<double>(), autograd.grad([loss], parameters));
        }
        catch (ExternalException exception)
        {
            throw Failure(exception);
        }
    }

    /// <summary>What libtorch throws has pages of its own stack behind the first line.</summary>
    private EngineException Failure(ExternalException exception) => new(
        $"libtorch could not compute '{Network.Name}' on {_place.Device}: {exception.Message.Split('\n')[0]} If memory is short, use a machine or a --device with more.", exception);

    private Tensor[] Tensors() => Array.ConvertAll(_parameters, parameter => parameter.Tensor);

    private Tensor LoadInputs(ReadOnlySpan<float> inputs, int samples) => _place.Load(inputs, [samples, .. _network.InputShape]);

    private Tensor LoadLabels(ReadOnlySpan<int> labels)
    {
        var classes = new long[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            classes[i] = labels[i];
        }

        return _place.LoadIndices(classes);
    }

    private Tensor? LoadTeacher(TrainingBatch batch, long[] shape) => batch.TeacherLogits.IsEmpty ? null : _place.Load(batch.TeacherLogits, shape);

    private TorchParameter Parameter(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, _parameters.Length);
        return _parameters[number];
    }
}
