namespace DeepCompression.Aot.Tests.Samples.Keywords;

/// <summary>
/// A voice for tests: pulses of a pitch, or noise, through four resonators at the formants of a vowel. There are no recordings of speech
/// here; of the ten keywords the network takes "up", spoken so, for what it is.
/// </summary>
internal sealed class SynthesizedVoice
{
    private const int Rate = 16_000;
    private const double Level = 0.6;

    private static readonly double[] Bandwidths = [80, 100, 140, 200];

    private readonly Random _random = new(1);
    private readonly double[,] _resonators = new double[Bandwidths.Length, 2];
    private readonly List<double> _samples = [];
    private double _phase;

    /// <summary>Quiet, the word "up", quiet.</summary>
    public static short[] Up(double before, double after)
    {
        var voice = new SynthesizedVoice();
        // The vowel, its lips closing, closed, and opening with a puff.
        voice.Speak(0.15, 1, 0, [640, 1200, 2400, 3300], [640, 1150, 2400, 3300]);
        voice.Speak(0.03, 1, 0, [640, 1150, 2400, 3300], [450, 950, 2300, 3300]);
        voice.Speak(0.08, 0, 0, [400, 900, 2300, 3300], [400, 900, 2300, 3300]);
        voice.Speak(0.04, 0, 2, [500, 1000, 2300, 3300], [500, 1000, 2300, 3300]);
        double scale = Level * short.MaxValue / voice._samples.Max(Math.Abs);
        double[] sound = [.. new double[(int)(before * Rate)], .. voice._samples.Select(sample => sample * scale), .. new double[(int)(after * Rate)]];
        // No room is silent, nor a voice between two sounds.
        return [.. sound.Select(sample => (short)(sample + voice._random.Next(-100, 101)))];
    }

    private void Speak(double seconds, double voice, double noise, double[] from, double[] to)
    {
        int count = (int)(seconds * Rate);
        for (int n = 0; n < count; n++)
        {
            double pitch = 130 - (100.0 * _samples.Count / Rate);
            _phase += pitch / Rate;
            double sample = noise * ((2 * _random.NextDouble()) - 1);
            if (_phase >= 1)
            {
                _phase--;
                sample += 30 * voice;
            }

            for (int i = 0; i < Bandwidths.Length; i++)
            {
                sample = Resonate(i, from[i] + ((to[i] - from[i]) * n / count), sample);
            }

            // The voice sets in within 20 ms.
            _samples.Add(sample * Math.Min(1, _samples.Count / (0.02 * Rate)));
        }
    }

    /// <summary>A resonance of second order, of gain 1 at frequency 0.</summary>
    private double Resonate(int i, double hertz, double sample)
    {
        double radius = Math.Exp(-Math.PI * Bandwidths[i] / Rate);
        double first = 2 * radius * Math.Cos(2 * Math.PI * hertz / Rate);
        double second = -radius * radius;
        double value = (sample * (1 - first - second)) + (first * _resonators[i, 0]) + (second * _resonators[i, 1]);
        (_resonators[i, 1], _resonators[i, 0]) = (_resonators[i, 0], value);
        return value;
    }
}
