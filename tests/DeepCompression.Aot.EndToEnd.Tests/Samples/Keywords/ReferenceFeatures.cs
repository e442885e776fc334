namespace DeepCompression.Aot.Tests.Samples.Keywords;

/// <summary>The features of a second of sound by their definitions alone: every sum written out, in double precision.</summary>
internal static class ReferenceFeatures
{
    private const int Rate = 16_000;
    private const int FrameLength = 480;
    private const int Hop = 320;
    private const int Points = 512;
    private const int Filters = 40;

    /// <summary>Frames of 30 ms every 20 ms, ten coefficients of each.</summary>
    /// <param name="second">(16000).</param>
    /// <param name="leastPeak">What the sound is divided by where no sample is larger.</param>
    /// <returns>(49, 10).</returns>
    public static double[] Of(ReadOnlySpan<short> second, double leastPeak)
    {
        double peak = leastPeak;
        foreach (short sample in second)
        {
            peak = Math.Max(peak, sample);
        }

        var features = new List<double>();
        for (int start = 0; start + FrameLength <= second.Length; start += Hop)
        {
            double[] frame = [.. second.Slice(start, FrameLength).ToArray().Select((sample, n) => sample / peak * Hann(n))];
            double[] magnitudes = [.. Enumerable.Range(0, (Points / 2) + 1).Select(bin => Magnitude(frame, bin))];
            double[] logarithms = [.. Enumerable.Range(0, Filters).Select(filter => Math.Log(Passed(magnitudes, filter) + 1e-6))];
            features.AddRange(Enumerable.Range(0, 10).Select(k => Coefficient(logarithms, k)));
        }

        return [.. features];
    }

    /// <summary>The periodic window.</summary>
    private static double Hann(int n) => Math.Pow(Math.Sin(Math.PI * n / FrameLength), 2);

    /// <summary>|Σ x[n] · e^(−2πi·n·bin/512)|.</summary>
    private static double Magnitude(double[] frame, int bin)
    {
        (double real, double imaginary) = (0, 0);
        for (int n = 0; n < frame.Length; n++)
        {
            // The product is reduced before it is an angle, so that the angle is exact to the last bit.
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * (n * bin % Points) / Points);
            real += frame[n] * cosine;
            imaginary -= frame[n] * sine;
        }

        return Math.Sqrt((real * real) + (imaginary * imaginary));
    }

    /// <summary>A triangle between the pitches of the neighbours, over all bins but that of the mean.</summary>
    private static double Passed(double[] magnitudes, int filter)
    {
        double Edge(int i) => Mel(20) + (i * (Mel(4_000) - Mel(20)) / (Filters + 1));
        (double left, double top, double right) = (Edge(filter), Edge(filter + 1), Edge(filter + 2));
        double sum = 0;
        for (int bin = 1; bin < magnitudes.Length; bin++)
        {
            double mel = Mel((double)bin * Rate / Points);
            sum += magnitudes[bin] * Math.Max(0, Math.Min((mel - left) / (top - left), (right - mel) / (right - top)));
        }

        return sum;
    }

    private static double Mel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));

    /// <summary>The cosine transform of kind II, scaled by 1/√(2·40).</summary>
    private static double Coefficient(double[] logarithms, int k) =>
        logarithms.Select((value, j) => 2 * value * Math.Cos(Math.PI * k * (j + 0.5) / Filters)).Sum() / Math.Sqrt(2 * Filters);
}
