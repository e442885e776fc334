namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>output (M) = weight (M, K) · input (K) + bias (M).</summary>
internal static class ReferenceLinear
{
    /// <summary>
    /// For each row, products are added in ascending order of column, each product and each sum rounded; the bias is added last.
    /// Weights that are zero are left out: a pruned connection passes nothing on, not even infinity.
    /// </summary>
    public static float[] Run(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int rows)
    {
        var output = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> weights = weight.Slice(row * input.Length, input.Length);
            float sum = 0;
            for (int column = 0; column < weights.Length; column++)
            {
                if (weights[column] != 0)
                {
                    sum += weights[column] * input[column];
                }
            }

            output[row] = bias.IsEmpty ? sum : sum + bias[row];
        }

        return output;
    }
}
