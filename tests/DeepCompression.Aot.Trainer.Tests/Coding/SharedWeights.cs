using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

/// <summary>A sparse tensor with shared weights, as a pruned and quantised layer leaves the trainer.</summary>
/// <param name="Shape">The dense shape.</param>
/// <param name="Assignment">The centroid of each weight, −1 for none.</param>
/// <param name="Centroids">The centroids, in no order.</param>
internal sealed record SharedWeights(TensorShape Shape, int[] Assignment, float[] Centroids)
{
    /// <summary>The dense weights with every centroid rounded to the format.</summary>
    public float[] Dense(NumberFormat format) =>
        [.. Assignment.Select(index => index < 0 ? 0 : Rounded(Centroids[index], format))];

    /// <summary>Draws a tensor: any size up to 40 × 300, any density, 1 to 60 centroids of which some are equal or zero.</summary>
    public static SharedWeights Draw(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(1, 40);
        int columns = random.Next(1, 300);
        double density = Math.Pow(random.NextDouble(), 3);
        float[] centroids = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => DrawCentroid(random))];
        int[] assignment = [.. Enumerable.Range(0, rows * columns)
            .Select(_ => random.NextDouble() < density ? random.Next(centroids.Length) : -1)];
        return new(new TensorShape(rows, columns), assignment, centroids);
    }

    private static float DrawCentroid(Random random) => random.Next(10) switch
    {
        0 => 0,
        1 => 0.5f,
        _ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 4))),
    };

    private static float Rounded(float value, NumberFormat format) => format == NumberFormat.Half ? (float)(Half)value : value;
}
