using System.Numerics;
using System.Runtime.InteropServices;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;
using DeepCompression.Aot.Trainer.Engine.Managed.Optimisers;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>
/// A parameter with its gradient, the constraint that compression puts on it, and the optimiser's state. What is trained is all of
/// it, or the weights that a mask keeps, or the centroids of a codebook.
/// </summary>
internal sealed class TrainedParameter : IConstrainedParameter
{
    private const int ChunkLength = 4096;

    private OptimiserSettings? _settings;
    private OptimiserState? _state;
    private SharedWeights? _shared;

    // For each weight that is trained: all ones where it is free to move, so that masking also stops what is not a number.
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

    /// <summary>All values; those of weights that are not kept are zero.</summary>
    public AlignedBuffer Values { get; }

    /// <summary>The gradient, unless only that of the kept weights is computed.</summary>
    public AlignedBuffer Gradient { get; }

    /// <summary>The weights that a mask or a codebook leaves, or null without one.</summary>
    public KeptWeights? Kept { get; private set; }

    /// <summary>
    /// The density up to which the layer that reads the parameter works on the kept weights alone; zero where none can.
    /// </summary>
    public double MostSparseDensity { get; set; }

    /// <summary>Whether a step computes the gradient of the kept weights only.</summary>
    public bool IsSparse => Kept is not null && Kept.Density <= MostSparseDensity;

    /// <summary>What its steps are multiplied by.</summary>
    public float StepScale { get; set; } = 1;

    public ReadOnlySpan<float> Centroids => _shared is null ? default : _shared.Centroids;

    public ReadOnlySpan<float> SecondMoment
    {
        get
        {
            ReadOnlySpan<float> moments = _state is null ? default : _state.SecondMoment;
            return moments.IsEmpty || Kept is null || _shared is not null ? moments : Kept.Expand(moments, 0f);
        }
    }

    /// <summary>The items of <see cref="Update"/>.</summary>
    public int UpdateItems => _shared is null ? (TrainedLength + ChunkLength - 1) / ChunkLength : 1;

    private int TrainedLength => Kept?.Count ?? Length;

    public void Set(ReadOnlySpan<float> values)
    {
        CheckLength(values.Length, nameof(values));
        values.CopyTo(Values.Span);
        Kept = null;
        _free = null;
        _shared = null;
        ResetState();
    }

    public void SetMask(ReadOnlySpan<bool> keep)
    {
        CheckLength(keep.Length, nameof(keep));
        int[] places = new int[keep.Count(true)];
        int[] sources = new int[places.Length];
        ReadOnlySpan<int> before = Kept is null ? default : Kept.Places;
        int count = 0;
        int passed = 0;
        for (int i = 0; i < keep.Length; i++)
        {
            bool was = Kept is null || (passed < before.Length && before[passed] == i);
            if (keep[i])
            {
                places[count] = i;
                sources[count++] = was ? passed : -1;
            }

            passed += was ? 1 : 0;
        }

        Keep(places);
        _free = null;
        if (_shared is null)
        {
            _state?.Rearrange(sources);
        }
        else
        {
            _shared = null;
            ResetState();
        }
    }

    public void SetFrozen(ReadOnlySpan<bool> frozen)
    {
        CheckLength(frozen.Length, nameof(frozen));
        if (_shared is not null)
        {
            throw new InvalidOperationException("A parameter with a codebook has no weights of its own to freeze.");
        }

        _free ??= new int[TrainedLength];
        for (int i = 0; i < _free.Length; i++)
        {
            bool isFrozen = frozen[Kept is null ? i : Kept.Places[i]];
            _free[i] = isFrozen ? 0 : -1;
            if (isFrozen)
            {
                _state?.Clear(i);
            }
        }
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

        var places = new int[assignment.Length - assignment.Count(-1)];
        var members = new int[places.Length];
        int count = 0;
        for (int i = 0; i < assignment.Length; i++)
        {
            if (assignment[i] >= 0)
            {
                places[count] = i;
                members[count++] = assignment[i];
            }
        }

        Keep(places);
        _shared = new SharedWeights(members, centroids);
        ShareValues(_shared, Kept!);
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
        _shared is null ? Kept?.ToMask() : null,
        CaptureFrozen(),
        _shared is null ? null : Kept!.Expand(_shared.Assignment, -1),
        _shared?.Centroids.ToArray());

    /// <summary>Begins a step, before any <see cref="Update"/> of it.</summary>
    public void BeginStep(float learningRate) => _state!.BeginStep(learningRate * StepScale);

    /// <summary>Applies one part of a step; parts may be applied at the same time.</summary>
    public void Update(int item)
    {
        int start = item * ChunkLength;
        int length = _shared is null ? Math.Min(ChunkLength, TrainedLength - start) : TrainedLength;
        Span<float> values = (Kept?.Values ?? Values).Span.Slice(start, length);
        Span<float> gradient = (Kept?.Gradient ?? Gradient).Span.Slice(start, length);
        if (Kept is not null && !IsSparse)
        {
            Kept.Collect(start, Gradient.Span, gradient);
        }

        AddDecay(values, gradient);
        if (_free is not null)
        {
            Mask(gradient, _free.AsSpan(start, length));
        }

        if (_shared is not null)
        {
            _state!.Update(0, _shared.Centroids, _shared.SumGradients(gradient));
            ShareValues(_shared, Kept!);
            return;
        }

        _state!.Update(start, values, gradient);
        Kept?.Scatter(start, values, Values.Span);
    }

    /// <summary>From now on only the weights at these places are kept; the others become zero.</summary>
    private void Keep(int[] places)
    {
        Kept = new KeptWeights(places, Values.Span);
        Values.Span.Clear();
        Kept.Scatter(0, Kept.Values.Span, Values.Span);
    }

    private void ShareValues(SharedWeights shared, KeptWeights kept)
    {
        shared.Materialise(kept.Values.Span);
        kept.Scatter(0, kept.Values.Span, Values.Span);
    }

    private bool[]? CaptureFrozen()
    {
        if (_free is null)
        {
            return null;
        }

        bool[] frozen = Array.ConvertAll(_free, bits => bits == 0);
        return Kept is null ? frozen : Kept.Expand<bool>(frozen, false);
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
        _state = _settings is null ? null : OptimiserState.Create(_settings, _shared?.Centroids.Length ?? TrainedLength);

    private void CheckLength(int length, string argument)
    {
        if (length != Length)
        {
            throw new ArgumentException($"The parameter is {Shape}, {Length} numbers, but {length} were given.", argument);
        }
    }
}
