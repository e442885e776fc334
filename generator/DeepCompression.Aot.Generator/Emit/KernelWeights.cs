using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>The weights of a parameter as kernels take them.</summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal static class KernelWeights
{
    /// <summary>Channels of a group from which on kernels for all channels, which skip zeros, are faster than those for groups.</summary>
    private const int MinGroupChannels = 16;

    /// <summary>Whether a convolution in groups is computed as one over all channels.</summary>
    public static bool IsSpread(Artifact artifact, GroupedConvolutionOperator op) =>
        artifact.Tensors[op.Weight] is CodedTensor { Nnz: > 0 } tensor && tensor.Shape[1] >= MinGroupChannels;

    /// <summary>The tensor of a parameter: numbers whole, groups spread.</summary>
    public static Tensor Of(Artifact artifact, int parameter)
    {
        if (artifact.Tensors[parameter] is SplitTensor split)
        {
            return new RawTensor(split.Shape, split.BitCount, split.Format, new(split.ToDense()));
        }

        GroupedConvolutionOperator? grouped = artifact.Graph.Operators.OfType<GroupedConvolutionOperator>().FirstOrDefault(op => op.Weight == parameter);
        return grouped is not null && IsSpread(artifact, grouped)
            ? PackedWeights.Spread((CodedTensor)artifact.Tensors[parameter], grouped.Groups)
            : artifact.Tensors[parameter];
    }
}
