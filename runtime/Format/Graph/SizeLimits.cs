namespace DeepCompression.Aot.Format;

/// <summary>
/// Bounds what a file may ask of memory by its own length, before anything is allocated for it: a damaged or hostile file of a
/// few bytes cannot claim gigabytes.
/// </summary>
internal static class SizeLimits
{
    /// <summary>Weights for each byte of the file: thirty times what the best known compression of these networks reaches.</summary>
    public const int ParametersPerByte = 4096;

    /// <summary>Activations, over all values, for each byte of the file.</summary>
    public const int ActivationsPerByte = 65536;

    public static void Check(Graph graph, EquatableArray<TensorShape> valueShapes, int fileLength)
    {
        Check(graph.Parameters, (long)fileLength * ParametersPerByte, "weights");
        Check(valueShapes, (long)fileLength * ActivationsPerByte, "activations");
    }

    private static void Check(EquatableArray<TensorShape> shapes, long limit, string what)
    {
        limit = Math.Min(limit, int.MaxValue);
        long total = 0;
        foreach (TensorShape shape in shapes)
        {
            total += shape.ElementCount;
            ShapeInference.Require(total <= limit, $"Graph: more than {limit} {what} are announced, too many for a file of this length");
        }
    }
}
