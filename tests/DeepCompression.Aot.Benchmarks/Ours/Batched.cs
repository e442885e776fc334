using DeepCompression.Aot.Benchmarks.Networks;

namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>A batch run one sample after another, for what computes a single sample.</summary>
internal static class Batched
{
    /// <summary>Runs <paramref name="one"/> for each sample.</summary>
    public static Inference Of(BenchmarkNetwork network, Inference one)
    {
        int inputLength = network.InputLength;
        int outputLength = network.OutputLength;
        return (inputs, outputs) =>
        {
            for (int sample = 0; sample * inputLength < inputs.Length; sample++)
            {
                one(inputs.Slice(sample * inputLength, inputLength), outputs.Slice(sample * outputLength, outputLength));
            }
        };
    }
}
