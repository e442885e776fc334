using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class ArtifactSizeTests
{
    private const int MostOverhead = 60;

    [Fact]
    public void Everything_but_weights_and_biases_takes_at_most_60_bytes_of_a_lenet_300_100()
    {
        Graph graph = ReferenceNetworks.Find("lenet-300-100")!.Graph;
        Tensor[] tensors = [.. graph.Parameters.Select((shape, number) => Draw(shape, number))];
        var contract = new InputContract(
            new([new(InputLayout.Flat, new([1 / 255f]), new([0f]))]),
            new([.. Enumerable.Range(0, 10).Select(digit => $"{digit}")]));
        var provenance = new EquatableArray<ProvenanceEntry>([new("data", "mnist"), new("recipe", "lenet-300-100"), new("seed", "1")]);

        byte[] file = ArtifactWriter.Write(graph, tensors, inputContract: contract, provenance: provenance);

        long overhead = ((8L * file.Length) - tensors.Sum(PayloadBits) + 7) / 8;
        Assert.InRange(overhead, 1, MostOverhead);
        Assert.Contains($"takes {overhead} bytes", WorkedExample.Document, StringComparison.Ordinal);
    }

    /// <summary>Codebook, live columns, code lengths and stream, or the numbers of a bias: what grows with the weights.</summary>
    private static long PayloadBits(Tensor tensor)
    {
        if (tensor is RawTensor raw)
        {
            return raw.Values.Length * raw.Format.BitCount();
        }

        CodedTensorStatistics statistics = CodedTensorStatistics.Of((CodedTensor)tensor);
        return statistics.CodebookBits + statistics.TableBits + statistics.StreamBits;
    }

    /// <summary>The paper's densities: 8, 9 and 26 % of 64 shared values (table 2).</summary>
    private static Tensor Draw(TensorShape shape, int number)
    {
        if (shape.Rank == 1)
        {
            return RawTensorEncoder.Encode(shape, new float[shape.ElementCount], NumberFormat.Half);
        }

        double density = number switch { 0 => 0.08, 2 => 0.09, _ => 0.26 };
        var random = new Random(number);
        float[] centroids = [.. Enumerable.Range(1, 63).Select(i => i / 64f)];
        int[] assignment = [.. Enumerable.Range(0, (int)shape.ElementCount)
            .Select(_ => random.NextDouble() < density ? random.Next(centroids.Length) : -1)];
        return CodedTensorEncoder.Encode(shape, assignment, centroids, NumberFormat.Half);
    }
}
