using KeywordsSample.Features;

namespace KeywordsSample;

/// <summary>A word that was heard.</summary>
/// <param name="Word">Which.</param>
/// <param name="Seconds">Where in the sound it was certain.</param>
/// <param name="Probability">The network's, averaged over the last instants.</param>
internal readonly record struct Keyword(string Word, double Seconds, double Probability);

/// <summary>
/// Listens to sound as it comes: every 40 ms the network is asked about the last second; its answers are averaged over half a second,
/// since a word stays in that second for a while and what comes and goes at once was none.
/// </summary>
internal sealed class KeywordSpotter
{
    /// <summary>What the network was trained on, in the order of its outputs; the last two are no keywords.</summary>
    public static readonly string[] Classes = ["down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes", "silence", "unknown"];

    private const int KeywordCount = 10;
    private const int HopsPerInference = 2;
    private const int AveragedInferences = 12;
    private const double Threshold = 0.7;

    /// <summary>The second after a word in which it, or what is left of it, is not reported again.</summary>
    private const int QuietHops = 50;

    private readonly SlidingFeatures _sliding = new();
    private readonly float[] _features = new float[SlidingFeatures.FrameCount * SlidingFeatures.CoefficientCount];
    private readonly float[] _workspace = new float[Network.WorkspaceLength];

    // A ring of the network's answers, (12, 12).
    private readonly float[] _answers = new float[AveragedInferences * Classes.Length];
    private int _nextAnswer;
    private int _hops;
    private int _quietUntil;

    /// <exception cref="SampleException">The program was built without its network, or with one of another shape.</exception>
    public KeywordSpotter()
    {
        if ((Network.InputLength, Network.OutputLength) != (_features.Length, Classes.Length))
        {
            throw new SampleException($"the network has {Network.InputLength} inputs and {Network.OutputLength} outputs, not {_features.Length} and {Classes.Length}; build the program around MLPerf Tiny's DS-CNN");
        }

        Network.Load();
    }

    /// <summary>Listens to the next 20 ms; allocates nothing.</summary>
    /// <param name="hop">(320).</param>
    /// <param name="keyword">The word, where one is certain now.</param>
    public bool Listen(ReadOnlySpan<short> hop, out Keyword keyword)
    {
        keyword = default;
        _sliding.Add(hop);
        _hops++;
        if (_hops % HopsPerInference != 0)
        {
            return false;
        }

        _sliding.CopyTo(_features);
        Network.Run(_features, _answers.AsSpan(_nextAnswer * Classes.Length, Classes.Length), _workspace);
        _nextAnswer = (_nextAnswer + 1) % AveragedInferences;
        (int word, double probability) = LikeliestWord();
        if (probability < Threshold || _hops < _quietUntil)
        {
            return false;
        }

        _quietUntil = _hops + QuietHops;
        keyword = new Keyword(Classes[word], (double)_hops * SlidingFeatures.HopLength / Sound.PcmReader.SampleRate, probability);
        return true;
    }

    private (int Word, double Probability) LikeliestWord()
    {
        (int likeliest, double most) = (0, 0);
        for (int word = 0; word < KeywordCount; word++)
        {
            double sum = 0;
            for (int answer = word; answer < _answers.Length; answer += Classes.Length)
            {
                sum += _answers[answer];
            }

            if (sum > most)
            {
                (likeliest, most) = (word, sum);
            }
        }

        return (likeliest, most / AveragedInferences);
    }
}
