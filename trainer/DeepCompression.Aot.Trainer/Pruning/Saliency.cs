namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>What a weight is worth to the loss.</summary>
internal abstract record Saliency
{
    /// <summary>Writes the worth of each weight: the larger, the more it is missed.</summary>
    /// <param name="weights">The weights of a parameter.</param>
    /// <param name="secondMoment">Adam's running mean of their squared gradients, or empty under another optimiser.</param>
    /// <param name="scores">As many scores as weights.</param>
    public abstract void Score(ReadOnlySpan<float> weights, ReadOnlySpan<float> secondMoment, Span<float> scores);
}

/// <summary>The magnitude (Deep Compression, section 2; Han et al. 2015, section 3.1).</summary>
internal sealed record MagnitudeSaliency : Saliency
{
    public override void Score(ReadOnlySpan<float> weights, ReadOnlySpan<float> secondMoment, Span<float> scores)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            scores[i] = MathF.Abs(weights[i]);
        }
    }

    public override string ToString() => "magnitude";
}

/// <summary>
/// w² · √v with v Adam's second moment: the loss that setting a weight to zero costs by a diagonal model of its curvature, as in
/// optimal brain damage (LeCun, Denker and Solla 1990), for which the root of the squared gradients stands in. Unlike
/// magnitudes, it compares between layers. Before the first step, and under an optimiser without second moment, it is w².
/// </summary>
internal sealed record CurvatureSaliency : Saliency
{
    public override void Score(ReadOnlySpan<float> weights, ReadOnlySpan<float> secondMoment, Span<float> scores)
    {
        bool known = secondMoment.ContainsAnyExcept(0f);
        for (int i = 0; i < weights.Length; i++)
        {
            float curvature = !known ? 1 : MathF.Sqrt(secondMoment[i]);
            scores[i] = weights[i] * weights[i] * curvature;
        }
    }

    public override string ToString() => "curvature";
}
