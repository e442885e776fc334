using KeywordsSample.Sound;

namespace KeywordsSample.Features;

/// <summary>
/// What the network sees of the last second: 49 frames of 30 ms, one every 20 ms, each as ten mel-frequency cepstral coefficients.
/// A frame under a Hann window, the magnitudes of its spectrum, how much of these passes each mel filter, its logarithm, and of the forty
/// logarithms the first ten coefficients of a cosine transform. Nothing is allocated after the constructor.
/// </summary>
internal sealed class SlidingFeatures
{
    /// <summary>20 ms: by so much sound the second moves on.</summary>
    public const int HopLength = PcmReader.SampleRate / 50;

    /// <summary>The frames of a second; the fiftieth would end behind it.</summary>
    public const int FrameCount = 49;

    /// <summary>The coefficients of a frame.</summary>
    public const int CoefficientCount = 10;

    private const int FrameLength = HopLength * 3 / 2;
    private const int HopCount = FrameCount + 1;
    private const double LogarithmFloor = 1e-6;

    /// <summary>
    /// The network was trained on sounds whose largest sample is 1. A second in which nothing is said is not amplified to that: what is
    /// below −50 decibels stays below.
    /// </summary>
    private const double LeastPeak = 100;

    private readonly FourierTransform _transform = new();
    private readonly MelFilters _filters = new();
    private readonly double[] _window = new double[FrameLength];
    private readonly double[] _cosines = new double[CoefficientCount * MelFilters.Count];

    private readonly short[] _frame = new short[FrameLength];
    private readonly double[] _real = new double[FourierTransform.Length];
    private readonly double[] _imaginary = new double[FourierTransform.Length];

    // Rings: the oldest frame and the oldest hop are where the next ones go.
    private readonly double[] _passed = new double[FrameCount * MelFilters.Count];
    private readonly short[] _peaks = new short[HopCount];
    private int _nextFrame;
    private int _nextHop;

    public SlidingFeatures()
    {
        for (int i = 0; i < FrameLength; i++)
        {
            _window[i] = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / FrameLength));
        }

        for (int i = 0; i < _cosines.Length; i++)
        {
            (int coefficient, int filter) = Math.DivRem(i, MelFilters.Count);
            _cosines[i] = Math.Sqrt(2.0 / MelFilters.Count) * Math.Cos(Math.PI * coefficient * (filter + 0.5) / MelFilters.Count);
        }
    }

    /// <summary>Moves the second on by one hop.</summary>
    /// <param name="hop">The next samples, (320).</param>
    public void Add(ReadOnlySpan<short> hop)
    {
        // A frame is a hop and the first half of the next one.
        hop[..(FrameLength - HopLength)].CopyTo(_frame.AsSpan(HopLength));
        Measure(_passed.AsSpan(_nextFrame * MelFilters.Count, MelFilters.Count));
        _nextFrame = (_nextFrame + 1) % FrameCount;
        hop.CopyTo(_frame);

        short peak = short.MinValue;
        foreach (short sample in hop)
        {
            peak = Math.Max(peak, sample);
        }

        _peaks[_nextHop] = peak;
        _nextHop = (_nextHop + 1) % HopCount;
    }

    /// <summary>The features of the last second.</summary>
    /// <param name="features">(49, 10).</param>
    public void CopyTo(Span<float> features)
    {
        // The largest sample changes as the second moves, so the logarithms are taken anew; the spectra before them are not.
        short largest = short.MinValue;
        foreach (short peak in _peaks)
        {
            largest = Math.Max(largest, peak);
        }

        double scale = 1 / Math.Max(LeastPeak, largest);
        for (int frame = 0; frame < FrameCount; frame++)
        {
            int place = (_nextFrame + frame) % FrameCount;
            Span<float> coefficients = features.Slice(frame * CoefficientCount, CoefficientCount);
            ToCepstrum(_passed.AsSpan(place * MelFilters.Count, MelFilters.Count), scale, coefficients);
        }
    }

    private void Measure(Span<double> passed)
    {
        _real.AsSpan().Clear();
        _imaginary.AsSpan().Clear();
        for (int i = 0; i < FrameLength; i++)
        {
            _real[i] = _frame[i] * _window[i];
        }

        _transform.Run(_real, _imaginary);
        for (int bin = 0; bin <= FourierTransform.Length / 2; bin++)
        {
            _real[bin] = Math.Sqrt((_real[bin] * _real[bin]) + (_imaginary[bin] * _imaginary[bin]));
        }

        _filters.Apply(_real, passed);
    }

    private void ToCepstrum(ReadOnlySpan<double> passed, double scale, Span<float> coefficients)
    {
        Span<double> logarithms = stackalloc double[MelFilters.Count];
        for (int i = 0; i < logarithms.Length; i++)
        {
            logarithms[i] = Math.Log((passed[i] * scale) + LogarithmFloor);
        }

        for (int coefficient = 0; coefficient < CoefficientCount; coefficient++)
        {
            ReadOnlySpan<double> cosines = _cosines.AsSpan(coefficient * MelFilters.Count, MelFilters.Count);
            double sum = 0;
            for (int i = 0; i < logarithms.Length; i++)
            {
                sum += cosines[i] * logarithms[i];
            }

            coefficients[coefficient] = (float)sum;
        }
    }
}
