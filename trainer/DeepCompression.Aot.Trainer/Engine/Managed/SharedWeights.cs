namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>A parameter's codebook in training: which centroid each weight shares, and the centroids (Deep Compression, section 3).</summary>
internal sealed class SharedWeights
{
    private readonly int[] _assignment;
    private readonly double[] _sums;
    private readonly float[] _gradients;

    /// <param name="assignment">The centroid of each weight, −1 for a pruned one; copied.</param>
    /// <param name="centroids">The centroids; copied.</param>
    public SharedWeights(ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids)
    {
        int stray = assignment.IndexOfAnyExceptInRange(-1, centroids.Length - 1);
        if (stray >= 0)
        {
            throw new ArgumentException(
                $"Weight {stray} is assigned to centroid {assignment[stray]}, but there are {centroids.Length}.", nameof(assignment));
        }

        _assignment = assignment.ToArray();
        Centroids = centroids.ToArray();
        _sums = new double[centroids.Length];
        _gradients = new float[centroids.Length];
    }

    public ReadOnlySpan<int> Assignment => _assignment;

    public float[] Centroids { get; }

    /// <summary>The gradient of each centroid: the sum of its members' (equation 3).</summary>
    public ReadOnlySpan<float> SumGradients(ReadOnlySpan<float> gradients)
    {
        Array.Clear(_sums);
        for (int i = 0; i < _assignment.Length; i++)
        {
            if (_assignment[i] >= 0)
            {
                _sums[_assignment[i]] += gradients[i];
            }
        }

        for (int i = 0; i < _sums.Length; i++)
        {
            _gradients[i] = (float)_sums[i];
        }

        return _gradients;
    }

    /// <summary>Gives every weight the value of its centroid.</summary>
    public void Materialise(Span<float> values)
    {
        for (int i = 0; i < _assignment.Length; i++)
        {
            values[i] = _assignment[i] < 0 ? 0 : Centroids[_assignment[i]];
        }
    }
}
