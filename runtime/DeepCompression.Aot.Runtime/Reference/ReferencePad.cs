using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Zeros around each plane.</summary>
internal static class ReferencePad
{
    public static float[] Run(float[] input, TensorShape inputShape, PadOperator pad, TensorShape outputShape)
    {
        var output = new float[outputShape.ElementCount];
        for (int i = 0; i < input.Length; i++)
        {
            (int row, int x) = Math.DivRem(i, inputShape[2]);
            (int channel, int y) = Math.DivRem(row, inputShape[1]);
            output[(((channel * outputShape[1]) + y + pad.Top) * outputShape[2]) + x + pad.Left] = input[i];
        }

        return output;
    }
}
