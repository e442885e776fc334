using System.Numerics;
using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;
using DeepCompression.Aot.Trainer.Engine.Managed.Optimisers;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>A parameter with its gradient, the constraint that compression puts on it, and the optimiser's state.</summary>
internal sealed class TrainedParameter
{
    private const int ChunkLength = 4096;

    private OptimiserSettings? _settings;
    private OptimiserState? _state;
    private SharedWeights? _shared;

    // All ones where a weight is kept, so that masking also stops what is not a number.
    private int[]? _mask;

    // As the mask, but all ones where a weight is free to move.
    private int[]? _free;

    public TrainedParameter(TensorShape shape)
    {
        Shape = shape;
        Length = checked((int)shape.ElementCount);
        Values = new AlignedBuffer(Length);
        Gradient = new AlignedBuffer(Length);
    }

    public TensorShape Shape { get; }

    public int Length { get; }

    public AlignedBuffer Values { get; }

    public AlignedBuffer Gradient { get; }

    public ReadOnlySpan<float> Centroids => _shared is null ? default : _shared.Centroids;

    public ReadOnlySpan<float> SecondMoment => _state is null ? default : _state.SecondMoment;

    /// <summary>The items of <see cref="Update"/>.</summary>
    public int UpdateItems => _shared is null ? (Length + ChunkLength - 1) / ChunkLength : 1;

    public void Set(ReadOnlySpan<float> values)
    {
        CheckLength(values.Length, nameof(values));
        values.CopyTo(Values.Span);
        _mask = null;
        _free = null;
        _shared = null;
        ResetState();
    }

    public void SetMask(ReadOnlySpan<bool> keep)
    {
        CheckLength(keep.Length, nameof(keep));
        if (_shared is not null)
        {
            _shared = null;
            ResetState();
        }

        _free = null;
        _mask ??= new int[Length];
        for (int i = 0; i < Length; i++)
        {
            _mask[i] = keep[i] ? -1 : 0;
            if (!keep[i])
            {
                Values.Span[i] = 0;
                _state?.Clear(i);
            }
        }
    }

    public void SetFrozen(ReadOnlySpan<bool> frozen)
    {
        CheckLength(frozen.Length, nameof(frozen));
        if (_shared is not null)
        {
            throw new InvalidOperationException("A parameter with a codebook has no weights of its own to freeze.");
        }

        _free ??= new int[Length];
        for (int i = 0; i < Length; i++)
        {
            _free[i] = frozen[i] ? 0 : -1;
            if (frozen[i])
            {
                _state?.Clear(i);
            }
        }
    }

    public void SetCodebook(ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids)
    {
        CheckLength(assignment.Length, nameof(assignment));
        _shared = new SharedWeights(assignment, centroids);
        _shared.Materialise(Values.Span);
        _mask = null;
        _free = null;
        ResetState();
    }

    public void SetOptimiser(OptimiserSettings settings)
    {
        _settings = settings;
        ResetState();
    }

    public ParameterSnapshot Capture() => new(
        Values.Span.ToArray(),
        _mask is null ? null : Array.ConvertAll(_mask, bits => bits != 0),
        _free is null ? null : Array.ConvertAll(_free, bits => bits == 0),
        _shared?.Assignment.ToArray(),
        _shared?.Centroids.ToArray());

    public void Restore(ParameterSnapshot snapshot)
    {
        Set(snapshot.Values);
        if (snapshot.Keep is not null)
        {
            SetMask(snapshot.Keep);
        }

        if (snapshot.Frozen is not null)
        {
            SetFrozen(snapshot.Frozen);
        }

        if (snapshot.Assignment is not null)
        {
            SetCodebook(snapshot.Assignment, snapshot.Centroids);
        }
    }

    /// <summary>Begins a step, before any <see cref="Update"/> of it.</summary>
    public void BeginStep(float learningRate) => _state!.BeginStep(learningRate);

    /// <summary>Applies one part of a step; parts may be applied at the same time.</summary>
    public void Update(int item)
    {
        if (_shared is not null)
        {
            AddDecay(Values.Span, Gradient.Span);
            _state!.Update(0, _shared.Centroids, _shared.SumGradients(Gradient.Span));
            _shared.Materialise(Values.Span);
            return;
        }

        int start = item * ChunkLength;
        int length = Math.Min(ChunkLength, Length - start);
        Span<float> values = Values.Span.Slice(start, length);
        Span<float> gradient = Gradient.Span.Slice(start, length);
        AddDecay(values, gradient);
        if (_mask is not null)
        {
            Mask(gradient, _mask.AsSpan(start, length));
        }

        if (_free is not null)
        {
            Mask(gradient, _free.AsSpan(start, length));
        }

        _state!.Update(start, values, gradient);
    }

    private static void Mask(Span<float> gradient, ReadOnlySpan<int> mask)
    {
        Span<int> bits = MemoryMarshal.Cast<float, int>(gradient);
        int i = 0;
        for (; i <= bits.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            (new Vector<int>(bits[i..]) & new Vector<int>(mask[i..])).CopyTo(bits[i..]);
        }

        for (; i < bits.Length; i++)
        {
            bits[i] &= mask[i];
        }
    }

    private void AddDecay(ReadOnlySpan<float> values, Span<float> gradient)
    {
        float decay = Shape.Rank > 1 ? _settings!.WeightDecay : 0;
        if (decay == 0)
        {
            return;
        }

        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(gradient[i..]) + (new Vector<float>(values[i..]) * decay)).CopyTo(gradient[i..]);
        }

        for (; i < values.Length; i++)
        {
            gradient[i] += values[i] * decay;
        }
    }

    private void ResetState() =>
        _state = _settings is null ? null : OptimiserState.Create(_settings, _shared?.Centroids.Length ?? Length);

    private void CheckLength(int length, string argument)
    {
        if (length != Length)
        {
            throw new ArgumentException($"The parameter is {Shape}, {Length} numbers, but {length} were given.", argument);
        }
    }
}
