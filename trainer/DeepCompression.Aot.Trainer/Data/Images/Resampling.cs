using System.Numerics;

namespace DeepCompression.Aot.Trainer.Data.Images;

/// <summary>
/// Resampling along one axis by a triangle as wide as the scale, so that what is made smaller is averaged: the filter that Pillow and
/// torchvision call bilinear.
/// </summary>
internal sealed class Resampling
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    /// <param name="from">The length of the axis.</param>
    /// <param name="to">The length that is wanted.</param>
    /// <param name="scale">How many old pixels a new one is apart from the next; 1 copies.</param>
    /// <param name="place">Where the part that is kept lies, between the beginning of the axis, 0, and its end, 1.</param>
    public Resampling(int from, int to, double scale, double place)
    {
        _first = new int[to];
        _weights = new float[to][];
        double start = (from - (to * scale)) * place;
        double reach = Math.Max(scale, 1);
        for (int i = 0; i < to; i++)
        {
            double centre = start + ((i + 0.5) * scale);
            int first = Math.Clamp((int)Math.Floor(centre - reach + 0.5), 0, from - 1);
            int end = Math.Clamp((int)Math.Floor(centre + reach + 0.5), first + 1, from);
            double[] weights = [.. Enumerable.Range(first, end - first).Select(old => Math.Max(0, 1 - (Math.Abs(old + 0.5 - centre) / reach)))];
            double sum = weights.Sum();
            _first[i] = first;

            // Beyond the edge the last pixel goes on.
            _weights[i] = sum > 0 ? Array.ConvertAll(weights, weight => (float)(weight / sum)) : [1];
        }
    }

    /// <summary>The first old pixel that a new one is made of.</summary>
    public int First => _first[0];

    /// <summary>The old pixel behind the last that a new one is made of.</summary>
    public int End => _first[^1] + _weights[^1].Length;

    /// <summary>Resamples a row.</summary>
    /// <param name="pixels">The row, (width, channels).</param>
    /// <param name="channels">The values of a pixel.</param>
    /// <param name="scaled">Receives the new row, (width, channels).</param>
    public void Scale(ReadOnlySpan<byte> pixels, int channels, Span<float> scaled)
    {
        for (int i = 0; i < _first.Length; i++)
        {
            float[] weights = _weights[i];
            for (int channel = 0; channel < channels; channel++)
            {
                float sum = 0;
                int next = (_first[i] * channels) + channel;
                foreach (float weight in weights)
                {
                    sum += weight * pixels[next];
                    next += channels;
                }

                scaled[(i * channels) + channel] = sum;
            }
        }
    }

    /// <summary>A new row of old ones.</summary>
    /// <param name="place">The new row's place.</param>
    /// <param name="rows">The old rows from <see cref="First"/> to <see cref="End"/>, one behind another.</param>
    /// <param name="mixed">Receives the new row.</param>
    public void Mix(int place, ReadOnlySpan<float> rows, Span<float> mixed)
    {
        float[] weights = _weights[place];
        mixed.Clear();
        for (int row = 0; row < weights.Length; row++)
        {
            ReadOnlySpan<float> old = rows.Slice((_first[place] - First + row) * mixed.Length, mixed.Length);
            int i = 0;
            for (; i <= mixed.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                (new Vector<float>(mixed[i..]) + (new Vector<float>(old[i..]) * weights[row])).CopyTo(mixed[i..]);
            }

            for (; i < mixed.Length; i++)
            {
                mixed[i] += old[i] * weights[row];
            }
        }
    }
}
