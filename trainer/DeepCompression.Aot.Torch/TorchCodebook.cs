using TorchSharp;
using static TorchSharp.torch;

namespace DeepCompression.Aot.Torch;

/// <summary>A parameter's codebook in training: which centroid each kept weight shares, and the centroids (Deep Compression, section 3).</summary>
internal sealed class TorchCodebook : IDisposable
{
    // Where the kept weights lie in the flat parameter, and the centroid of each.
    private readonly Tensor _places;
    private readonly Tensor _members;

    /// <param name="assignment">The centroid of each weight, −1 for a pruned one.</param>
    /// <param name="centroids">The centroids.</param>
    /// <param name="place">Where its tensors are.</param>
    public TorchCodebook(ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids, TensorPlace place)
    {
        Assignment = assignment.ToArray();
        var places = new long[assignment.Length - assignment.Count(-1)];
        var members = new long[places.Length];
        int count = 0;
        for (int i = 0; i < assignment.Length; i++)
        {
            if (assignment[i] >= 0)
            {
                places[count] = i;
                members[count++] = assignment[i];
            }
        }

        using DisposeScope scope = NewDisposeScope();
        _places = place.LoadIndices(places).DetachFromDisposeScope();
        _members = place.LoadIndices(members).DetachFromDisposeScope();
        Centroids = place.Load(centroids, centroids.Length).DetachFromDisposeScope();
    }

    /// <summary>The centroid of each weight, −1 for a pruned one.</summary>
    public int[] Assignment { get; }

    public Tensor Centroids { get; }

    /// <summary>The gradient of each centroid: the sum of its members' (equation 3), in double precision while it grows.</summary>
    /// <param name="gradient">The gradient of each weight.</param>
    public Tensor SumGradients(Tensor gradient)
    {
        Tensor sums = zeros(Centroids.shape, dtype: ScalarType.Float64, device: gradient.device);
        return sums.index_add_(0, _members, gradient.flatten().index_select(0, _places).to(ScalarType.Float64), 1).to(Centroids.dtype);
    }

    /// <summary>Gives every kept weight the value of its centroid, and the others zero.</summary>
    public void Materialise(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable constants = no_grad();
        values.zero_();
        values.view(-1).index_copy_(0, _places, Centroids.index_select(0, _members));
    }

    public void Dispose()
    {
        _places.Dispose();
        _members.Dispose();
        Centroids.Dispose();
    }
}
