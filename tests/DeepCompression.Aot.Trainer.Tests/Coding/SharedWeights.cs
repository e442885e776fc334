using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

/// <summary>A sparse tensor with shared weights, as a pruned and quantised layer leaves the trainer.</summary>
/// <param name="Shape">The dense shape.</param>
/// <param name="Assignment">The centroid of each weight, −1 for none.</param>
/// <param name="Centroids">The centroids, in no order.</param>
internal sealed record SharedWeights(TensorShape Shape, int[] Assignment, float[] Centroids)
{
    /// <summary>The dense weights with every centroid rounded to the format; tiny ones to the largest that is used.</summary>
    public float[] Dense(NumberFormat format)
    {
        double largest = Assignment.Where(index => index >= 0).Select(index => Math.Abs((double)Centroids[index])).DefaultIfEmpty(0).Max();
        return [.. Assignment.Select(index => index < 0 ? 0 : Rounded(Centroids[index], format, largest))];
    }

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

    private static float Rounded(float value, NumberFormat format, double largest) => format switch
    {
        NumberFormat.Half => (float)(Half)value,
        NumberFormat.Tiny => value == 0 ? 0 : NearestTiny(value, largest),
        _ => value,
    };

    /// <summary>The nearest number of five significant bits, or fewer below seven octaves; the largest has its own octave, also if it rounds up into it.</summary>
    private static float NearestTiny(double value, double largest)
    {
        int top = (int)Math.Floor(Math.Log2(largest));
        double largestRounded = Math.Round(largest / Math.Pow(2, top - 4)) * Math.Pow(2, top - 4);
        int scale = largestRounded >= Math.Pow(2, top + 1) ? top + 1 : top;
        int octave = Math.Max((int)Math.Floor(Math.Log2(Math.Abs(value))), scale - 6);
        double unit = Math.Pow(2, octave - 4);
        return (float)(Math.Round(value / unit) * unit);
    }
}
