using DeepCompression.Aot.Format;
using static TorchSharp.torch.nn;

namespace DeepCompression.Aot.Torch.Operators;

/// <summary>
/// Local response normalisation. libtorch's own puts the odd channel of an even size before its own; here it is behind.
/// </summary>
internal static class TorchNormalization
{
    public static Tensor Apply(Tensor input, LocalResponseNormalizationOperator normalization)
    {
        int before = (normalization.Size - 1) / 2;
        int behind = normalization.Size - 1 - before;

        // (samples, 1, channels, elements of a channel): a mean over a window of channels.
        Tensor squares = input.square().reshape(input.shape[0], 1, input.shape[1], -1);
        Tensor means = functional.avg_pool2d(functional.pad(squares, (0, 0, before, behind)), [normalization.Size, 1], [1, 1]);
        return input / ((means * normalization.Scale) + normalization.Offset).pow(normalization.Exponent).reshape(input.shape);
    }
}
