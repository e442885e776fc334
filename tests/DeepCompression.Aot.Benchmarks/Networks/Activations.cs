namespace DeepCompression.Aot.Benchmarks.Networks;

/// <summary>Inputs of a layer deep in a network.</summary>
internal static class Activations
{
    /// <summary>Normal numbers behind a ReLU: about half of them zero.</summary>
    public static float[] Draw(int length)
    {
        var random = new Random(2);
        var activations = new float[length];
        foreach (ref float activation in activations.AsSpan())
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            activation = (float)Math.Max(0, normal);
        }

        return activations;
    }
}
