using System.Diagnostics;

namespace PicturesSample;

/// <summary>The network and the memory that it works in.</summary>
internal sealed class Classifier
{
    private readonly float[] _workspace = new float[Network.WorkspaceLength];
    private readonly float[] _logits = new float[Network.OutputLength];

    /// <exception cref="SampleException">The program was built without its network, or with one of another shape.</exception>
    public Classifier()
    {
        const int Expected = 3 * NetworkInput.Side * NetworkInput.Side;
        if (Network.InputLength != Expected)
        {
            throw new SampleException($"the network has {Network.InputLength} inputs, not {Expected}; build the program around SqueezeNet 1.0");
        }

        Network.Load();
    }

    /// <summary>What the last inference took.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>What the last inference allocated on the heap.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>The likeliest classes of a picture, first the most likely.</summary>
    public IEnumerable<(int Class, double Probability)> Classify(Picture picture, int count)
    {
        float[] input = NetworkInput.From(picture);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Network.Run(input, _logits, _workspace);
        Duration = Stopwatch.GetElapsedTime(start);
        AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - allocated;

        // Softmax, with the largest exponent 0 so that none overflows.
        double largest = _logits.Max();
        double[] exponentials = [.. _logits.Select(logit => Math.Exp(logit - largest))];
        double sum = exponentials.Sum();
        return exponentials.Select((exponential, number) => (number, exponential / sum)).OrderByDescending(entry => entry.Item2).Take(count).ToArray();
    }
}
