using KeywordsSample.Sound;

namespace KeywordsSample.Features;

/// <summary>
/// Forty overlapping triangles over the spectrum, from 20 to 4,000 Hz, as far apart as the ear tells pitches:
/// mel(f) = 1127 · ln(1 + f / 700).
/// </summary>
internal sealed class MelFilters
{
    /// <summary>The number of filters.</summary>
    public const int Count = 40;

    private const double LowestHertz = 20;
    private const double HighestHertz = 4_000;

    private readonly int[] _first = new int[Count];
    private readonly double[][] _weights = new double[Count][];

    public MelFilters()
    {
        double lowest = ToMel(LowestHertz);
        double step = (ToMel(HighestHertz) - lowest) / (Count + 1);
        for (int filter = 0; filter < Count; filter++)
        {
            double center = lowest + ((filter + 1) * step);
            double[] all = new double[(FourierTransform.Length / 2) + 1];
            // Bin 0 is the mean of the sound, which is not heard.
            for (int bin = 1; bin < all.Length; bin++)
            {
                double mel = ToMel((double)bin * PcmReader.SampleRate / FourierTransform.Length);
                all[bin] = Math.Max(0, 1 - (Math.Abs(mel - center) / step));
            }

            _first[filter] = Math.Max(0, Array.FindIndex(all, weight => weight > 0));
            _weights[filter] = all[_first[filter]..(Array.FindLastIndex(all, weight => weight > 0) + 1)];
        }
    }

    /// <summary>How much of a spectrum passes each filter.</summary>
    /// <param name="magnitudes">Of the bins 0 to N/2, (257).</param>
    /// <param name="passed">(40).</param>
    public void Apply(ReadOnlySpan<double> magnitudes, Span<double> passed)
    {
        for (int filter = 0; filter < Count; filter++)
        {
            double sum = 0;
            double[] weights = _weights[filter];
            for (int i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * magnitudes[_first[filter] + i];
            }

            passed[filter] = sum;
        }
    }

    private static double ToMel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));
}
