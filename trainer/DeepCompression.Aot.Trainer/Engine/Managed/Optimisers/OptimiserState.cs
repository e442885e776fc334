namespace DeepCompression.Aot.Trainer.Engine.Managed.Optimisers;

/// <summary>What an optimiser remembers of one parameter, or of the centroids of one codebook.</summary>
internal abstract class OptimiserState
{
    /// <summary>Adam's running mean of squared gradients; empty under another optimiser.</summary>
    public virtual ReadOnlySpan<float> SecondMoment => default;

    /// <summary>Empty state for so many numbers.</summary>
    public static OptimiserState Create(OptimiserSettings settings, int length) => settings.Kind switch
    {
        OptimiserKind.Sgd => new SgdState(settings, length),
        OptimiserKind.Adam => new AdamState(settings, length),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Kind, "The managed engine knows no such optimiser."),
    };

    /// <summary>Begins a step, before any <see cref="Update"/> of it.</summary>
    public abstract void BeginStep(float learningRate);

    /// <summary>Moves some of the numbers; ranges may be updated at the same time.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="values">Their values, which are moved.</param>
    /// <param name="gradients">Their gradients.</param>
    public abstract void Update(int start, Span<float> values, ReadOnlySpan<float> gradients);

    /// <summary>Forgets what is remembered of one number.</summary>
    public abstract void Clear(int index);

    /// <summary>Goes on with other numbers: of each, what was remembered of the one at its source; of a source of −1, nothing.</summary>
    public abstract void Rearrange(ReadOnlySpan<int> sources);

    /// <summary><see cref="Rearrange(ReadOnlySpan{int})"/> for one number of each.</summary>
    protected static float[] Rearrange(float[] remembered, ReadOnlySpan<int> sources)
    {
        var rearranged = new float[sources.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            rearranged[i] = sources[i] < 0 ? 0 : remembered[sources[i]];
        }

        return rearranged;
    }
}
