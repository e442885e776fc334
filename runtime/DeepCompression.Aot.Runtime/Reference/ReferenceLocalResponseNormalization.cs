using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Elements divided by a power of the mean square of the channels around them.</summary>
internal static class ReferenceLocalResponseNormalization
{
    /// <summary>Squares are added in ascending order of channels.</summary>
    public static float[] Run(float[] input, TensorShape shape, LocalResponseNormalizationOperator op)
    {
        int channels = shape[0];
        int plane = input.Length / channels;
        var output = new float[input.Length];
        for (int i = 0; i < output.Length; i++)
        {
            int channel = i / plane;
            int first = Math.Max(0, channel - ((op.Size - 1) / 2));
            int last = Math.Min(channels - 1, channel + (op.Size / 2));
            float sum = 0;
            for (int other = first; other <= last; other++)
            {
                float element = input[(other * plane) + (i % plane)];
                sum += element * element;
            }

            output[i] = input[i] / MathF.Pow(op.Offset + (op.Scale / op.Size * sum), op.Exponent);
        }

        return output;
    }
}
