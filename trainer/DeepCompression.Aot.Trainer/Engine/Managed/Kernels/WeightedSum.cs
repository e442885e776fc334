using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// The engine's sparse product: target[i] = bias + Σ over j of weight[j] · source[offset[j] + i], for i from 0 to
/// <see cref="Length"/>. One element of a fully connected layer is a stretch of all lanes; one row of a convolution's output is a
/// stretch of all its positions and their lanes, because those lie side by side in the input too.
/// </summary>
internal unsafe ref struct WeightedSum
{
    /// <summary>The weights, and for each the floats from <see cref="Source"/> to the first it is multiplied with.</summary>
    public ReadOnlySpan<float> Weights;
    public ReadOnlySpan<int> Offsets;

    public float* Source;
    public float* Target;

    /// <summary>The length of the stretch, a multiple of <see cref="Lanes.Count"/>.</summary>
    public int Length;

    /// <summary>What the sums start with.</summary>
    public float Bias;

    /// <summary>Whether the result is added to what the target holds.</summary>
    public bool Accumulate;

    /// <summary>Computes the stretch with the widest vectors of the machine.</summary>
    public readonly void Compute()
    {
        if (Vector512.IsHardwareAccelerated)
        {
            WeightedSum512.Compute(in this);
        }
        else
        {
            WeightedSumPortable.Compute(in this);
        }
    }
}
