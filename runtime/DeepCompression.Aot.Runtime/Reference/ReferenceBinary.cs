using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>A function of two elements, computed in double precision and rounded once.</summary>
internal static class ReferenceBinary
{
    public static float[] Run(float[] left, TensorShape leftShape, float[] right, TensorShape rightShape, BinaryFunction function, TensorShape shape)
    {
        var output = new float[shape.ElementCount];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = (float)Of(function, left[Source(i, shape, leftShape)], right[Source(i, shape, rightShape)]);
        }

        return output;
    }

    /// <summary>Which element of a value stands for one of the output.</summary>
    private static int Source(int element, TensorShape shape, TensorShape own)
    {
        int source = 0;
        int step = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            source += own[axis] == 1 ? 0 : element % shape[axis] * step;
            element /= shape[axis];
            step *= own[axis];
        }

        return source;
    }

    private static double Of(BinaryFunction function, double left, double right) => function switch
    {
        BinaryFunction.Sum => left + right,
        BinaryFunction.Difference => left - right,
        BinaryFunction.Product => left * right,
        BinaryFunction.Quotient => left / right,
        BinaryFunction.Power => Math.Pow(left, right),
        BinaryFunction.Minimum => Math.Min(left, right),
        BinaryFunction.Maximum => Math.Max(left, right),
        BinaryFunction.PRelu => left < 0 ? left * right : left,
        _ => throw new InvalidOperationException($"The reference interpreter does not know the function {function}."),
    };
}
