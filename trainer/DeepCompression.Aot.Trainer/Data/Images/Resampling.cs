namespace DeepCompression.Aot.Trainer.Data.Images;

/// <summary>
/// Resampling along one axis by a triangle as wide as the scale, so that what is made smaller is averaged: the filter that Pillow and
/// torchvision call bilinear. The middle of the axis is kept.
/// </summary>
internal sealed class Resampling
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    /// <param name="from">The length of the axis.</param>
    /// <param name="to">The length that is wanted.</param>
    /// <param name="scale">How many old pixels a new one is apart from the next; 1 copies.</param>
    public Resampling(int from, int to, double scale)
    {
        _first = new int[to];
        _weights = new float[to][];
        double start = (from - (to * scale)) / 2;
        double reach = Math.Max(scale, 1);
        for (int i = 0; i < to; i++)
        {
            double centre = start + ((i + 0.5) * scale);
            int first = Math.Clamp((int)Math.Floor(centre - reach + 0.5), 0, from - 1);
            int end = Math.Clamp((int)Math.Floor(centre + reach + 0.5), first + 1, from);
            double[] weights = [.. Enumerable.Range(first, end - first).Select(place => Math.Max(0, 1 - (Math.Abs(place + 0.5 - centre) / reach)))];
            double sum = weights.Sum();
            _first[i] = first;

            // Beyond the edge the last pixel goes on.
            _weights[i] = sum > 0 ? Array.ConvertAll(weights, weight => (float)(weight / sum)) : [1];
        }
    }

    /// <summary>A new pixel of a row of bytes.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="pixels">All bytes.</param>
    /// <param name="start">The first of the row.</param>
    /// <param name="step">The bytes from one pixel to the next.</param>
    public float At(int place, byte[] pixels, int start, int step)
    {
        float sum = 0;
        float[] weights = _weights[place];
        int next = start + (_first[place] * step);
        foreach (float weight in weights)
        {
            sum += weight * pixels[next];
            next += step;
        }

        return sum;
    }

    /// <summary>A new pixel of a row of numbers.</summary>
    public float At(int place, float[] row)
    {
        float sum = 0;
        float[] weights = _weights[place];
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * row[_first[place] + i];
        }

        return sum;
    }
}
