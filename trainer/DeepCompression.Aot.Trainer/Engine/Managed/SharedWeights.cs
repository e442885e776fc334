namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>A parameter's codebook in training: which centroid each kept weight shares, and the centroids (Deep Compression, section 3).</summary>
internal sealed class SharedWeights
{
    private readonly int[] _assignment;
    private readonly double[] _sums;
    private readonly float[] _gradients;

    /// <param name="assignment">The centroid of each kept weight; not copied.</param>
    /// <param name="centroids">The centroids; copied.</param>
    public SharedWeights(int[] assignment, ReadOnlySpan<float> centroids)
    {
        _assignment = assignment;
        Centroids = centroids.ToArray();
        _sums = new double[centroids.Length];
        _gradients = new float[centroids.Length];
    }

    public ReadOnlySpan<int> Assignment => _assignment;

    public float[] Centroids { get; }

    /// <summary>The gradient of each centroid: the sum of its members' (equation 3).</summary>
    /// <param name="gradients">The gradient of each kept weight.</param>
    public ReadOnlySpan<float> SumGradients(ReadOnlySpan<float> gradients)
    {
        Array.Clear(_sums);
        for (int i = 0; i < _assignment.Length; i++)
        {
            _sums[_assignment[i]] += gradients[i];
        }

        for (int i = 0; i < _sums.Length; i++)
        {
            _gradients[i] = (float)_sums[i];
        }

        return _gradients;
    }

    /// <summary>Gives every kept weight the value of its centroid.</summary>
    public void Materialise(Span<float> values)
    {
        for (int i = 0; i < _assignment.Length; i++)
        {
            values[i] = Centroids[_assignment[i]];
        }
    }
}
