using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Products of matrices: each element adds its products in ascending order, each product and each sum rounded.</summary>
internal static class ReferenceMatMul
{
    public static float[] Run(float[] left, float[] right, TensorShape leftShape, TensorShape outputShape)
    {
        int depth = leftShape[leftShape.Rank - 1];
        int rows = outputShape[outputShape.Rank - 2];
        int columns = outputShape[outputShape.Rank - 1];
        var output = new float[outputShape.ElementCount];
        for (int i = 0; i < output.Length; i++)
        {
            (int allRows, int column) = Math.DivRem(i, columns);
            (int matrix, int row) = Math.DivRem(allRows, rows);

            // Where one side has a single matrix, every product begins anew with it.
            int leftRow = (int)((((long)matrix * rows) + row) * depth % left.Length);
            int rightMatrix = (int)((long)matrix * depth * columns % right.Length);
            for (int k = 0; k < depth; k++)
            {
                output[i] += left[leftRow + k] * right[rightMatrix + (k * columns) + column];
            }
        }

        return output;
    }
}
