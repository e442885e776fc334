namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>output (…, M) = input (…, K) · weightᵀ (M, K) + bias (M): <see cref="ReferenceLinear"/> for every row.</summary>
internal static class ReferenceLinearRows
{
    public static float[] Run(float[] input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int width, int outputs)
    {
        var output = new List<float>();
        for (int start = 0; start < input.Length; start += width)
        {
            output.AddRange(ReferenceLinear.Run(input.AsSpan(start, width), weight, bias, outputs));
        }

        return [.. output];
    }
}
