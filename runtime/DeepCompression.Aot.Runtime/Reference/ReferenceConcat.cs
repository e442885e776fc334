using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Tensors one after another along an axis.</summary>
internal static class ReferenceConcat
{
    public static float[] Run(float[][] parts, TensorShape shape, int axis)
    {
        int rows = 1;
        for (int before = 0; before < axis; before++)
        {
            rows *= shape[before];
        }

        var output = new List<float>();
        for (int row = 0; row < rows; row++)
        {
            foreach (float[] part in parts)
            {
                int length = part.Length / rows;
                output.AddRange(part.AsSpan(row * length, length));
            }
        }

        return [.. output];
    }
}
