using DeepCompression.Aot.Format;
using DeepCompression.Aot.Torch.Optimisers;
using DeepCompression.Aot.Trainer.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepCompression.Aot.Torch;

/// <summary>
/// A parameter with the constraint that compression puts on it and the optimiser's state. What is trained is all of it, or the weights
/// that a mask keeps, or the centroids of a codebook.
/// </summary>
internal sealed class TorchParameter : IConstrainedParameter, IDisposable
{
    private readonly TensorShape _shape;
    private readonly long[] _dimensions;
    private readonly TensorPlace _place;
    private readonly float[] _values;

    private OptimiserSettings? _settings;
    private TorchOptimiser? _state;
    private TorchCodebook? _codebook;
    private bool[]? _keep;
    private bool[]? _frozen;

    // The weights that are kept and not frozen, or null where that is all.
    private Tensor? _free;
    private float[] _centroids = [];
    private float[] _secondMoment = [];
    private bool _isStale;

    public TorchParameter(TensorShape shape, TensorPlace place)
    {
        _shape = shape;
        _dimensions = [.. shape.Dimensions.Select(dimension => (long)dimension)];
        _place = place;
        Length = checked((int)shape.ElementCount);
        _values = new float[Length];
        Tensor = zeros(_dimensions, dtype: place.Precision, device: place.Device, requires_grad: true).DetachFromDisposeScope();
    }

    public int Length { get; }

    /// <summary>All values, a leaf of what is differentiated; those of weights that are not kept are zero.</summary>
    public Tensor Tensor { get; }

    /// <summary>What its steps are multiplied by.</summary>
    public float StepScale { get; set; } = 1;

    /// <summary>All values.</summary>
    public ReadOnlySpan<float> Values
    {
        get
        {
            if (_isStale)
            {
                TensorPlace.Fetch(Tensor, _values);
                _isStale = false;
            }

            return _values;
        }
    }

    public ReadOnlySpan<float> Centroids => _codebook is null ? default : Fetch(_codebook.Centroids, ref _centroids);

    public ReadOnlySpan<float> SecondMoment => _state?.SecondMoment is { } moment ? Fetch(moment, ref _secondMoment) : default;

    public void Set(ReadOnlySpan<float> values)
    {
        CheckLength(values.Length, nameof(values));
        LiftCodebook();
        _keep = null;
        _frozen = null;
        UpdateFree();
        Replace(values);
        ResetState();
    }

    public void SetMask(ReadOnlySpan<bool> keep)
    {
        CheckLength(keep.Length, nameof(keep));
        bool wasShared = _codebook is not null;
        LiftCodebook();
        _keep = keep.ToArray();
        _frozen = null;
        UpdateFree();
        float[] values = Values.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = keep[i] ? values[i] : 0;
        }

        Replace(values);
        if (wasShared)
        {
            ResetState();
        }
        else
        {
            _state?.Forget(_free!);
        }
    }

    public void SetFrozen(ReadOnlySpan<bool> frozen)
    {
        CheckLength(frozen.Length, nameof(frozen));
        if (_codebook is not null)
        {
            throw new InvalidOperationException("A parameter with a codebook has no weights of its own to freeze.");
        }

        _frozen = frozen.ToArray();
        UpdateFree();
        _state?.Forget(_free!);
    }

    public void SetCodebook(ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids)
    {
        CheckLength(assignment.Length, nameof(assignment));
        int stray = assignment.IndexOfAnyExceptInRange(-1, centroids.Length - 1);
        if (stray >= 0)
        {
            throw new ArgumentException(
                $"Weight {stray} is assigned to centroid {assignment[stray]}, but there are {centroids.Length}.", nameof(assignment));
        }

        LiftCodebook();
        _keep = null;
        _frozen = null;
        UpdateFree();
        _codebook = new TorchCodebook(assignment, centroids, _place);
        _codebook.Materialise(Tensor);
        _isStale = true;
        ResetState();
    }

    public void SetOptimiser(OptimiserSettings settings)
    {
        _settings = settings;
        ResetState();
    }

    public ParameterSnapshot Capture() => new(
        Values.ToArray(), _keep, CaptureFrozen(), _codebook?.Assignment, _codebook is null ? null : Centroids.ToArray());

    /// <summary>Moves the parameter, or its centroids, against a gradient of its own shape.</summary>
    public void Step(Tensor gradient, float learningRate)
    {
        using IDisposable constants = no_grad();
        float rate = learningRate * StepScale;
        if (_settings!.WeightDecay != 0 && _shape.Rank > 1)
        {
            gradient = gradient.add(Tensor, _settings.WeightDecay);
        }

        if (_codebook is not null)
        {
            _state!.Step(_codebook.Centroids, _codebook.SumGradients(gradient), rate);
            _codebook.Materialise(Tensor);
        }
        else
        {
            // Not a product: masking also stops what is not a number.
            _state!.Step(Tensor, _free is null ? gradient : where(_free, gradient, zeros_like(gradient)), rate);
        }

        _isStale = true;
    }

    public void Dispose()
    {
        _state?.Dispose();
        _codebook?.Dispose();
        _free?.Dispose();
        Tensor.Dispose();
    }

    private static float[] Fetch(Tensor tensor, ref float[] values)
    {
        if (values.Length != tensor.numel())
        {
            values = new float[tensor.numel()];
        }

        TensorPlace.Fetch(tensor, values);
        return values;
    }

    private void Replace(ReadOnlySpan<float> values)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable constants = no_grad();
        Tensor.copy_(_place.Load(values, _dimensions));
        values.CopyTo(_values);
        _isStale = false;
    }

    private void LiftCodebook()
    {
        _codebook?.Dispose();
        _codebook = null;
    }

    private void UpdateFree()
    {
        _free?.Dispose();
        _free = null;
        if (_keep is null && _frozen is null)
        {
            return;
        }

        var free = new bool[Length];
        for (int i = 0; i < free.Length; i++)
        {
            free[i] = _keep?[i] != false && _frozen?[i] != true;
        }

        using DisposeScope scope = NewDisposeScope();
        _free = _place.LoadMask(free, _dimensions).DetachFromDisposeScope();
    }

    /// <summary>A weight that a mask took away is not frozen as well.</summary>
    private bool[]? CaptureFrozen() => _frozen is null || _keep is null ? _frozen : [.. _frozen.Zip(_keep, (frozen, kept) => frozen && kept)];

    private void ResetState()
    {
        _state?.Dispose();
        _state = _settings is null ? null : TorchOptimiser.Create(_settings, _codebook?.Centroids ?? Tensor);
    }

    private void CheckLength(int length, string argument)
    {
        if (length != Length)
        {
            throw new ArgumentException($"The parameter is {_shape}, {Length} numbers, but {length} were given.", argument);
        }
    }
}
