using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Weighted sums of neighbouring slices: products are added in ascending order of slice, each product and each sum rounded.</summary>
internal static class ReferenceInterpolate
{
    public static float[] Run(float[] input, TensorShape inputShape, InterpolateOperator op, TensorShape outputShape)
    {
        int inner = ReferenceAxis.Inner(inputShape, op.Axis);
        var output = new float[outputShape.ElementCount];
        for (int i = 0; i < output.Length; i++)
        {
            (int slice, int element) = Math.DivRem(i, inner);
            (int row, int place) = Math.DivRem(slice, op.Firsts.Length);
            for (int tap = 0; tap < op.Taps; tap++)
            {
                int source = (row * inputShape[op.Axis]) + op.Firsts[place] + tap;
                output[i] += op.Weights[(op.Phases[place] * op.Taps) + tap] * input[(source * inner) + element];
            }
        }

        return output;
    }
}
