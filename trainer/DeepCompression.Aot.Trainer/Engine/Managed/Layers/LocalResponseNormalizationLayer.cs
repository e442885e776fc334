using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// y = x · s^−β with s = k + α ÷ n · Σ x² over the n channels around each element's own (Krizhevsky et al. 2012, section 3.3). The
/// input's gradient is g · s^−β − 2 · α · β ÷ n · x · Σ g · y ÷ s over the channels whose sums the element is in.
/// </summary>
internal sealed unsafe class LocalResponseNormalizationLayer(
    LayerInput input, TensorShape shape, Activation output, LocalResponseNormalizationOperator normalization) : Layer
{
    private readonly int _channels = shape[0];
    private readonly int _before = (normalization.Size - 1) / 2;
    private readonly int _behind = normalization.Size / 2;

    // The sums s of each block, (blocks, elements, lanes).
    private AlignedBuffer? _sums;

    private int Plane => output.BlockLength / _channels;

    public override void Reserve(int blocks) => _sums = AlignedBuffer.Ensure(_sums, (long)blocks * output.BlockLength);

    public override void Forward(in Pass pass, int block)
    {
        float* source = input.Activation.Values(block);
        float* sums = Sums(block);
        float* target = output.Values(block);
        for (int i = 0; i < output.BlockLength; i++)
        {
            (int channel, int place) = Math.DivRem(i, Plane);
            float squares = 0;
            for (int other = Math.Max(0, channel - _before); other <= Math.Min(_channels - 1, channel + _behind); other++)
            {
                float value = source[((nint)other * Plane) + place];
                squares += value * value;
            }

            sums[i] = normalization.Offset + (normalization.Scale / normalization.Size * squares);
            target[i] = source[i] * MathF.Pow(sums[i], -normalization.Exponent);
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        if (!input.NeedsGradient)
        {
            return;
        }

        float factor = 2 * normalization.Scale * normalization.Exponent / normalization.Size;
        float* source = input.Activation.Values(block);
        float* sums = Sums(block);
        float* values = output.Values(block);
        float* gradients = output.Gradients(block);
        float* target = input.Activation.Gradients(block);
        for (int i = 0; i < output.BlockLength; i++)
        {
            (int channel, int place) = Math.DivRem(i, Plane);
            float shared = 0;
            for (int other = Math.Max(0, channel - _behind); other <= Math.Min(_channels - 1, channel + _before); other++)
            {
                nint at = ((nint)other * Plane) + place;
                shared += gradients[at] * values[at] / sums[at];
            }

            float gradient = (gradients[i] * MathF.Pow(sums[i], -normalization.Exponent)) - (factor * source[i] * shared);
            target[i] = input.Accumulate ? target[i] + gradient : gradient;
        }
    }

    private float* Sums(int block) => _sums!.Pointer + ((nint)block * output.BlockLength);
}
