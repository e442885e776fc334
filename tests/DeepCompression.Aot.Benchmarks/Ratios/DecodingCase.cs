using DeepCompression.Aot.Benchmarks.Machine;
using DeepCompression.Aot.Benchmarks.Measuring;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Ours;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.OnnxRuntime;

namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>The runtime's Huffman decoder over one layer; there is nothing in ONNX Runtime to compare it with.</summary>
/// <param name="Name">The name by which <c>--case</c> finds it.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Create">Draws a network of one fully connected layer.</param>
internal sealed record DecodingCase(string Name, string Title, Func<BenchmarkNetwork> Create) : RatioCase(Name, Title)
{
    private const string Implementation = "weight decoder";

    public override IReadOnlyList<RatioRow> Rows(OnnxApi? api, MachineLimits limits, TimeSpan budget)
    {
        CodedTensor tensor = Create().OnlyWeight;
        var weights = new PackedWeights(tensor);
        if (!HuffmanDecoding.Matches(weights.Tensor, tensor))
        {
            throw new DisagreementException($"The {Implementation} reads something else than the format's: it is not timed.");
        }

        double microseconds = Interleaving.Measure([new TimedWork(Threads: 1, () => HuffmanDecoding.Decode(weights.Tensor))], budget)[0];
        double symbols = (double)tensor.WeightCount * HuffmanDecoding.SymbolsPerWeight;
        return
        [
            new RatioRow(Name, "codes", Threads: 1, microseconds, BaselineMicroseconds: null)
            {
                Title = Title,
                Batch = 1,
                Implementation = Implementation,
                ImplementationMicroseconds = new Dictionary<string, double> { [Implementation] = microseconds },
                OtherMicroseconds = new Dictionary<string, double>(),
                OursBytes = tensor.Stream.Length,
                BaselineBytes = tensor.Shape.ElementCount * sizeof(float),
                LimitMicroseconds = limits.Microseconds(tensor.Stream.Length, threads: 1),
                Difference = 0,
                GigasymbolsPerSecond = symbols / microseconds / 1000,
                OursMicrojoules = 0,
                BaselineMicrojoules = 0,
            },
        ];
    }
}
